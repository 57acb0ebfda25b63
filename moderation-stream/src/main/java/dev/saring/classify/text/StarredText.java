package dev.saring.classify.text;

import java.util.Arrays;

/** The words of a text with the stars in them and behind them, for {@link StarredWords}. */
final class StarredText {
    /** More stars behind a word are a line, not letters. */
    private static final int MOST_TRAILING = 20;

    int count;

    /** By word: its first and last letter among {@link Letters}. */
    int[] first = new int[32];

    int[] last = new int[32];

    /** By word: how many stars stand between its letters, in how many rows, and how many behind it. */
    int[] stars = new int[32];

    int[] rows = new int[32];
    int[] trailing = new int[32];

    /** Reads the words of a text. */
    void read(ScanBuffers buffers) {
        Letters text = buffers.letters;
        count = 0;
        for (int from = 0; from < text.count; ) {
            if (count == first.length) {
                grow();
            }
            from = readWord(buffers, text, from);
        }
    }

    private int readWord(ScanBuffers buffers, Letters text, int from) {
        int to = from;
        int starred = 0;
        int rowsOfStars = 0;
        while (to + 1 < text.count) {
            if (text.gap[to + 1] != 0) {
                int row = starsBetween(buffers.text, text.end[to], text.start[to + 1]);
                if (row == 0) {
                    break;
                }
                starred += row;
                rowsOfStars++;
            }
            to++;
        }
        int behind = trailingStars(buffers.text, text.end[to], buffers.length);
        boolean framed = text.start[from] > 0 && isStar(buffers.text[text.start[from] - 1]);
        first[count] = from;
        last[count] = to;
        stars[count] = starred;
        rows[count] = rowsOfStars;
        trailing[count++] = framed || behind < 2 ? 0 : behind;
        return to + 1;
    }

    private void grow() {
        int capacity = 2 * count;
        first = Arrays.copyOf(first, capacity);
        last = Arrays.copyOf(last, capacity);
        stars = Arrays.copyOf(stars, capacity);
        rows = Arrays.copyOf(rows, capacity);
        trailing = Arrays.copyOf(trailing, capacity);
    }

    boolean isStarred(int word) {
        return stars[word] + trailing[word] > 0;
    }

    /** How many letters are known. */
    int known(int word) {
        return last[word] - first[word] + 1;
    }

    /** How many letters a word has if each star is one. */
    int length(int word) {
        return known(word) + stars[word] + trailing[word];
    }

    /** Whether a row of stars may stand for one letter more than it has stars. */
    boolean mayBeLonger(int word) {
        return rows[word] + (trailing[word] > 0 ? 1 : 0) == 1 && known(word) > 2;
    }

    /** Where a word ends in the text, with the stars behind it. */
    int end(int word, Letters text) {
        return text.end[last[word]] + trailing[word];
    }

    /** How many stars stand between two places; 0 where there is anything else. */
    static int starsBetween(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isStar(text[i])) {
                return 0;
            }
        }
        return to - from;
    }

    private static int trailingStars(char[] text, int from, int length) {
        int to = from;
        while (to < length && to - from <= MOST_TRAILING && isStar(text[to])) {
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
