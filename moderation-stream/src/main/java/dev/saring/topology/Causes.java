package dev.saring.topology;

import org.apache.kafka.common.errors.ApiException;

/** A failure and what caused it, in one line. */
final class Causes {
    private static final int DEEPEST = 20;
    private static final int FRAMES = 12;
    private static final int MOST = 500;

    private Causes() {}

    /**
     * What failed, on one line of at most 500 characters.
     *
     * @param quoting whether its message, which may quote what was being worked on, may be in it; Kafka's own, which
     *     tells of sizes and places only, is in any case
     */
    static String brief(Throwable failure, boolean quoting) {
        String text = quoting || failure instanceof ApiException ? failure.toString() : withoutMessages(failure);
        return text.substring(0, Math.min(MOST, text.length())).replaceAll("\\p{Cntrl}", " ");
    }

    /** What failed and where, innermost first, without the messages: those may quote what was being worked on. */
    static String withoutMessages(Throwable failure) {
        Throwable root = root(failure);
        StringBuilder text = new StringBuilder(root.getClass().getName());
        StackTraceElement[] trace = root.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
            text.append(i == 0 ? " at " : " < ").append(trace[i]);
        }
        return text.toString();
    }

    /** What a failure goes back to. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }

    /** The messages. */
    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString().replaceAll("\\R", " ");
    }
}
