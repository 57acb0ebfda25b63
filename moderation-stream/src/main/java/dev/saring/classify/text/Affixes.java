package dev.saring.classify.text;

import java.util.Set;

/**
 * What Indonesian and its sister languages put around a word: prefixes, suffixes and clitics, and the digit 2 for a
 * word said twice. Read from the letters of a text, so that disguised affixes count too.
 */
final class Affixes {
    private static final Set<String> LANGUAGES = Set.of("id", "ms", "jv", "su", "min", "bjn", "bew", "mad", "ban");

    private static final String[] PREFIXES = {
        "di", "me", "mem", "men", "meng", "ter", "ber", "se", "ke", "pe", "pem", "pen", "peng", "nge", "ng"
    };

    private static final String[] SUFFIXES = {"lah", "kah", "nya", "kan", "ku", "mu", "in", "an", "2"};

    /** Of these, a short word takes only what is hardly ever part of another word. */
    private static final Set<String> SHORT_WORD_SUFFIXES = Set.of("lah", "kah", "nya", "2");

    private static final int LONGEST_PREFIX = 4;
    private static final int LONGEST_SUFFIXES = 7;
    private static final int SHORT_WORD = 3;

    private Affixes() {}

    static boolean applyTo(Set<String> languages) {
        return languages.stream().anyMatch(LANGUAGES::contains);
    }

    /** Whether the letters of the word before {@code at} are one prefix, or two. */
    static boolean precede(Letters text, int at, int wordLength) {
        int first = at;
        while (first > 0 && !text.startsWord(first) && at - first <= LONGEST_PREFIX) {
            first--;
        }
        if (wordLength <= SHORT_WORD || at - first > LONGEST_PREFIX || !text.startsWord(first)) {
            return false;
        }
        for (String prefix : PREFIXES) {
            if (prefix.length() == at - first && spell(text, first, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the letters of the word after {@code at} are suffixes, at most three in a row. */
    static boolean follow(Letters text, int at, int wordLength) {
        int last = at;
        while (last < text.count - 1 && !text.endsWord(last) && last - at <= LONGEST_SUFFIXES) {
            last++;
        }
        return last - at <= LONGEST_SUFFIXES
                && text.endsWord(last)
                && areSuffixes(text, at + 1, last, wordLength <= SHORT_WORD, 3);
    }

    private static boolean areSuffixes(Letters text, int from, int last, boolean shortWord, int most) {
        if (from > last) {
            return true;
        }
        if (most == 0) {
            return false;
        }
        for (String suffix : SUFFIXES) {
            boolean allowed = !shortWord || SHORT_WORD_SUFFIXES.contains(suffix);
            if (allowed
                    && from + suffix.length() <= last + 1
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
