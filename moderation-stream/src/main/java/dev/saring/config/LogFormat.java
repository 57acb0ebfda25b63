package dev.saring.config;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, for collectors. */
    JSON
}
