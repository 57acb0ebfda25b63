package dev.saring.classify.hash;

/** Receives the rules whose hash equals the one looked up. */
@FunctionalInterface
public interface RuleSink {
    /** Called once for each rule, in no particular order. */
    void rule(int rule);
}
