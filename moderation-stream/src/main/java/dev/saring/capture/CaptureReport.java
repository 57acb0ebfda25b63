package dev.saring.capture;

import java.util.List;

/**
 * What a capture has come to.
 *
 * @param decisions records with a decision in the file, which excludes those withheld
 * @param deadLetters records that became dead letters
 * @param deletions records that need no result
 * @param undecided records that had no result yet, or none any more
 * @param rulesByTime decisions whose version none of the rules has, so that those published by then stand in for them
 * @param unknownSchemas ids of schemas that the registry lacks
 */
public record CaptureReport(
        CaptureManifest manifest,
        long decisions,
        long deadLetters,
        long deletions,
        long undecided,
        long rulesByTime,
        List<Integer> unknownSchemas) {}
