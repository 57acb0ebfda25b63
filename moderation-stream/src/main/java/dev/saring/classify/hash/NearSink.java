package dev.saring.classify.hash;

/** Receives the rules whose PDQ hash is near the one looked up. */
@FunctionalInterface
public interface NearSink {
    /**
     * Called once for each rule, in no particular order.
     *
     * @param distance Hamming distance in bits, at most the rule's own limit
     */
    void near(int rule, int distance);
}
