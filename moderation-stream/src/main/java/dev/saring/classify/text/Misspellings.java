package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.Arrays;
import java.util.List;

/**
 * Finds long words with one letter missing, added, wrong or swapped with its neighbour, unless they are ordinary words.
 *
 * <p>Symmetric deletion (W. Garbe's SymSpell, 2012): the index holds the hash of every phrase with each letter left out,
 * and a word of the text looks up itself with each letter left out; two words at distance one meet there. Hashes are
 * polynomial, so leaving out a letter costs one multiplication. A word costs its length in look-ups, plus a comparison
 * for each phrase that it meets. Equal neighbouring letters count once, so that doubling is no fault at all.
 */
final class Misspellings {
    /** A phrase has at least this many letters. */
    static final int SHORTEST = 8;

    /** Neither phrases nor words are longer. */
    static final int LONGEST = 40;

    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long[] POWERS = new long[LONGEST + 2];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * BASE;
        }
    }

    private final Pattern[] patterns;
    private final long[] hashes;
    private final int[] patternOf;

    private Misspellings(Pattern[] patterns) {
        this.patterns = patterns;
        int entries = Arrays.stream(patterns).mapToInt(p -> p.runs + 1).sum();
        int capacity = Integer.highestOneBit(Math.max(8, entries)) << 2;
        hashes = new long[capacity];
        patternOf = new int[capacity];
        byte[] word = new byte[LONGEST];
        long[] prefixes = new long[LONGEST + 1];
        for (int i = 0; i < patterns.length; i++) {
            int length = collapse(patterns[i], word);
            hashPrefixes(word, length, prefixes);
            put(prefixes[length], i);
            for (int skip = 0; skip < length; skip++) {
                put(without(prefixes, length, skip), i);
            }
        }
    }

    /** The index of those patterns that are long single words; null, there are none. */
    static Misspellings of(List<Pattern> patterns) {
        Pattern[] suited = patterns.stream().filter(Misspellings::suits).toArray(Pattern[]::new);
        return suited.length == 0 ? null : new Misspellings(suited);
    }

    private static boolean suits(Pattern pattern) {
        if (pattern.fold != Fold.STRONG || pattern.form != Pattern.Form.WHOLE || !pattern.isOneWord()) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (pattern.symbol[i] == Symbols.UNKNOWN || pattern.symbol[i] == Symbols.ESCAPE) {
                return false;
            }
        }
        return pattern.alphabetic >= SHORTEST && pattern.length <= LONGEST;
    }

    private static int collapse(Pattern pattern, byte[] word) {
        int length = 0;
        for (int i = 0; i < pattern.length; i++) {
            if (i == 0 || pattern.symbol[i] != pattern.symbol[i - 1]) {
                word[length++] = pattern.symbol[i];
            }
        }
        return length;
    }

    private static void hashPrefixes(byte[] word, int length, long[] prefixes) {
        for (int i = 0; i < length; i++) {
            prefixes[i + 1] = prefixes[i] * BASE + word[i];
        }
    }

    /** The hash of the word without one letter. */
    private static long without(long[] prefixes, int length, int skip) {
        long after = prefixes[length] - prefixes[skip + 1] * POWERS[length - skip - 1];
        return prefixes[skip] * POWERS[length - skip - 1] + after;
    }

    private void put(long hash, int pattern) {
        int at = slot(hash);
        while (hashes[at] != 0) {
            if (hashes[at] == hash && patternOf[at] == pattern) {
                return;
            }
            at = at + 1 & hashes.length - 1;
        }
        hashes[at] = hash;
        patternOf[at] = pattern;
    }

    private int slot(long hash) {
        return (int) ((hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L >>> 32) & hashes.length - 1;
    }

    /** Reports the misspelled phrases among the words of a text. */
    void scan(ScanBuffers buffers, HitSink hits) {
        Letters text = buffers.letters;
        buffers.lastMisspelledAt = -1;
        for (int first = 0; first < text.count; ) {
            int last = text.wordEnd(first);
            if (last - first + 2 >= SHORTEST) {
                scanWord(buffers, first, last, hits);
            }
            first = last + 1;
        }
    }

    private void scanWord(ScanBuffers buffers, int first, int last, HitSink hits) {
        Letters text = buffers.letters;
        byte[] word = buffers.word;
        int length = 0;
        for (int at = first; at <= last; at++) {
            byte symbol = text.symbol[at];
            if (symbol == Symbols.UNKNOWN || symbol == Symbols.ESCAPE) {
                return;
            }
            if (at == first || symbol != text.symbol[at - 1]) {
                if (length == LONGEST) {
                    return;
                }
                word[length++] = symbol;
            }
        }
        if (length < SHORTEST - 2 || text.isOrdinaryWord(first, last)) {
            return;
        }
        long[] prefixes = buffers.prefixes;
        hashPrefixes(word, length, prefixes);
        lookUp(prefixes[length], buffers, first, last, length, hits);
        for (int skip = 0; skip < length; skip++) {
            if (skip == 0 || word[skip] != word[skip - 1]) {
                lookUp(without(prefixes, length, skip), buffers, first, last, length, hits);
            }
        }
        buffers.comparisons += length;
    }

    private void lookUp(long hash, ScanBuffers buffers, int first, int last, int length, HitSink hits) {
        for (int at = slot(hash); hashes[at] != 0; at = at + 1 & hashes.length - 1) {
            if (hashes[at] == hash) {
                judge(patternOf[at], buffers, first, last, length, hits);
            }
        }
    }

    private void judge(int index, ScanBuffers buffers, int first, int last, int length, HitSink hits) {
        Pattern pattern = patterns[index];
        if (buffers.lastMisspelled == index && buffers.lastMisspelledAt == first) {
            return;
        }
        byte[] wanted = buffers.wanted;
        int wantedLength = collapse(pattern, wanted);
        buffers.comparisons += wantedLength;
        if (isOneFault(buffers.word, length, wanted, wantedLength)
                && spellsLetters(buffers.letters, first, last)
                && !Affixes.isInflectedOrdinaryWord(buffers.letters, first, last)) {
            buffers.lastMisspelled = index;
            buffers.lastMisspelledAt = first;
            for (int phrase : pattern.phrases) {
                hits.hit(phrase, buffers.letters.start[first], buffers.letters.end[last]);
            }
        }
    }

    /** Whether exactly one letter, not the first, is missing, added, wrong or swapped with the next. */
    static boolean isOneFault(byte[] word, int length, byte[] wanted, int wantedLength) {
        int shorter = Math.min(length, wantedLength);
        int same = 0;
        while (same < shorter && word[same] == wanted[same]) {
            same++;
        }
        if (same == 0 || length == wantedLength && same == length) {
            return false;
        }
        int sameAtEnd = 0;
        while (sameAtEnd < shorter - same && word[length - 1 - sameAtEnd] == wanted[wantedLength - 1 - sameAtEnd]) {
            sameAtEnd++;
        }
        int left = length - same - sameAtEnd;
        int wantedLeft = wantedLength - same - sameAtEnd;
        if (left + wantedLeft == 1 || left == 1 && wantedLeft == 1) {
            return true;
        }
        return left == 2 && wantedLeft == 2 && word[same] == wanted[same + 1] && word[same + 1] == wanted[same];
    }

    /** Whether the word is of letters only: among digits a fault is another name, not a misspelled one. */
    private static boolean spellsLetters(Letters text, int first, int last) {
        for (int at = first; at <= last; at++) {
            if (text.is(at, Letters.DIGIT | Letters.SIGN)) {
                return false;
            }
        }
        return true;
    }
}
