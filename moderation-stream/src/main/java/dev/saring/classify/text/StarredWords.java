package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.List;

/**
 * Finds words whose letters are partly starred out, such as f*ck, b***sat and sh**. Each star stands for one letter; a
 * single row of stars may stand for one letter more than it has stars. Phrases are kept by first letter, last letter and
 * length, so a word is compared only with those that fit.
 */
final class StarredWords {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 20;

    private static final int KEYS = Symbols.COUNT * Symbols.COUNT * (LONGEST + 1);

    /** In place of the last letter where it is starred out. */
    private static final int ANY = 0;

    private final Pattern[][] byKey = new Pattern[KEYS][];

    private StarredWords() {}

    /** The index of those patterns that are single words; null, there are none. */
    static StarredWords of(List<Pattern> patterns) {
        StarredWords index = new StarredWords();
        int[] sizes = new int[KEYS];
        boolean any = false;
        for (Pattern pattern : patterns) {
            if (suits(pattern)) {
                any = true;
                sizes[key(pattern, false)]++;
                sizes[key(pattern, true)]++;
            }
        }
        if (!any) {
            return null;
        }
        for (Pattern pattern : patterns) {
            if (suits(pattern)) {
                index.put(key(pattern, false), pattern, sizes);
                index.put(key(pattern, true), pattern, sizes);
            }
        }
        return index;
    }

    private static boolean suits(Pattern pattern) {
        return pattern.fold == Fold.STRONG
                && pattern.form == Pattern.Form.WHOLE
                && pattern.isOneWord()
                && pattern.length >= SHORTEST
                && pattern.length <= LONGEST;
    }

    private static int key(Pattern pattern, boolean anyLast) {
        return key(pattern.symbol[0], anyLast ? ANY : pattern.symbol[pattern.length - 1], pattern.length);
    }

    private static int key(int first, int last, int length) {
        return (first * Symbols.COUNT + last) * (LONGEST + 1) + length;
    }

    private void put(int key, Pattern pattern, int[] sizes) {
        if (byKey[key] == null) {
            byKey[key] = new Pattern[sizes[key]];
        }
        byKey[key][byKey[key].length - sizes[key]--] = pattern;
    }

    /** Reports the phrases that starred words of a text stand for. */
    void scan(ScanBuffers buffers, int length, HitSink hits) {
        Letters text = buffers.letters;
        for (int first = 0; first < text.count; ) {
            int last = first;
            int stars = 0;
            int rows = 0;
            while (last + 1 < text.count) {
                if (text.gap[last + 1] == 0) {
                    last++;
                    continue;
                }
                int row = starsBetween(buffers.text, text.end[last], text.start[last + 1]);
                if (row == 0) {
                    break;
                }
                stars += row;
                rows++;
                last++;
            }
            int trailing = trailingStars(buffers.text, text.end[last], length);
            boolean framed = text.start[first] > 0 && isStar(buffers.text[text.start[first] - 1]);
            trailing = framed || trailing < 2 ? 0 : trailing;
            if (stars + trailing > 0) {
                scanWord(buffers, first, last, stars, rows, trailing, hits);
            }
            first = last + 1;
        }
    }

    private void scanWord(ScanBuffers buffers, int first, int last, int stars, int rows, int trailing, HitSink hits) {
        int known = last - first + 1;
        int length = known + stars + trailing;
        buffers.comparisons += known;
        if (known < 2 || known * 3 < length || length > LONGEST || startsWithinWord(buffers.letters, first)) {
            return;
        }
        int lastSymbol = trailing > 0 ? ANY : buffers.letters.symbol[last];
        compare(key(buffers.letters.symbol[first], lastSymbol, length), buffers, first, last, 0, trailing, hits);
        if (rows + (trailing > 0 ? 1 : 0) == 1 && known > 2 && length < LONGEST) {
            compare(
                    key(buffers.letters.symbol[first], lastSymbol, length + 1),
                    buffers,
                    first,
                    last,
                    1,
                    trailing,
                    hits);
        }
    }

    private static boolean startsWithinWord(Letters text, int first) {
        return !text.startsWord(first);
    }

    private void compare(int key, ScanBuffers buffers, int first, int last, int extra, int trailing, HitSink hits) {
        Pattern[] candidates = byKey[key];
        if (candidates == null) {
            return;
        }
        Letters text = buffers.letters;
        for (Pattern pattern : candidates) {
            buffers.comparisons++;
            if (fits(pattern, buffers, first, last, extra)) {
                int end = text.end[last] + trailing;
                for (int phrase : pattern.phrases) {
                    hits.hit(phrase, text.start[first], end);
                }
            }
        }
    }

    private static boolean fits(Pattern pattern, ScanBuffers buffers, int first, int last, int extra) {
        Letters text = buffers.letters;
        int wanted = 0;
        int letters = 0;
        for (int at = first; at <= last; at++) {
            if (at > first && text.gap[at] != 0) {
                wanted += starsBetween(buffers.text, text.end[at - 1], text.start[at]) + extra;
            }
            if (wanted >= pattern.length) {
                return false;
            }
            if (pattern.plain[wanted] == text.plain[at]) {
                letters += text.is(at, Letters.DIGIT) ? 0 : 1;
            } else {
                int like = text.likeness[at] == 0 ? text.plain[at] : text.likeness[at];
                if (pattern.symbol[wanted] != text.symbol[at]
                        || like != pattern.plain[wanted]
                                && !Judge.substitutes(pattern.plain[wanted], like, text.is(at, Letters.UPPER))) {
                    return false;
                }
            }
            wanted++;
        }
        return letters >= 2;
    }

    /** How many stars stand between two letters; 0 where there is anything else. */
    private static int starsBetween(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isStar(text[i])) {
                return 0;
            }
        }
        return to - from;
    }

    private static int trailingStars(char[] text, int from, int length) {
        int to = from;
        while (to < length && to - from <= LONGEST && isStar(text[to])) {
            to++;
        }
        return to - from;
    }

    static boolean isStar(char c) {
        return switch (c) {
            case '*', '#', '%', '&', '^', '~', '\u2022', '\u25cf', '\u25a0', '\u2588', '\uff0a', '\u2217' -> true;
            default -> false;
        };
    }
}
