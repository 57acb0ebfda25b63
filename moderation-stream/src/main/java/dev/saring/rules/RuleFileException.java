package dev.saring.rules;

/** Rule or policy files that cannot be used. The message lists the problems, one a line. */
public final class RuleFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    RuleFileException(Problems problems) {
        super(problems.describe());
        this.problems = problems;
    }

    /** What is wrong; at least one problem. */
    public Problems problems() {
        return problems;
    }
}
