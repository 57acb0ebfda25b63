package dev.saring.classify.text;

import java.util.Arrays;

/**
 * The phrases' {@link Symbols} as a tree in primitive arrays, walked from each place where a phrase may begin.
 *
 * <p>Phrases begin at word starts, so there is nothing to gain from the failure links of Aho and Corasick: most words
 * of a text are told apart from all phrases by their first letters. Two bitmaps do that before the tree is touched: one
 * of all beginnings of four symbols, exact, and one of beginnings of six and of ten, hashed. Both stay in the processor's cache at
 * a hundred thousand phrases.
 *
 * <p>A node is one long: a set of the symbols that lead on, as bits, and the number of the first of its next nodes,
 * which lie side by side; the rank of a symbol in the set tells which of them (the idea of Bagwell's array mapped
 * tries, 2000). The levels next to the root lie together, and below them each branch, so that a walk touches few cache
 * lines. A step is one load.
 *
 * <p>A walk is at most as long as the longest phrase, so the work is linear in the text: starts times that length in
 * the worst case, about one look at a bitmap for each word in the usual one.
 */
final class Trie {
    static final int ROOT = 0;

    /** Nothing leads on. */
    static final int DEAD = -1;

    private static final int SYMBOL_BITS = 5;
    private static final int SHORT_KEY = 4;
    private static final int LONG_KEY = 6;

    private static final int LONGEST_KEY = 10;

    /** Enough for a key of stretched letters; a run of one letter is not walked from each of its letters. */
    private static final int MOST_LOOKED_AT = 32;

    /** Marks a beginning of six symbols of a word that is shorter than ten. */
    private static final long SHORTER = 1L << 62;

    /** How many levels of the tree lie together. */
    private static final int TOP_LEVELS = 3;

    /** Of each node: the number of its first next node, above the set of its symbols; bit 0 says that a word ends. */
    private final long[] nodes;

    /** The word that ends at a node, or -1. */
    private final int[] words;

    /** Two bits for each beginning of four symbols: a word shorter than six has it, a longer one has it. */
    private final long[] shortKeys;

    /** Hashed beginnings of six and of ten symbols. */
    private final long[] longKeys;

    private final int longKeyShift;

    private Trie(Builder builder) {
        nodes = builder.packed;
        words = builder.wordAt;
        shortKeys = builder.shortKeys;
        longKeys = builder.longKeys;
        longKeyShift = builder.longKeyShift;
    }

    /** The next node, or {@link #DEAD}. */
    int step(int node, int symbol) {
        long packed = nodes[node];
        int symbols = (int) packed;
        int bit = 1 << symbol;
        if ((symbols & bit & ~1) == 0) {
            return DEAD;
        }
        return (int) (packed >>> 32) + Integer.bitCount(symbols & bit - 2);
    }

    /** Whether a word ends at a node. */
    boolean isEnd(int node) {
        return (nodes[node] & 1) != 0;
    }

    /** The number of the word that ends at a node. */
    int wordAt(int node) {
        return words[node];
    }

    /**
     * Whether a word may begin with the symbols from {@code from} on; equal neighbours count once. Looks at so many
     * symbols at most, whatever the text, and says yes where they do not tell.
     */
    boolean mayBegin(byte[] symbols, int from, int count) {
        int key = 0;
        int length = 0;
        int previous = -1;
        int at = from;
        int end = Math.min(count, from + MOST_LOOKED_AT);
        for (; length < SHORT_KEY && at < end; at++) {
            int symbol = symbols[at];
            if (symbol == Symbols.ESCAPE) {
                return true;
            }
            if (symbol != previous) {
                key = key << SYMBOL_BITS | symbol;
                length++;
                previous = symbol;
            }
        }
        if (length < SHORT_KEY && end < count) {
            return true;
        }
        key <<= SYMBOL_BITS * (SHORT_KEY - length);
        long marks = shortKeys[key >> 5] >>> (key << 1);
        if ((marks & 3) != 2) {
            return (marks & 1) != 0;
        }
        long longKey = key;
        for (; length < LONG_KEY && at < end; at++) {
            int symbol = symbols[at];
            if (symbol == Symbols.ESCAPE) {
                return true;
            }
            if (symbol != previous) {
                longKey = longKey << SYMBOL_BITS | symbol;
                length++;
                previous = symbol;
            }
        }
        if (length < LONG_KEY) {
            return end < count;
        }
        if (!isMarked(longKey)) {
            return false;
        }
        if (isMarked(longKey | SHORTER)) {
            return true;
        }
        for (; length < LONGEST_KEY && at < end; at++) {
            int symbol = symbols[at];
            if (symbol == Symbols.ESCAPE) {
                return true;
            }
            if (symbol != previous) {
                longKey = longKey << SYMBOL_BITS | symbol;
                length++;
                previous = symbol;
            }
        }
        return length == LONGEST_KEY ? isMarked(longKey) : end < count;
    }

    private boolean isMarked(long key) {
        int hash = hash(key) >>> longKeyShift;
        return (longKeys[hash >> 6] & 1L << hash) != 0;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32);
    }

    /** Collects words, then builds. */
    static final class Builder {
        private int nodes = 1;
        private int[] firstChild = new int[1024];
        private int[] sibling = new int[1024];
        private byte[] symbolOf = new byte[1024];
        private int[] wordOf = new int[1024];
        private int words;

        private long[] packed;
        private int[] wordAt;
        private final long[] shortKeys = new long[1 << SYMBOL_BITS * SHORT_KEY >> 5];
        private long[] keys = new long[1024];
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
            long key = 0;
            int used = 0;
            while (used < Math.min(length, LONGEST_KEY) && symbols[used] != Symbols.ESCAPE) {
                key = key << SYMBOL_BITS | symbols[used++];
            }
            if (used < LONG_KEY) {
                markShort((int) key, used);
                return;
            }
            long longKey = key >>> SYMBOL_BITS * (used - LONG_KEY);
            int shortKey = (int) (longKey >>> SYMBOL_BITS * (LONG_KEY - SHORT_KEY));
            shortKeys[shortKey >> 5] |= 2L << (shortKey << 1);
            addKey(longKey);
            addKey(used < LONGEST_KEY ? longKey | SHORTER : key);
        }

        private void addKey(long key) {
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
            int prefix = key >>> SYMBOL_BITS * (length - known);
            int free = SYMBOL_BITS * (SHORT_KEY - known);
            for (int full = prefix << free; full < prefix + 1 << free; full++) {
                shortKeys[full >> 5] |= 1L << (full << 1);
            }
        }

        Trie build() {
            hashKeys();
            pack();
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

        /** Numbers the nodes: level by level near the root, branch by branch below. */
        private void pack() {
            packed = new long[nodes];
            wordAt = new int[nodes];
            int[] pending = new int[nodes];
            int[] number = new int[nodes];
            int[] children = new int[Symbols.COUNT];
            int numbered = 1;
            int level = 0;
            int begin = 0;
            int end = 1;
            while (level < TOP_LEVELS && begin < end) {
                int filled = end;
                for (int i = begin; i < end; i++) {
                    int count = childrenInOrder(pending[i], children);
                    numbered = place(pending[i], children, count, number, numbered);
                    for (int child = 0; child < count; child++) {
                        pending[filled++] = children[child];
                    }
                }
                begin = end;
                end = filled;
                level++;
            }
            int left = end - begin;
            System.arraycopy(pending, begin, pending, 0, left);
            while (left > 0) {
                int node = pending[--left];
                int count = childrenInOrder(node, children);
                numbered = place(node, children, count, number, numbered);
                for (int child = count - 1; child >= 0; child--) {
                    pending[left++] = children[child];
                }
            }
        }

        private int childrenInOrder(int node, int[] children) {
            int count = 0;
            for (int child = firstChild[node]; child != 0; child = sibling[child]) {
                int at = count++;
                while (at > 0 && symbolOf[children[at - 1]] > symbolOf[child]) {
                    children[at] = children[at - 1];
                    at--;
                }
                children[at] = child;
            }
            return count;
        }

        /** Puts a node's next nodes side by side from a number on; gives the number after them. */
        private int place(int node, int[] children, int count, int[] number, int from) {
            long symbols = wordOf[node] >= 0 ? 1 : 0;
            for (int i = 0; i < count; i++) {
                symbols |= 1L << symbolOf[children[i]];
                number[children[i]] = from + i;
            }
            packed[number[node]] = (long) from << 32 | symbols;
            wordAt[number[node]] = wordOf[node];
            return from + count;
        }
    }
}
