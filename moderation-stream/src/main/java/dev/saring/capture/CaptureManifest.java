package dev.saring.capture;

import java.time.Instant;
import java.util.SortedMap;

/**
 * What a capture is of and what it holds.
 *
 * @param format the version of the file's format, {@link #FORMAT} in those that this release writes
 * @param release the release of Saring that wrote it
 * @param engine the version of that release's engine
 * @param capturedAt when it was written
 * @param from the first offset of the range
 * @param to the first offset behind the range
 * @param records uploads, edits, deletions and unreadable records in it
 * @param withheld records of these without their content, for a restricted policy's sake
 * @param rules rules at the beginning
 * @param changes changes of rules after that
 * @param rulesLeftOut rules and changes that are not, or not wholly, in it, for a restricted policy's sake
 * @param settings the settings that influence decisions, by name
 */
public record CaptureManifest(
        int format,
        String release,
        String engine,
        Instant capturedAt,
        String topic,
        int partition,
        long from,
        long to,
        long records,
        long withheld,
        long rules,
        long changes,
        long rulesLeftOut,
        SortedMap<String, String> settings) {

    /** Raised with each change that an earlier release would read wrongly. */
    public static final int FORMAT = 1;
}
