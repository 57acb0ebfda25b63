package dev.saring.config;

/** What one instance does. Each role is a Kafka Streams application of its own. */
public enum Role {
    /** Classifies uploads; keeps no state. */
    CLASSIFY
}
