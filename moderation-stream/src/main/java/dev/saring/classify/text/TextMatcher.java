package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds all phrases of a list in one pass over a text. Immutable; one instance serves all threads, each with its own
 * {@link ScanBuffers}.
 *
 * <p>The text is read as an {@link Outline}. Where a phrase may begin, the {@link Trie} is walked as far as it goes; at
 * each end of a phrase {@link Judge} decides by the {@link Letters}. {@link Misspellings} and {@link StarredWords} look at
 * words that no such walk finds. All is linear in the text. Of texts whose letters are plain ASCII, which are most, only
 * the outline is read, and the letters around the places where a walk has come to the end of a phrase. Scanning allocates
 * nothing once the buffers have their size, but for texts {@linkplain TurnedText turned upside down}.
 */
public final class TextMatcher {
    /** A word with a prefix has at least this many letters. */
    private static final int SHORTEST_WITH_PREFIX = 6;

    private final Alphabet alphabet;
    private final PhraseIndex bounded;

    /** The phrases that may begin inside a word; null, there are none. */
    private final PhraseIndex open;

    /** Words without their vowels; null, there are none. */
    private final PhraseIndex abbreviations;

    /** The phrases that look through nothing. */
    private final BitSet exact = new BitSet();

    private final Misspellings misspellings;
    private final StarredWords starredWords;
    private final boolean affixes;
    private final boolean styles;
    private final boolean openEnds;

    private TextMatcher(Alphabet alphabet, List<Pattern> patterns, List<Phrase> phrases) {
        this.alphabet = alphabet;
        bounded = new PhraseIndex(
                select(patterns, pattern -> !pattern.openStart && pattern.form == Pattern.Form.WHOLE), alphabet);
        open = indexOrNull(select(patterns, pattern -> pattern.openStart), alphabet);
        abbreviations = indexOrNull(select(patterns, pattern -> pattern.form == Pattern.Form.ABBREVIATED), alphabet);
        for (int i = 0; i < phrases.size(); i++) {
            exact.set(i, phrases.get(i).fold() == Fold.EXACT);
        }
        misspellings = Misspellings.of(patterns);
        starredWords = StarredWords.of(patterns);
        affixes = patterns.stream().anyMatch(pattern -> pattern.affixes != Affixes.NONE);
        openEnds = patterns.stream().anyMatch(pattern -> pattern.openEnd);
        styles = patterns.stream().anyMatch(pattern -> pattern.fold == Fold.STRONG);
    }

    private static List<Pattern> select(List<Pattern> patterns, Predicate<Pattern> condition) {
        return patterns.stream().filter(condition).toList();
    }

    private static PhraseIndex indexOrNull(List<Pattern> patterns, Alphabet alphabet) {
        return patterns.isEmpty() ? null : new PhraseIndex(patterns, alphabet);
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
        return new TextMatcher(alphabet, new PhraseReader(alphabet).read(phrases), phrases);
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
        buffers.read(text, alphabet, styles);
        if (buffers.isWhole() && TurnedText.isTurned(buffers.text, buffers.length)) {
            scanTurned(buffers, hits);
        } else {
            scanRead(buffers, hits);
        }
    }

    /** Scans a text as it is stored, and turned. */
    private void scanTurned(ScanBuffers buffers, HitSink hits) {
        TurnedText turned = new TurnedText(buffers.text, buffers.length, hits);
        scanRead(buffers, turned::hitStored);
        ScanBuffers upright = new ScanBuffers();
        upright.read(turned.upright(), alphabet, styles);
        scanRead(upright, (phrase, start, end) -> {
            if (!exact.get(phrase)) {
                turned.hitUpright(phrase, start, end);
            }
        });
    }

    private void scanRead(ScanBuffers buffers, HitSink hits) {
        buffers.lastMisspelledAt = -1;
        scanStarts(buffers, hits);
        if (affixes) {
            scanBehindPrefixes(buffers, hits);
        }
        if (abbreviations != null) {
            scanAbbreviations(buffers, hits);
        }
        if (misspellings != null) {
            scanMisspellings(buffers, hits);
        }
        if (open != null) {
            scanEverywhere(buffers, hits);
        }
        if (starredWords != null && buffers.outline.stars) {
            buffers.readWhole(alphabet);
            starredWords.scan(buffers, hits);
        }
    }

    /** Walks from the starts at which a phrase may begin; first finds them, then walks, so that neither waits. */
    private void scanStarts(ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        int[] candidates = buffers.candidates(outline.startCount);
        int count = 0;
        for (int i = 0; i < outline.startCount; i++) {
            candidates[count] = i;
            count += bounded.trie.mayBegin(outline.runs, outline.startRuns[i]);
        }
        for (int i = 0; i < count; i++) {
            int start = candidates[i];
            search(bounded, Outline.positionOf(outline.starts[start]), outline.startRuns[start], buffers, hits);
        }
    }

    /** Walks from behind the prefixes of words; the words are found first, as in {@link #scanStarts}. */
    private void scanBehindPrefixes(ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        int[] candidates = buffers.candidates(outline.startCount);
        int count = 0;
        for (int i = 0; i < outline.startCount; i++) {
            candidates[count] = i;
            count += Affixes.mayBegin(outline, Outline.positionOf(outline.starts[i]));
        }
        for (int i = 0; i < count; i++) {
            int start = outline.starts[candidates[i]];
            int word = Outline.positionOf(start);
            if (!Outline.isInside(start) && outline.areLetters(word, SHORTEST_WITH_PREFIX)) {
                scanBehindPrefixes(word, outline.startRuns[candidates[i]], buffers, hits);
            }
        }
    }

    private void scanBehindPrefixes(int word, int firstRun, ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        int lengths = Affixes.prefixLengths(outline, word);
        for (int prefix = 2; lengths >> prefix != 0; prefix++) {
            int stem = word + prefix;
            if ((lengths >> prefix & 1) != 0 && !(styles && outline.isStyleStart(stem))) {
                int run = firstRun + outline.runsBetween(word, stem);
                if (bounded.trie.mayBegin(outline.runs, run) != 0) {
                    search(bounded, stem, run, buffers, hits);
                }
            }
        }
    }

    /** Walks from the words that may have been written without vowels, which few words are. */
    private void scanAbbreviations(ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        int[] candidates = buffers.candidates(outline.startCount);
        int count = 0;
        for (int i = 0; i < outline.startCount; i++) {
            candidates[count] = i;
            count += Affixes.mayLackVowels(outline, Outline.positionOf(outline.starts[i]));
        }
        for (int i = 0; i < count; i++) {
            int start = outline.starts[candidates[i]];
            int run = outline.startRuns[candidates[i]];
            if (!Outline.isInside(start) && abbreviations.trie.mayBegin(outline.runs, run) != 0) {
                search(abbreviations, Outline.positionOf(start), run, buffers, hits);
            }
        }
    }

    private void scanMisspellings(ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        for (int i = 0; i < outline.startCount; i++) {
            int word = Outline.positionOf(outline.starts[i]);
            if (Outline.isInside(outline.starts[i]) || !outline.areLetters(word, Misspellings.SHORTEST - 1)) {
                continue;
            }
            int end = outline.endOfWord(word);
            if (!buffers.isOrdinaryWord(word, end) && misspellings.mayBe(buffers, word, end)) {
                buffers.readPart(word, outline.nextLetter(end), alphabet);
                misspellings.scanWord(buffers, word, end, hits);
            }
        }
    }

    /** Walks from every run of letters, and from every start of a word within one. */
    private void scanEverywhere(ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        int run = 0;
        int before = 0;
        for (int at = 0; at < outline.length; at++) {
            int symbol = outline.symbol(at);
            boolean runBegins = symbol != before || symbol == Symbols.ESCAPE;
            boolean begins = runBegins || at == 0 || !outline.isLetter(at - 1);
            if (symbol == 0) {
                continue;
            }
            run += runBegins ? 1 : 0;
            before = symbol;
            if (begins && open.trie.mayBegin(outline.runs, run) != 0) {
                search(open, at, run, buffers, hits);
            }
        }
    }

    private void search(PhraseIndex index, int first, int firstRun, ScanBuffers buffers, HitSink hits) {
        Outline outline = buffers.outline;
        outline.locateFrom(first);
        int node = Trie.ROOT;
        for (int run = firstRun; run < outline.runCount; run++) {
            int symbol = outline.runs[run];
            buffers.steps++;
            node = index.trie.step(node, symbol);
            if (symbol == Symbols.ESCAPE && node != Trie.DEAD) {
                node = locate(index, run - firstRun, buffers) ? stepEscaped(index.trie, node, buffers) : Trie.DEAD;
            }
            if (node == Trie.DEAD) {
                return;
            }
            if (index.trie.isEnd(node)) {
                if (!locate(index, run - firstRun, buffers)) {
                    return;
                }
                judge(index, index.trie.wordAt(node), first, buffers, hits);
            }
        }
    }

    private static boolean locate(PhraseIndex index, int runs, ScanBuffers buffers) {
        int before = buffers.outline.located;
        boolean found = buffers.outline.locate(runs, index.mostRepeats);
        buffers.steps += buffers.outline.located - before;
        return found;
    }

    /** Judges the phrases that have come to their end in the located run of letters. */
    private void judge(PhraseIndex index, int word, int first, ScanBuffers buffers, HitSink hits) {
        int last = buffers.outline.located;
        if (buffers.isWhole() || mayEnd(index, word, first, buffers.outline)) {
            buffers.readAround(first, last, alphabet);
            for (Pattern pattern = index.patternOf[word]; pattern != null; pattern = pattern.next) {
                buffers.judge.judge(pattern, buffers.letterAt(first), buffers.letterAt(last), hits);
            }
        }
    }

    /** Whether a phrase may end in the located run, by symbols and styles alone; spares reading for beginnings of words. */
    private boolean mayEnd(PhraseIndex index, int word, int first, Outline outline) {
        int at = outline.located;
        int end = at;
        int symbol = outline.symbol(at);
        while (outline.symbol(end + 1) == symbol) {
            end++;
        }
        boolean goesOn = outline.isLetter(end + 1);
        if (goesOn && !(index.mayBeFollowed && mayBeFollowed(outline, first, at, end))) {
            return false;
        }
        boolean longEnough = outline.locatedLetters + end - at >= index.leastLetters[word];
        return longEnough || !goesOn && outline.symbol(outline.nextLetter(end + 1)) == symbol;
    }

    private boolean mayBeFollowed(Outline outline, int first, int at, int end) {
        return openEnds
                || affixes && (Affixes.mayFollow(outline, end + 1) || outline.symbol(end + 1) == outline.symbol(first))
                || styles && (outline.signs || outline.changesStyle(at, end + 1));
    }

    private int stepEscaped(Trie trie, int from, ScanBuffers buffers) {
        int letter = buffers.letters.plain[buffers.letterAt(buffers.outline.located)];
        int node = from;
        for (int digit = 0; digit < 3 && node != Trie.DEAD; digit++) {
            node = trie.step(node, alphabet.symbol(letter, digit));
        }
        return node;
    }
}
