package dev.saring.rules;

/** A rule that cannot be used. */
public final class BadRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    public BadRuleException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Name of the record's field at fault, such as {@code expression}. */
    public String field() {
        return field;
    }
}
