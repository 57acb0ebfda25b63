package dev.saring.classify.text;

import java.util.Arrays;

/**
 * The phrases' {@link Symbols} as a tree in primitive arrays, walked from each place where a phrase may begin.
 *
 * <p>Phrases begin at word starts, so there is nothing to gain from the failure links of Aho and Corasick: most words
 * of a text are told apart from all phrases by their first letters. Two bitmaps do that before the tree is touched: one
 * of all beginnings of four symbols, exact, and one of beginnings of six, hashed. Both stay in the processor's cache at
 * a hundred thousand phrases, where the tree does not. Nodes that branch have a full row of next nodes; all others have
 * one successor in five bytes instead of 128.
 *
 * <p>A walk is at most as long as the longest phrase, so the work is linear in the text: starts times that length in
 * the worst case, about one look at a bitmap for each word in the usual one.
 *
 * <p>A node is a number: below {@link #rowNodes} the offset of its row, else that plus the number of its entry in the
 * chain. The sign bit of a next node says that a phrase ends there.
 */
final class Trie {
    static final int ROOT = 0;
    static final int DEAD = 0;

    private static final int NODE = 0x7fffffff;
    private static final int ENDS = 0x80000000;
    private static final int WIDTH_BITS = 5;
    private static final int SHORT_KEY = 4;
    private static final int LONG_KEY = 6;

    private final int[] rows;
    private final int rowNodes;
    private final byte[] chainSymbol;
    private final int[] chainNext;

    /** By ordinal of node: the word that ends there, or -1. */
    private final int[] wordAt;

    /** Beginnings of four symbols of words that are shorter than six, and of all others. */
    private final long[] shortWords;

    private final long[] longWords;

    /** Hashed beginnings of six symbols. */
    private final long[] longKeys;

    private final int longKeyShift;

    private Trie(Builder builder) {
        rows = builder.rows;
        rowNodes = builder.rowCount << WIDTH_BITS;
        chainSymbol = builder.chainSymbol;
        chainNext = builder.chainNext;
        wordAt = builder.wordAt;
        shortWords = builder.shortWords;
        longWords = builder.longWords;
        longKeys = builder.longKeys;
        longKeyShift = builder.longKeyShift;
    }

    /** The next node, negative where a word ends, or {@link #DEAD}. Give {@link #node} of it to the next step. */
    int step(int node, int symbol) {
        if (node < rowNodes) {
            return rows[node + symbol];
        }
        int entry = node - rowNodes;
        return chainSymbol[entry] == symbol ? chainNext[entry] : DEAD;
    }

    static int node(int step) {
        return step & NODE;
    }

    /** The word that ends at a node. */
    int wordAt(int node) {
        return wordAt[node < rowNodes ? node >> WIDTH_BITS : (rowNodes >> WIDTH_BITS) + node - rowNodes];
    }

    /** Whether a word may begin with the symbols from {@code from} on; equal neighbours count once. */
    boolean mayBegin(byte[] symbols, int from, int count) {
        int key = 0;
        int length = 0;
        int previous = -1;
        int at = from;
        for (; length < SHORT_KEY && at < count; at++) {
            int symbol = symbols[at];
            if (symbol == Symbols.ESCAPE) {
                return true;
            }
            if (symbol != previous) {
                key = key << WIDTH_BITS | symbol;
                length++;
                previous = symbol;
            }
        }
        key <<= WIDTH_BITS * (SHORT_KEY - length);
        if ((shortWords[key >> 6] & 1L << key) != 0) {
            return true;
        }
        if ((longWords[key >> 6] & 1L << key) == 0) {
            return false;
        }
        for (; length < LONG_KEY && at < count; at++) {
            int symbol = symbols[at];
            if (symbol == Symbols.ESCAPE) {
                return true;
            }
            if (symbol != previous) {
                key = key << WIDTH_BITS | symbol;
                length++;
                previous = symbol;
            }
        }
        if (length < LONG_KEY) {
            return false;
        }
        int hash = hash(key) >>> longKeyShift;
        return (longKeys[hash >> 6] & 1L << hash) != 0;
    }

    private static int hash(int key) {
        return key * 0x9E3779B9;
    }

    /** Collects words, then builds. */
    static final class Builder {
        private int nodes = 1;
        private int[] firstChild = new int[1024];
        private int[] sibling = new int[1024];
        private byte[] symbolOf = new byte[1024];
        private int[] wordOf = new int[1024];
        private int words;

        private int rowCount;
        private int[] rows;
        private byte[] chainSymbol;
        private int[] chainNext;
        private int[] wordAt;
        private final long[] shortWords = new long[1 << WIDTH_BITS * SHORT_KEY >> 6];
        private final long[] longWords = new long[1 << WIDTH_BITS * SHORT_KEY >> 6];
        private int[] keys = new int[1024];
        private int keyCount;
        private long[] longKeys;
        private int longKeyShift;

        Builder() {
            wordOf[0] = -1;
        }

        /** Adds a word and gives its number: words count from 0, equal words have one number. */
        int add(byte[] symbols, int length) {
            int node = 0;
            for (int i = 0; i < length; i++) {
                node = child(node, symbols[i]);
            }
            if (wordOf[node] < 0) {
                wordOf[node] = words++;
                addKeys(symbols, length);
            }
            return wordOf[node];
        }

        private int child(int node, byte symbol) {
            for (int child = firstChild[node]; child != 0; child = sibling[child]) {
                if (symbolOf[child] == symbol) {
                    return child;
                }
            }
            if (nodes == firstChild.length) {
                firstChild = Arrays.copyOf(firstChild, nodes * 2);
                sibling = Arrays.copyOf(sibling, nodes * 2);
                symbolOf = Arrays.copyOf(symbolOf, nodes * 2);
                wordOf = Arrays.copyOf(wordOf, nodes * 2);
            }
            int added = nodes++;
            symbolOf[added] = symbol;
            wordOf[added] = -1;
            sibling[added] = firstChild[node];
            firstChild[node] = added;
            return added;
        }

        private void addKeys(byte[] symbols, int length) {
            int key = 0;
            int used = Math.min(length, length < LONG_KEY ? SHORT_KEY : LONG_KEY);
            for (int i = 0; i < used; i++) {
                if (symbols[i] == Symbols.ESCAPE) {
                    markShort(key, i);
                    return;
                }
                key = key << WIDTH_BITS | symbols[i];
            }
            if (used < LONG_KEY) {
                markShort(key, used);
                return;
            }
            int shortKey = key >>> WIDTH_BITS * (LONG_KEY - SHORT_KEY);
            longWords[shortKey >> 6] |= 1L << shortKey;
            if (keyCount == keys.length) {
                keys = Arrays.copyOf(keys, keyCount * 2);
            }
            keys[keyCount++] = key;
        }

        /**
         * Marks every beginning of four symbols that starts with a shorter one. A word that begins with an escape needs
         * no mark, as no such place of a text is passed over.
         */
        private void markShort(int key, int length) {
            if (length == 0) {
                return;
            }
            int known = Math.min(length, SHORT_KEY);
            int prefix = key >>> WIDTH_BITS * (length - known);
            int free = WIDTH_BITS * (SHORT_KEY - known);
            for (int full = prefix << free; full < prefix + 1 << free; full++) {
                shortWords[full >> 6] |= 1L << full;
            }
        }

        Trie build() {
            hashKeys();
            int[] order = breadthFirst();
            int[] number = numberNodes(order);
            fill(order, number);
            return new Trie(this);
        }

        private void hashKeys() {
            int bits = Math.max(12, 36 - Integer.numberOfLeadingZeros(keyCount));
            longKeyShift = 32 - bits;
            longKeys = new long[1 << bits >> 6];
            for (int i = 0; i < keyCount; i++) {
                int hash = hash(keys[i]) >>> longKeyShift;
                longKeys[hash >> 6] |= 1L << hash;
            }
        }

        private int[] breadthFirst() {
            int[] order = new int[nodes];
            int filled = 1;
            for (int i = 0; i < filled; i++) {
                for (int child = firstChild[order[i]]; child != 0; child = sibling[child]) {
                    order[filled++] = child;
                }
            }
            return order;
        }

        private boolean branches(int node) {
            return node == 0 || firstChild[node] != 0 && sibling[firstChild[node]] != 0;
        }

        private int[] numberNodes(int[] order) {
            for (int node : order) {
                rowCount += branches(node) ? 1 : 0;
            }
            int[] number = new int[nodes];
            int nextRow = 0;
            int nextChain = rowCount << WIDTH_BITS;
            for (int node : order) {
                if (branches(node)) {
                    number[node] = nextRow;
                    nextRow += 1 << WIDTH_BITS;
                } else {
                    number[node] = nextChain++;
                }
            }
            return number;
        }

        private void fill(int[] order, int[] number) {
            int rowNodes = rowCount << WIDTH_BITS;
            rows = new int[rowNodes];
            chainSymbol = new byte[nodes - rowCount];
            chainNext = new int[nodes - rowCount];
            wordAt = new int[nodes];
            for (int node : order) {
                boolean row = number[node] < rowNodes;
                wordAt[row ? number[node] >> WIDTH_BITS : rowCount + number[node] - rowNodes] = wordOf[node];
                for (int child = firstChild[node]; child != 0; child = sibling[child]) {
                    int next = number[child] | (wordOf[child] >= 0 ? ENDS : 0);
                    if (row) {
                        rows[number[node] + symbolOf[child]] = next;
                    } else {
                        chainSymbol[number[node] - rowNodes] = symbolOf[child];
                        chainNext[number[node] - rowNodes] = next;
                    }
                }
            }
        }
    }
}
