package dev.saring.classify;

import java.time.Duration;

/**
 * How soon a person should look, 0 to 200: the severity of the gravest rule (0 to 100), 3 for each live strike of the
 * uploader up to 30, 50 for a restricted policy such as child safety, and 10, 15 or 20 for a due date within a day,
 * four hours or one hour.
 */
final class Priority {
    /** What a review gets that no rule asked for, only a gap or an earlier decision. */
    static final int UNSEEN = 30;

    private static final int STRIKE = 3;
    private static final int MOST_STRIKES = 10;
    private static final int RESTRICTED = 50;

    private Priority() {}

    static int of(int severity, int strikes, boolean restricted, Duration due) {
        return severity
                + STRIKE * Math.max(0, Math.min(strikes, MOST_STRIKES))
                + (restricted ? RESTRICTED : 0)
                + urgency(due);
    }

    private static int urgency(Duration due) {
        if (due == null || due.compareTo(Duration.ofHours(24)) > 0) {
            return 0;
        }
        if (due.compareTo(Duration.ofHours(4)) > 0) {
            return 10;
        }
        return due.compareTo(Duration.ofHours(1)) > 0 ? 15 : 20;
    }
}
