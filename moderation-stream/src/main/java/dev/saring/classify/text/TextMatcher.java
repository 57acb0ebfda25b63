package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds all phrases of a list in one pass over a text. Immutable; one instance serves all threads, each with its own
 * {@link ScanBuffers}.
 *
 * <p>The text is read as {@link Letters}. Where a phrase may begin, the {@link Trie} is walked as far as it goes; at each
 * end of a phrase {@link Judge} decides. {@link Misspellings} and {@link StarredWords} look at words that no such walk
 * finds. All is linear in the text. Texts whose letters are plain ASCII, which are most, are first read for their symbols
 * only, and as a whole when a walk has come to an end of a phrase. Scanning allocates nothing once the buffers have their size.
 */
public final class TextMatcher {
    /** A word with a prefix has at least this many letters after its first. */
    private static final int SHORTEST_WITH_PREFIX = 5;

    private final Alphabet alphabet;
    private final PhraseIndex bounded;

    /** The phrases that may begin inside a word; null, there are none. */
    private final PhraseIndex open;

    private final Misspellings misspellings;
    private final StarredWords starredWords;
    private final boolean affixes;
    private final boolean styles;
    private final boolean openEnds;

    private TextMatcher(Alphabet alphabet, List<Pattern> patterns) {
        this.alphabet = alphabet;
        Map<Boolean, List<Pattern>> byOpenStart =
                patterns.stream().collect(Collectors.partitioningBy(pattern -> pattern.openStart));
        bounded = new PhraseIndex(byOpenStart.get(false), alphabet);
        open = byOpenStart.get(true).isEmpty() ? null : new PhraseIndex(byOpenStart.get(true), alphabet);
        misspellings = Misspellings.of(patterns);
        starredWords = StarredWords.of(patterns);
        affixes = patterns.stream().anyMatch(pattern -> pattern.affixes != Affixes.NONE);
        openEnds = patterns.stream().anyMatch(pattern -> pattern.openEnd);
        styles = patterns.stream().anyMatch(pattern -> pattern.fold == Fold.STRONG);
    }

    /**
     * Compiles phrases; a phrase's number is its index. Punctuation around a phrase is not looked for.
     *
     * @throws IllegalArgumentException naming a phrase of which nothing is left to look for
     */
    public static TextMatcher compile(List<Phrase> phrases) {
        Alphabet alphabet = new Alphabet();
        for (Phrase phrase : phrases) {
            PhraseReader.addCharacters(phrase.text(), alphabet);
        }
        return new TextMatcher(alphabet, new PhraseReader(alphabet).read(phrases));
    }

    /**
     * Makes sure that a phrase can be looked for.
     *
     * @throws IllegalArgumentException as {@link #compile} throws it
     */
    public static void check(Phrase phrase) {
        Alphabet alphabet = new Alphabet();
        PhraseReader.addCharacters(phrase.text(), alphabet);
        new PhraseReader(alphabet).read(List.of(phrase));
    }

    /**
     * Reports each place where a phrase stands in the text, once for each phrase and place, in no particular order.
     * Offsets are UTF-16 offsets into the text as given.
     */
    public void scan(CharSequence text, ScanBuffers buffers, HitSink hits) {
        int length = buffers.take(text);
        Letters letters = buffers.letters;
        buffers.complete = !letters.readSymbols(buffers.text, length, alphabet, styles);
        if (buffers.complete) {
            letters.read(buffers.text, length, alphabet);
            letters.findStarts(styles);
        }
        buffers.lastMisspelledAt = -1;
        scanStarts(buffers, hits);
        if (affixes) {
            scanBehindPrefixes(buffers, hits);
        }
        if (misspellings != null) {
            scanMisspellings(buffers, hits);
        }
        if (open != null) {
            scanEverywhere(buffers, hits);
        }
        if (starredWords != null && letters.stars) {
            complete(buffers);
            starredWords.scan(buffers, length, hits);
        }
    }

    /** Walks from the starts at which a phrase may begin; first finds them, then walks, so that neither waits. */
    private void scanStarts(ScanBuffers buffers, HitSink hits) {
        Letters letters = buffers.letters;
        int[] candidates = buffers.candidates(letters.startCount);
        int count = 0;
        for (int i = 0; i < letters.startCount; i++) {
            candidates[count] = i;
            count += bounded.trie.mayBegin(letters.runs, letters.startRuns[i]);
        }
        for (int i = 0; i < count; i++) {
            int start = candidates[i];
            search(bounded, Letters.letterOf(letters.starts[start]), letters.startRuns[start], start, buffers, hits);
        }
    }

    /** Walks from behind the prefixes of words; the words are found first, as in {@link #scanStarts}. */
    private void scanBehindPrefixes(ScanBuffers buffers, HitSink hits) {
        Letters letters = buffers.letters;
        int[] candidates = buffers.candidates(letters.startCount);
        int count = 0;
        for (int i = 0; i < letters.startCount; i++) {
            candidates[count] = i;
            count += Affixes.mayBegin(letters.symbol, Letters.letterOf(letters.starts[i]));
        }
        for (int i = 0; i < count; i++) {
            int start = candidates[i];
            int first = Letters.letterOf(letters.starts[start]);
            if (!Letters.isStyleStart(letters.starts[start])
                    && letters.lastOfWord(start) - first >= SHORTEST_WITH_PREFIX) {
                scanBehindPrefixes(start, first, buffers, hits);
            }
        }
    }

    private void scanBehindPrefixes(int word, int first, ScanBuffers buffers, HitSink hits) {
        Letters letters = buffers.letters;
        int lengths = Affixes.prefixLengths(letters.symbol, first);
        for (int prefix = 2; lengths >> prefix != 0; prefix++) {
            if ((lengths >> prefix & 1) != 0 && !letters.isStyleStart(word, first + prefix)) {
                int run = letters.runOf(first + prefix, letters.startRuns[word]);
                if (bounded.trie.mayBegin(letters.runs, run) != 0) {
                    search(bounded, first + prefix, run, word, buffers, hits);
                }
            }
        }
    }

    private void scanMisspellings(ScanBuffers buffers, HitSink hits) {
        Letters letters = buffers.letters;
        for (int i = 0; i < letters.startCount; i++) {
            if (Letters.isStyleStart(letters.starts[i])) {
                continue;
            }
            int first = Letters.letterOf(letters.starts[i]);
            int last = letters.lastOfWord(i);
            if (Misspellings.isLong(first, last)
                    && !isOrdinaryWord(buffers, i, first, last)
                    && misspellings.mayBe(letters.symbol, first, last, buffers)) {
                complete(buffers);
                misspellings.scanWord(buffers, first, last, hits);
            }
        }
    }

    private static boolean isOrdinaryWord(ScanBuffers buffers, int index, int first, int last) {
        return buffers.complete
                ? buffers.letters.isOrdinaryWord(first, last)
                : buffers.letters.isOrdinaryAsciiWord(buffers.text, index, last - first + 1);
    }

    /** Walks from every run of letters, and from every start of a word within one. */
    private void scanEverywhere(ScanBuffers buffers, HitSink hits) {
        complete(buffers);
        Letters letters = buffers.letters;
        int run = 1;
        for (int at = 0; at < letters.count; at++) {
            run = letters.runOf(at, run);
            boolean begins = at == letters.firstOfRun(run) || letters.startsWord(at);
            if (begins && open.trie.mayBegin(letters.runs, run) != 0) {
                search(open, at, run, 0, buffers, hits);
            }
        }
    }

    private void search(PhraseIndex index, int first, int firstRun, int word, ScanBuffers buffers, HitSink hits) {
        Letters letters = buffers.letters;
        int node = Trie.ROOT;
        for (int run = firstRun; run < letters.runCount; run++) {
            int symbol = letters.runs[run];
            buffers.steps++;
            node = index.trie.step(node, symbol);
            if (symbol == Symbols.ESCAPE) {
                node = stepEscaped(index.trie, node, letters.plain[letters.runLast[run]]);
            }
            if (node == Trie.DEAD) {
                return;
            }
            if (index.trie.isEnd(node)) {
                int found = index.trie.wordAt(node);
                if (buffers.complete || mayEnd(index, found, letters, first, run, word)) {
                    complete(buffers);
                    int at = Math.max(first, letters.firstOfRun(run));
                    for (Pattern pattern : index.patternsOf[found]) {
                        buffers.judge.judge(pattern, first, at, hits);
                    }
                }
            }
        }
    }

    /** Whether a phrase may end here, by symbols alone; spares reading all of a text for the beginnings of words. */
    private boolean mayEnd(PhraseIndex index, int found, Letters letters, int first, int run, int word) {
        int end = letters.runLast[run];
        if (end - first + 1 < index.leastLetters(found)) {
            return false;
        }
        int at = Math.max(first, letters.firstOfRun(run));
        int last = letters.lastOfWordWith(at, word);
        return end >= last || index.mayBeFollowed(found) && mayBeFollowed(letters, first, at, end, last);
    }

    private boolean mayBeFollowed(Letters letters, int first, int at, int end, int last) {
        return openEnds
                || affixes
                        && (Affixes.mayFollow(letters.symbol, end + 1, last)
                                || letters.symbol[end + 1] == letters.symbol[first])
                || letters.separatingSigns
                || styles && letters.changesStyleAfter(at, end);
    }

    private int stepEscaped(Trie trie, int from, int letter) {
        int node = from;
        for (int digit = 0; digit < 3 && node != Trie.DEAD; digit++) {
            node = trie.step(node, alphabet.symbol(letter, digit));
        }
        return node;
    }

    /** Reads what the short way left out, once for each text. */
    private void complete(ScanBuffers buffers) {
        if (!buffers.complete) {
            buffers.letters.read(buffers.text, buffers.length, alphabet);
            buffers.complete = true;
        }
    }
}
