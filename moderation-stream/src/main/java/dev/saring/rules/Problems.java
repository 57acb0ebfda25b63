package dev.saring.rules;

import java.util.ArrayList;
import java.util.List;

/** The problems of one reading: the first hundred in full, the others counted, so that a broken list of a million
 * lines neither fills the memory nor the screen. */
public final class Problems {
    private static final int LISTED = 100;

    private final List<Problem> listed = new ArrayList<>();
    private long count;

    void add(Problem problem) {
        count++;
        if (listed.size() < LISTED) {
            listed.add(problem);
        }
    }

    /** How many there are, listed or not. */
    public long count() {
        return count;
    }

    /** The first hundred, in the order in which they were found. */
    public List<Problem> listed() {
        return List.copyOf(listed);
    }

    /** One problem a line; a last line says how many more there are. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Problem problem : listed) {
            text.append(problem).append(System.lineSeparator());
        }
        if (count > listed.size()) {
            text.append("and ").append(count - listed.size()).append(" more").append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
