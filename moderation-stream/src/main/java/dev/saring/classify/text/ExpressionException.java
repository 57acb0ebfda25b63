package dev.saring.classify.text;

/** A keyword expression that cannot be used. The message says what is wrong and how to put it right. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    ExpressionException(int position, String message) {
        super(message);
        this.position = position;
    }

    /** Where in the expression the fault lies: a UTF-16 offset counted from 0, at most the expression's length. */
    public int position() {
        return position;
    }
}
