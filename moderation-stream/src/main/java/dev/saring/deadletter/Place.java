package dev.saring.deadletter;

import java.util.Optional;

/** Where a record stands, written {@code topic-partition@offset}. */
public record Place(String topic, int partition, long offset) {

    /** Reads what {@link #toString} writes; empty where it is nothing such. */
    public static Optional<Place> parse(String text) {
        int at = text.lastIndexOf('@');
        int dash = text.lastIndexOf('-', at);
        if (dash < 1) {
            return Optional.empty();
        }
        try {
            int partition = Integer.parseInt(text, dash + 1, at, 10);
            long offset = Long.parseLong(text, at + 1, text.length(), 10);
            return partition < 0 || offset < 0
                    ? Optional.empty()
                    : Optional.of(new Place(text.substring(0, dash), partition, offset));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return topic + '-' + partition + '@' + offset;
    }
}
