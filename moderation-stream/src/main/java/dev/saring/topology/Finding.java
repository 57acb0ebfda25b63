package dev.saring.topology;

/**
 * Something that is not as it should be.
 *
 * @param stops whether the pipeline does not start with it; else it starts, and may have to wait
 * @param text what, and the remedy, in one line
 */
public record Finding(boolean stops, String text) {

    static Finding stopping(String text) {
        return new Finding(true, text);
    }

    static Finding hindering(String text) {
        return new Finding(false, text);
    }
}
