package dev.saring.classify.text;

import java.util.Arrays;

/**
 * The machine of Aho and Corasick ("Efficient string matching", 1975) over {@link Symbols}, in primitive arrays.
 *
 * <p>States that branch, and those next to the root, have a full row of next states, so most steps are one load. All
 * others have one successor and a failure link: 9 bytes instead of 128, which is what lets a hundred thousand phrases
 * stay near the processor's cache. A step that follows failure links pays with the depth it loses, so n symbols cost at
 * most 2n moves. Building takes time linear in the phrases.
 *
 * <p>A state is a number: below {@link #rowStates} the offset of its row, else that plus the number of its chain entry.
 * The sign bit of a next state says that phrases end there.
 */
final class Automaton {
    static final int ROOT = 0;
    private static final int STATE = 0x7fffffff;
    private static final int HITS = 0x80000000;
    private static final int WIDTH_BITS = 5;

    private final int[] rows;
    private final int rowStates;
    private final byte[] chainSymbol;
    private final int[] chainNext;
    private final int[] chainFail;

    /** By ordinal of state: the word that ends there, or -1. */
    private final int[] word;

    /** By ordinal of state: the state of the longest proper suffix that is a word, or -1. */
    private final int[] shorter;

    private Automaton(Builder builder) {
        rows = builder.rows;
        rowStates = builder.rowCount << WIDTH_BITS;
        chainSymbol = builder.chainSymbol;
        chainNext = builder.chainNext;
        chainFail = builder.chainFail;
        word = builder.word;
        shorter = builder.shorter;
    }

    /** The next state; negative where words end. Give it back to {@link #state} before the next step. */
    int step(int state, int symbol) {
        return state < rowStates ? rows[state + symbol] : stepFromChain(state, symbol);
    }

    private int stepFromChain(int from, int symbol) {
        int state = from;
        do {
            int entry = state - rowStates;
            if (chainSymbol[entry] == symbol) {
                return chainNext[entry];
            }
            state = chainFail[entry];
        } while (state >= rowStates);
        return rows[state + symbol];
    }

    static int state(int step) {
        return step & STATE;
    }

    /** How many table look-ups a text costs; for the test that the work is linear. */
    long countMoves(byte[] symbols, int count) {
        long moves = 0;
        int state = ROOT;
        for (int i = 0; i < count; i++) {
            for (int s = state; s >= rowStates && chainSymbol[s - rowStates] != symbols[i]; ) {
                s = chainFail[s - rowStates];
                moves++;
            }
            moves++;
            state = state(step(state, symbols[i]));
        }
        return moves;
    }

    /** The word that ends in a state, or -1. */
    int wordAt(int state) {
        return word[ordinal(state)];
    }

    /** The next shorter state in which a word ends, or -1. */
    int shorterAt(int state) {
        return shorter[ordinal(state)];
    }

    private int ordinal(int state) {
        return state < rowStates ? state >> WIDTH_BITS : (rowStates >> WIDTH_BITS) + state - rowStates;
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
        private int[] chainFail;
        private int[] word;
        private int[] shorter;

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

        Automaton build() {
            int[] order = breadthFirst();
            int[] state = numberStates(order);
            link(order, state);
            return new Automaton(this);
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

        private int[] numberStates(int[] order) {
            int level = 1;
            for (int child = firstChild[0]; child != 0; child = sibling[child]) {
                level++;
            }
            int[] state = new int[nodes];
            boolean[] row = new boolean[nodes];
            for (int i = 0; i < nodes; i++) {
                int child = firstChild[order[i]];
                row[order[i]] = i < level || child != 0 && sibling[child] != 0;
                rowCount += row[order[i]] ? 1 : 0;
            }
            int nextRow = 0;
            int nextChain = rowCount << WIDTH_BITS;
            for (int node : order) {
                if (row[node]) {
                    state[node] = nextRow;
                    nextRow += 1 << WIDTH_BITS;
                } else {
                    state[node] = nextChain++;
                }
            }
            return state;
        }

        /** Fills the tables level by level: whatever a failure link leads to is complete before it is needed. */
        private void link(int[] order, int[] state) {
            int rowStates = rowCount << WIDTH_BITS;
            rows = new int[rowStates];
            chainSymbol = new byte[nodes - rowCount];
            chainNext = new int[nodes - rowCount];
            chainFail = new int[nodes - rowCount];
            word = new int[nodes];
            shorter = new int[nodes];
            int[] fail = new int[nodes];
            boolean[] hits = new boolean[nodes];
            int[] nodeOf = new int[nodes];
            for (int node : order) {
                nodeOf[ordinal(state[node], rowStates)] = node;
            }
            for (int node : order) {
                int failure = fail[node];
                int ordinal = ordinal(state[node], rowStates);
                word[ordinal] = wordOf[node];
                shorter[ordinal] = node == 0
                        ? -1
                        : wordOf[failure] >= 0 ? state[failure] : shorter[ordinal(state[failure], rowStates)];
                hits[node] = wordOf[node] >= 0 || shorter[ordinal] >= 0;
                fillNext(node, state, fail, rowStates, nodeOf);
            }
            markHits(order, state, hits, rowStates);
        }

        private void fillNext(int node, int[] state, int[] fail, int rowStates, int[] nodeOf) {
            boolean row = state[node] < rowStates;
            if (row && node != 0) {
                for (int symbol = 0; symbol < Symbols.COUNT; symbol++) {
                    rows[state[node] + symbol] = next(state[fail[node]], symbol, rowStates);
                }
            }
            if (!row) {
                chainFail[state[node] - rowStates] = state[fail[node]];
            }
            for (int child = firstChild[node]; child != 0; child = sibling[child]) {
                int symbol = symbolOf[child];
                int ofFailure = node == 0 ? 0 : next(state[fail[node]], symbol, rowStates);
                fail[child] = nodeOf[ordinal(ofFailure, rowStates)];
                if (row) {
                    rows[state[node] + symbol] = state[child];
                } else {
                    chainSymbol[state[node] - rowStates] = (byte) symbol;
                    chainNext[state[node] - rowStates] = state[child];
                }
            }
        }

        private int next(int from, int symbol, int rowStates) {
            int state = from;
            while (state >= rowStates) {
                if (chainSymbol[state - rowStates] == symbol) {
                    return chainNext[state - rowStates];
                }
                state = chainFail[state - rowStates];
            }
            return rows[state + symbol];
        }

        private void markHits(int[] order, int[] state, boolean[] hits, int rowStates) {
            boolean[] byOrdinal = new boolean[nodes];
            for (int node : order) {
                byOrdinal[ordinal(state[node], rowStates)] = hits[node];
            }
            for (int i = 0; i < rows.length; i++) {
                rows[i] |= byOrdinal[ordinal(rows[i], rowStates)] ? HITS : 0;
            }
            for (int i = 0; i < chainNext.length; i++) {
                if (chainSymbol[i] != 0 && byOrdinal[ordinal(chainNext[i], rowStates)]) {
                    chainNext[i] |= HITS;
                }
            }
        }

        private static int ordinal(int state, int rowStates) {
            return state < rowStates ? state >> WIDTH_BITS : (rowStates >> WIDTH_BITS) + state - rowStates;
        }
    }
}
