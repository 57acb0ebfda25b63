package dev.saring.config;

import java.util.List;

/** Settings that cannot be used. The message has one line for each problem: where, which, what, and the remedy. */
public final class SettingsException extends RuntimeException {
    private final List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem in a line of its own. */
    public List<String> problems() {
        return problems;
    }
}
