package dev.saring.capture;

import java.util.List;

/**
 * One record of {@code uploads}, and what became of it.
 *
 * @param timestamp the record's time in milliseconds since 1970
 * @param key may be null
 * @param value null for a deletion, and where {@code withheld} is not
 * @param withheld null, or what stands for the content: its SHA-256 in hex and its length
 * @param result null where there was none, or it is withheld too
 * @param rulesAt how many of the capture's changes of rules were in force for its result
 * @param exact whether these are the very rules, known by the decision's version; otherwise those of the result's time
 */
public record CapturedRecord(
        long offset,
        long timestamp,
        byte[] key,
        List<CapturedHeader> headers,
        byte[] value,
        Withheld withheld,
        CapturedResult result,
        int rulesAt,
        boolean exact) {

    /** What stands for content that is not in the capture. */
    public record Withheld(String sha256, int bytes) {}
}
