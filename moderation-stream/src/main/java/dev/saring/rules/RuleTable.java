package dev.saring.rules;

import dev.saring.classify.Rule;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Rules by number, of which snapshots cost next to nothing: a table of chunks, and a chunk that a snapshot shares is
 * copied before it is written to. A chunk whose last rule has gone is let go. For one writer; snapshots are for
 * everybody.
 */
final class RuleTable {
    private static final int BITS = 12;
    private static final int CHUNK = 1 << BITS;

    private Rule[][] chunks = new Rule[0][];
    private boolean[] shared = new boolean[0];
    private int[] sizes = new int[0];

    /** Sets a rule, or takes it away where it is null. */
    void put(int number, Rule rule) {
        int chunk = number >>> BITS;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            shared = Arrays.copyOf(shared, chunk + 1);
            sizes = Arrays.copyOf(sizes, chunk + 1);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new Rule[CHUNK];
            shared[chunk] = false;
        } else if (shared[chunk]) {
            chunks[chunk] = chunks[chunk].clone();
            shared[chunk] = false;
        }
        int at = number & CHUNK - 1;
        sizes[chunk] += (rule == null ? 0 : 1) - (chunks[chunk][at] == null ? 0 : 1);
        chunks[chunk][at] = rule;
        if (sizes[chunk] == 0) {
            chunks[chunk] = null;
        }
    }

    /** The rule with a number that has one. */
    Rule get(int number) {
        return chunks[number >>> BITS][number & CHUNK - 1];
    }

    /** The rules as they are now. */
    IntFunction<Rule> snapshot() {
        Arrays.fill(shared, true);
        Rule[][] frozen = chunks.clone();
        return number -> frozen[number >>> BITS][number & CHUNK - 1];
    }
}
