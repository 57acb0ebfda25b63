package dev.saring.serde.json;

/** A JSON text is no record of the expected kind. The message names the place, such as media[0].hashes[1].value. */
public final class InvalidRecordException extends Exception {
    InvalidRecordException(String place, String problem) {
        super(place.isEmpty() ? problem : place + ": " + problem, null, false, false);
    }
}
