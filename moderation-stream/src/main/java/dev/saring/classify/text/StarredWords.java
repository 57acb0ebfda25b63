package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds phrases in which letters are starred out, such as f*ck, b***sat, sh** and l*nk b*kep. Each star stands for one
 * letter; a single row of stars may stand for one letter more than it has stars. The words of phrases are kept by first
 * letter, last letter and length, so a starred word is compared only with those that fit; the words around it must then be
 * those of the phrase, starred or not.
 */
final class StarredWords {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 20;

    /** In place of the last letter where it is starred out. */
    private static final int ANY = 0;

    /** A word of a phrase: its number, and the letters before which it begins and ends. */
    private record Word(Pattern pattern, int number, int from, int to) {}

    private final Word[][] byKey;

    private StarredWords(Map<Integer, List<Word>> words) {
        byKey = new Word[Symbols.COUNT * Symbols.COUNT * (LONGEST + 1)][];
        words.forEach((key, list) -> byKey[key] = list.toArray(Word[]::new));
    }

    /** The index of those patterns that look through stars; null, there are none. */
    static StarredWords of(List<Pattern> patterns) {
        Map<Integer, List<Word>> words = new HashMap<>();
        for (Pattern pattern : patterns) {
            if (pattern.fold == Fold.STRONG && pattern.form == Pattern.Form.WHOLE) {
                addWords(pattern, words);
            }
        }
        return words.isEmpty() ? null : new StarredWords(words);
    }

    private static void addWords(Pattern pattern, Map<Integer, List<Word>> words) {
        int number = 0;
        for (int from = 0; from < pattern.length; number++) {
            int to = pattern.endOfWord(from);
            if (to - from >= SHORTEST && to - from <= LONGEST) {
                Word word = new Word(pattern, number, from, to);
                words.computeIfAbsent(key(word, false), key -> new ArrayList<>(1))
                        .add(word);
                words.computeIfAbsent(key(word, true), key -> new ArrayList<>(1))
                        .add(word);
            }
            from = to;
        }
    }

    private static int key(Word word, boolean anyLast) {
        Pattern pattern = word.pattern;
        return key(pattern.symbol(word.from), anyLast ? ANY : pattern.symbol(word.to - 1), word.to - word.from);
    }

    private static int key(int first, int last, int length) {
        return (first * Symbols.COUNT + last) * (LONGEST + 1) + length;
    }

    /** Reports the phrases that starred words of a text stand for. All of the text has been read. */
    void scan(ScanBuffers buffers, HitSink hits) {
        StarredText words = buffers.starred;
        words.read(buffers);
        for (int word = 0; word < words.count; word++) {
            int known = words.known(word);
            int length = words.length(word);
            if (words.isStarred(word)
                    && known >= 2
                    && known * 3 >= length
                    && length <= LONGEST
                    && buffers.letters.startsWord(words.first[word])) {
                buffers.comparisons += known;
                compare(word, length, buffers, hits);
                if (words.mayBeLonger(word) && length < LONGEST) {
                    compare(word, length + 1, buffers, hits);
                }
            }
        }
    }

    private void compare(int word, int length, ScanBuffers buffers, HitSink hits) {
        StarredText words = buffers.starred;
        Letters text = buffers.letters;
        int last = words.trailing[word] > 0 ? ANY : text.symbol[words.last[word]];
        Word[] candidates = byKey[key(text.symbol[words.first[word]], last, length)];
        if (candidates == null) {
            return;
        }
        for (Word candidate : candidates) {
            buffers.comparisons++;
            int first = word - candidate.number;
            if (fits(candidate.pattern, candidate.from, candidate.to, word, buffers) && first >= 0) {
                int end = endOfPhrase(candidate, first, word, buffers);
                if (end > 0) {
                    candidate.pattern.report(text.start[words.first[first]], end, hits);
                }
            }
        }
    }

    /**
     * Where a phrase ends in the text of which one starred word fits; -1, the others do not, or one before is starred too,
     * from which the phrase has then been found.
     */
    private static int endOfPhrase(Word known, int first, int starred, ScanBuffers buffers) {
        StarredText words = buffers.starred;
        Pattern pattern = known.pattern;
        int word = first;
        for (int from = 0; from < pattern.length; word++) {
            int to = pattern.endOfWord(from);
            if (word == words.count || word > first && !follows(word, pattern.gap(from), buffers)) {
                return -1;
            }
            if (word != starred
                    && (word < starred && words.isStarred(word) && to - from >= SHORTEST
                            || !fits(pattern, from, to, word, buffers))) {
                return -1;
            }
            from = to;
        }
        return words.end(word - 1, buffers.letters);
    }

    /** Whether nothing but white space, hyphens and underscores stand before a word, as before that of the phrase. */
    private static boolean follows(int word, byte gap, ScanBuffers buffers) {
        Letters text = buffers.letters;
        int to = text.start[buffers.starred.first[word]];
        for (int at = buffers.starred.end(word - 1, text); at < to; at++) {
            char c = buffers.text[at];
            int kind = CharacterTable.kind(CharacterTable.meaning(c));
            if (kind != CharacterTable.SPACE && kind != CharacterTable.INVISIBLE && c != '-' && c != '_') {
                return false;
            }
        }
        return gap == Pattern.SOFT;
    }

    /** Whether a word of the text is that of a phrase, each star one letter, or one letter more in a single row. */
    private static boolean fits(Pattern pattern, int from, int to, int word, ScanBuffers buffers) {
        StarredText words = buffers.starred;
        int extra = to - from - words.length(word);
        if (extra != 0 && !(extra == 1 && words.mayBeLonger(word))) {
            return false;
        }
        Letters text = buffers.letters;
        int wanted = from;
        int letters = 0;
        for (int at = words.first[word]; at <= words.last[word]; at++) {
            if (at > words.first[word] && text.gap[at] != 0) {
                wanted += StarredText.starsBetween(buffers.text, text.end[at - 1], text.start[at]) + extra;
            }
            if (wanted >= to || !Judge.matches(pattern, wanted, text, at)) {
                return false;
            }
            letters += pattern.plain(wanted) == text.plain[at] && !text.is(at, Letters.DIGIT) ? 1 : 0;
            wanted++;
        }
        return letters >= 2 || !words.isStarred(word);
    }
}
