package dev.saring.capture;

/**
 * A header of a captured record.
 *
 * @param value may be null
 */
public record CapturedHeader(String key, byte[] value) {}
