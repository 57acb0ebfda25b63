package dev.saring.classify;

/** The matching engine's own version. */
public final class Engine {
    /**
     * Raised with every change that can make an equal upload under equal rules decide differently. Part of the rule
     * set's version and of each decision.
     */
    public static final String VERSION = "1";

    private Engine() {}
}
