package dev.saring.classify.text;

import java.util.Arrays;

/**
 * The phrases' {@link Symbols} as a tree in primitive arrays, walked from each place where a phrase may begin.
 *
 * <p>Phrases begin at word starts, so there is nothing to gain from the failure links of Aho and Corasick: most words
 * of a text are told apart from all phrases by {@link Beginnings} before the tree is touched.
 *
 * <p>A node is one long: a set of the symbols that lead on, as bits, and the number of the first of its next nodes,
 * which lie side by side; the rank of a symbol in the set tells which of them (the idea of Bagwell's array mapped
 * tries, 2000). The levels next to the root lie together, and below them each branch, so that a walk touches few cache
 * lines. A step is one load.
 *
 * <p>A walk is at most as long as the longest phrase, so the work is linear in the text: starts times that length in
 * the worst case, about none in the usual one.
 */
final class Trie {
    static final int ROOT = 0;

    /** Nothing leads on. */
    static final int DEAD = -1;

    /** How many levels of the tree lie together. */
    private static final int TOP_LEVELS = 3;

    /**
     * Of each node: the number of its first next node, above the set of its symbols; bit 0 says that a word ends. A node
     * where the tree ends has the number of the word instead.
     */
    private final long[] nodes;

    /** The word that ends at a node where the tree goes on, or -1. */
    private final int[] words;

    private final Beginnings beginnings;

    private Trie(Builder builder) {
        nodes = builder.packed;
        words = builder.wordAt;
        beginnings = builder.beginnings.build();
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
        long packed = nodes[node];
        return (int) packed == 1 ? (int) (packed >>> 32) : words[node];
    }

    /** As {@link Beginnings#mayBegin}. */
    int mayBegin(byte[] symbols, int from) {
        return beginnings.mayBegin(symbols, from);
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
        private final Beginnings.Builder beginnings = new Beginnings.Builder();

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
                beginnings.add(symbols, length);
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

        Trie build() {
            pack();
            return new Trie(this);
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
            packed[number[node]] = (long) (count == 0 ? wordOf[node] : from) << 32 | symbols;
            wordAt[number[node]] = wordOf[node];
            return from + count;
        }
    }
}
