package dev.saring.topology;

/** The steps that an upload goes through. */
public enum Stage {
    DECODE,
    CLASSIFY,
    ROUTE
}
