package dev.saring.rules;

/** A rule that cannot be taken into a rule set. The message says what is wrong and how to mend it. */
public final class BadRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final int position;

    BadRuleException(String field, String message) {
        this(field, -1, message);
    }

    BadRuleException(String field, int position, String message) {
        super(message);
        this.field = field;
        this.position = position;
    }

    /** The field at fault, by its name in the record's schema, such as {@code expression}. */
    public String field() {
        return field;
    }

    /** Where in the field's text the fault is, in UTF-16 units from 0, or -1 where that does not apply. */
    public int position() {
        return position;
    }
}
