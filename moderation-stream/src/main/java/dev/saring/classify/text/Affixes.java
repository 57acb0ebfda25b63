package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What languages put around a word. Indonesian and its sisters: prefixes, suffixes and clitics, and the digit 2 for a
 * word said twice. English: verb endings; lists name plurals themselves. Read from the letters
 * of a text, so that disguised affixes count too.
 */
final class Affixes {
    /** A rule takes no affixes. */
    static final Affixes NONE = new Affixes(new String[0], new String[0], new String[0]);

    private static final Set<String> INDONESIAN = Set.of("id", "ms", "jv", "su", "min", "bjn", "bew", "mad", "ban");
    private static final String[] PREFIXES = {
        "di", "me", "mem", "men", "meng", "ter", "ber", "se", "ke", "pe", "pem", "pen", "peng", "nge", "ng"
    };
    private static final String[] SUFFIXES = {"lah", "kah", "nya", "kan", "ku", "mu", "in", "an", "2"};
    private static final String[] CLITICS = {"lah", "kah", "nya", "2"};
    private static final String[] ENDINGS = {"ed", "ing", "in"};

    private static final Affixes OF_INDONESIAN = new Affixes(PREFIXES, SUFFIXES, CLITICS);
    private static final Affixes OF_ENGLISH = new Affixes(new String[0], ENDINGS, new String[0]);
    private static final Affixes OF_BOTH = new Affixes(PREFIXES, concat(SUFFIXES, ENDINGS), CLITICS);

    private static final int LONGEST_PREFIX = 4;
    private static final int LONGEST_SUFFIXES = 7;
    private static final int SHORT_WORD = 3;

    /** By the first three symbols of a word: which lengths of prefixes may begin so, as bits. */
    private static final byte[] PREFIX_LENGTHS = new byte[1 << 3 * Symbols.BITS];

    /** The symbols with which suffixes begin and end, as bits. */
    private static final int SUFFIX_FIRST;

    private static final int SUFFIX_LAST;

    static {
        int firsts = 0;
        int lasts = 0;
        for (String suffix : concat(SUFFIXES, ENDINGS)) {
            firsts |= 1 << Symbols.of(suffix.charAt(0));
            lasts |= 1 << Symbols.of(suffix.charAt(suffix.length() - 1));
        }
        SUFFIX_FIRST = firsts;
        SUFFIX_LAST = lasts;
        for (String prefix : PREFIXES) {
            int pair = Symbols.of(prefix.charAt(0)) << Symbols.BITS | Symbols.of(prefix.charAt(1));
            int third = prefix.length() > 2 ? Symbols.of(prefix.charAt(2)) : -1;
            for (int symbol = 0; symbol < Symbols.COUNT; symbol++) {
                if (third < 0 || third == symbol) {
                    PREFIX_LENGTHS[pair << Symbols.BITS | symbol] |= (byte) (1 << prefix.length());
                }
            }
        }
    }

    /** As a set of bits: no letter, or a vowel that no consonant shares its symbol with. */
    private static final int VOWELS_OR_NONE =
            1 | 1 << Symbols.of('a') | 1 << Symbols.of('e') | 1 << Symbols.of('o') | 1 << Symbols.of('u');

    private final String[] prefixes;
    private final String[] suffixes;

    /** What even a short word takes: what is hardly ever part of another word. */
    private final String[] shortWordSuffixes;

    private Affixes(String[] prefixes, String[] suffixes, String[] shortWordSuffixes) {
        this.prefixes = prefixes;
        this.suffixes = suffixes;
        this.shortWordSuffixes = shortWordSuffixes;
    }

    private static String[] concat(String[] one, String[] other) {
        return Stream.concat(Arrays.stream(one), Arrays.stream(other))
                .distinct()
                .toArray(String[]::new);
    }

    /** The affixes of a rule; without languages, {@code STRONG} takes those of all languages, other folds take none. */
    static Affixes of(Phrase phrase) {
        Set<String> languages = phrase.languages();
        if (phrase.fold() == Fold.EXACT || languages.isEmpty() && phrase.fold() != Fold.STRONG) {
            return NONE;
        }
        boolean indonesian = languages.isEmpty() || languages.stream().anyMatch(INDONESIAN::contains);
        boolean english = languages.isEmpty() || languages.contains("en");
        return indonesian ? english ? OF_BOTH : OF_INDONESIAN : english ? OF_ENGLISH : NONE;
    }

    /** 1 if a word may begin with an Indonesian prefix, by its first three symbols; else 0. */
    static int mayBegin(Outline text, int word) {
        return -prefixLengths(text, word) >>> 31;
    }

    /** 1 if the three letters after the first of a word are there and sure to be no vowels, else 0; l may be i. */
    static int mayLackVowels(Outline text, int word) {
        int symbols = 1 << text.symbol(word + 1) | 1 << text.symbol(word + 2) | 1 << text.symbol(word + 3);
        int vowels = symbols & VOWELS_OR_NONE;
        return (vowels | -vowels) >>> 31 ^ 1;
    }

    /** By the first three symbols of a word: the lengths of Indonesian prefixes that it may begin with, as bits. */
    static int prefixLengths(Outline text, int word) {
        int pair = text.symbol(word) << Symbols.BITS | text.symbol(word + 1);
        return PREFIX_LENGTHS[pair << Symbols.BITS | text.symbol(word + 2)];
    }

    /** Whether letters that remain of a word may be suffixes, by the symbols of the first and the last. */
    static boolean mayFollow(Outline text, int first) {
        int last = first;
        while (text.isLetter(last + 1)) {
            if (++last - first >= LONGEST_SUFFIXES) {
                return false;
            }
        }
        return (SUFFIX_FIRST >> text.symbol(first) & 1) != 0 && (SUFFIX_LAST >> text.symbol(last) & 1) != 0;
    }

    /** Whether informal reduplication and abbreviations are looked for too. */
    boolean areIndonesian() {
        return prefixes.length > 0;
    }

    /** Whether the letters of the word before {@code at} are one prefix, or two. */
    boolean precede(Letters text, int at, int wordLength) {
        int first = at;
        while (first > 0 && !text.startsWord(first) && at - first <= LONGEST_PREFIX) {
            first--;
        }
        if (wordLength <= SHORT_WORD || at - first > LONGEST_PREFIX || !text.startsWord(first)) {
            return false;
        }
        for (String prefix : prefixes) {
            if (prefix.length() == at - first && spell(text, first, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the letters of the word after {@code at} are suffixes, at most three in a row. */
    boolean follow(Letters text, int at, int wordLength) {
        int last = at;
        while (last < text.count - 1 && !text.endsWord(last) && last - at <= LONGEST_SUFFIXES) {
            last++;
        }
        return last - at <= LONGEST_SUFFIXES
                && text.endsWord(last)
                && areSuffixes(text, at + 1, last, wordLength <= SHORT_WORD, 3);
    }

    private boolean areSuffixes(Letters text, int from, int last, boolean shortWord, int most) {
        if (from > last) {
            return true;
        }
        if (most == 0) {
            return false;
        }
        for (String suffix : shortWord ? shortWordSuffixes : suffixes) {
            if (from + suffix.length() <= last + 1
                    && spell(text, from, suffix)
                    && areSuffixes(text, from + suffix.length(), last, shortWord, most - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean spell(Letters text, int from, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (text.plain[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the letters spell an ordinary word with a prefix, a suffix or both. */
    static boolean isInflectedOrdinaryWord(Letters text, int first, int last) {
        for (int prefix = -1; prefix < PREFIXES.length; prefix++) {
            int from = prefix < 0 ? first : first + PREFIXES[prefix].length();
            if (from > first && (from > last || !spell(text, first, PREFIXES[prefix]))) {
                continue;
            }
            for (int suffix = -1; suffix < SUFFIXES.length; suffix++) {
                int to = suffix < 0 ? last : last - SUFFIXES[suffix].length();
                if (to == last || to - from + 1 > SHORT_WORD && spell(text, to + 1, SUFFIXES[suffix])) {
                    if (to - from + 1 > SHORT_WORD && text.isOrdinaryWord(from, to)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
