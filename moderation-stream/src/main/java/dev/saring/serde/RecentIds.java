package dev.saring.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Ids that were found to be of no use a short time ago; bounded, so that the oldest is forgotten first. */
final class RecentIds {
    private static final int CAPACITY = 10_000;

    private final long lifetimeNanos;
    private final LongSupplier nanoTime;
    private final Map<Integer, Long> expiries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > CAPACITY;
        }
    };

    RecentIds(long lifetimeNanos, LongSupplier nanoTime) {
        this.lifetimeNanos = lifetimeNanos;
        this.nanoTime = nanoTime;
    }

    synchronized boolean contains(int id) {
        Long expiry = expiries.get(id);
        if (expiry != null && expiry - nanoTime.getAsLong() <= 0) {
            expiries.remove(id);
            return false;
        }
        return expiry != null;
    }

    synchronized void add(int id) {
        expiries.put(id, nanoTime.getAsLong() + lifetimeNanos);
    }
}
