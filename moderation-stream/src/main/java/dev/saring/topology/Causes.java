package dev.saring.topology;

/** The messages of a failure and of what caused it, in one line. */
final class Causes {
    private Causes() {}

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
