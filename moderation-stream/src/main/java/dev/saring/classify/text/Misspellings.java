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

    /** One bit for each hash, sixteen times as many as hashes. */
    private final long[] marks;

    private final int markShift;

    private Misspellings(Pattern[] patterns) {
        this.patterns = patterns;
        int entries = Arrays.stream(patterns).mapToInt(p -> 2 * p.runs).sum();
        int capacity = Integer.highestOneBit(Math.max(8, entries)) << 2;
        hashes = new long[capacity];
        patternOf = new int[capacity];
        marks = new long[capacity * 4 >> 4];
        markShift = 64 - Integer.numberOfTrailingZeros(marks.length << 6);
        byte[] word = new byte[LONGEST];
        long[] prefixes = new long[LONGEST + 1];
        for (int i = 0; i < patterns.length; i++) {
            int length = collapse(patterns[i], word);
            hashPrefixes(word, length, prefixes);
            put(prefixes[length], i);
            for (int skip = 0; skip < length; skip++) {
                put(without(prefixes, length, skip), i);
                if (skip > 0 && skip + 1 < length && word[skip - 1] == word[skip + 1]) {
                    put(withoutTwo(prefixes, length, skip), i);
                }
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
            if (pattern.symbol(i) == Symbols.UNKNOWN || pattern.symbol(i) == Symbols.ESCAPE) {
                return false;
            }
        }
        return pattern.alphabetic >= SHORTEST && pattern.length <= LONGEST;
    }

    private static int collapse(Pattern pattern, byte[] word) {
        int length = 0;
        for (int i = 0; i < pattern.length; i++) {
            if (i == 0 || pattern.symbol(i) != pattern.symbol(i - 1)) {
                word[length++] = pattern.symbol(i);
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

    /** The hash of the word without two letters: what is left when one between equal letters is missing. */
    private static long withoutTwo(long[] prefixes, int length, int skip) {
        long after = prefixes[length] - prefixes[skip + 2] * POWERS[length - skip - 2];
        return prefixes[skip] * POWERS[length - skip - 2] + after;
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
        int mark = mark(hash);
        marks[mark >> 6] |= 1L << mark;
    }

    private boolean isMarked(long hash) {
        int mark = mark(hash);
        if ((marks[mark >> 6] & 1L << mark) == 0) {
            return false;
        }
        int at = slot(hash);
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = at + 1 & hashes.length - 1;
        }
        return hashes[at] != 0;
    }

    private int mark(long hash) {
        return (int) (hash * 0xD6E8FEB86659FD93L >>> markShift);
    }

    private int slot(long hash) {
        return (int) ((hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L >>> 32) & hashes.length - 1;
    }

    /** Whether a word of a text may be one of the phrases with a fault; a bitmap says no to nearly all words. */
    boolean mayBe(ScanBuffers buffers, int from, int to) {
        int length = collapse(buffers.outline, from, to, buffers.word);
        if (length < SHORTEST - 2) {
            return false;
        }
        long[] prefixes = buffers.prefixes;
        hashPrefixes(buffers.word, length, prefixes);
        boolean found = isMarked(prefixes[length]);
        for (int skip = 0; skip < length; skip++) {
            found |= isMarked(without(prefixes, length, skip));
        }
        return found;
    }

    private static int collapse(Outline text, int from, int to, byte[] word) {
        int length = 0;
        for (int at = from; at < to; at++) {
            int symbol = text.symbol(at);
            if (symbol == Symbols.UNKNOWN || symbol == Symbols.ESCAPE || length == LONGEST) {
                return 0;
            }
            if (at == from || symbol != text.symbol(at - 1)) {
                word[length++] = (byte) symbol;
            }
        }
        return length;
    }

    /** Reports the phrases that a word for which {@link #mayBe} holds is a misspelling of; its letters have been read. */
    void scanWord(ScanBuffers buffers, int from, int to, HitSink hits) {
        int length = collapse(buffers.outline, from, to, buffers.word);
        int first = buffers.letterAt(from);
        int last = first + to - from - 1;
        buffers.comparisons += length;
        long[] prefixes = buffers.prefixes;
        hashPrefixes(buffers.word, length, prefixes);
        lookUp(prefixes[length], buffers, first, last, length, hits);
        for (int skip = 0; skip < length; skip++) {
            lookUp(without(prefixes, length, skip), buffers, first, last, length, hits);
        }
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
        Letters text = buffers.letters;
        boolean oneFault = isOneFault(buffers.word, length, wanted, wantedLength)
                        && !(length < wantedLength
                                && missesMoreThanALetter(pattern, buffers.word, wanted, wantedLength))
                || isOneFaultAsWritten(text, first, last, pattern) && !buffers.judge.isHit(pattern, first, last);
        if (oneFault && spellsLetters(text, first, last) && !Affixes.isInflectedOrdinaryWord(text, first, last)) {
            buffers.lastMisspelled = index;
            buffers.lastMisspelledAt = first;
            pattern.report(text.start[first], text.end[last], hits);
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

    /** The same on all letters, doubled ones included. */
    private static boolean isOneFaultAsWritten(Letters text, int first, int last, Pattern pattern) {
        int length = last - first + 1;
        int shorter = Math.min(length, pattern.length);
        int same = 0;
        while (same < shorter && text.plain[first + same] == pattern.plain(same)) {
            same++;
        }
        int sameAtEnd = 0;
        while (sameAtEnd < shorter - same
                && text.plain[last - sameAtEnd] == pattern.plain(pattern.length - 1 - sameAtEnd)) {
            sameAtEnd++;
        }
        int left = length - same - sameAtEnd;
        int wantedLeft = pattern.length - same - sameAtEnd;
        if (same == 0 || wantedLeft > 0 && pattern.plain(same) <= '9') {
            return false;
        }
        return left + wantedLeft == 1
                || left == 1 && wantedLeft == 1
                || left == 2
                        && wantedLeft == 2
                        && text.plain[first + same] == pattern.plain(same + 1)
                        && text.plain[first + same + 1] == pattern.plain(same);
    }

    /** Whether what a word lacks is a digit or more than one letter. */
    private static boolean missesMoreThanALetter(Pattern pattern, byte[] word, byte[] wanted, int wantedLength) {
        int missing = 0;
        while (missing < wantedLength - 1 && word[missing] == wanted[missing]) {
            missing++;
        }
        int run = 0;
        for (int i = 0; i < pattern.length; i++) {
            run += i > 0 && pattern.symbol(i) != pattern.symbol(i - 1) ? 1 : 0;
            boolean more = i + 1 < pattern.length && pattern.symbol(i + 1) == pattern.symbol(i);
            if (run == missing) {
                return more || pattern.plain(i) <= '9';
            }
        }
        return true;
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
