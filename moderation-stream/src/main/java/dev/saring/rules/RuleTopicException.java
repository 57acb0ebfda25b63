package dev.saring.rules;

/** Rules cannot be read from or written to their topics, and waiting will not help. The message names the remedy. */
public final class RuleTopicException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleTopicException(String message) {
        super(message);
    }

    RuleTopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
