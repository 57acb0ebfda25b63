package dev.saring.classify.text;

/** Receives what {@link TextMatcher#scan} finds. */
@FunctionalInterface
public interface HitSink {
    /**
     * A phrase was found.
     *
     * @param phrase index of the phrase in the list that was compiled
     * @param start UTF-16 offset of the first character in the original text
     * @param end UTF-16 offset after the last one, greater than {@code start}
     */
    void hit(int phrase, int start, int end);
}
