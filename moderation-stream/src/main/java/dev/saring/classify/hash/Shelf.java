package dev.saring.classify.hash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The rules of one kind, in the hands of the bank's writer: a log-structured merge of immutable segments.
 *
 * <p>New rules are indexed when a view is taken, together with the last few. Segments of similar size are merged, so
 * that their number grows with the logarithm of the rules': small ones at once, which takes some milliseconds, large
 * ones by the executor, one merge at a time, while readers and writer go on with the old ones. A removed rule is a bit
 * beside its segment until a merge leaves it out; a segment that has lost an eighth of its rules is rewritten. During a
 * merge both the old and the new segments are in memory, never more.
 */
final class Shelf<S extends Segment> {
    /** A segment up to this size takes in new rules: it is built anew with them. */
    private static final int OPEN_SIZE = 1024;

    /** A merge of up to so many rules is not worth the executor. */
    private static final int SMALL_MERGE = 32_768;

    /** A segment is merged with smaller ones unless it is so many times their size. */
    private static final int GROWTH = 2;

    /** A segment is rewritten when this part of its rules is gone. */
    private static final int WASTE = 8;

    private final int width;
    private final Function<HashColumns, S> builder;
    private final Locations locations;
    private final Executor executor;
    private final List<Slot<S>> slots = new ArrayList<>();
    private HashColumns pending;
    private Merge<S> merge;

    /** A merge that the executor is working on. */
    private record Merge<S extends Segment>(List<Slot<S>> from, CompletableFuture<S> result) {}

    Shelf(int width, Function<HashColumns, S> builder, Locations locations, Executor executor) {
        this.width = width;
        this.builder = builder;
        this.locations = locations;
        this.executor = executor;
        this.pending = new HashColumns(width);
    }

    void add(int rule, HashTerms terms, List<byte[]> values) {
        locations.put(rule, this, pending.add(rule, terms, values));
    }

    /** Removes a rule that was added since the last view. */
    void removePending(int row) {
        pending.remove(row);
    }

    /** Everything so far, indexed. */
    List<Slot.Part<S>> parts() {
        takeFinishedMerge();
        indexPending();
        slots.removeIf(slot -> slot.live() == 0 && !slot.merging);
        mergeSimilar();
        return slots.stream().map(Slot::freeze).toList();
    }

    private void indexPending() {
        HashColumns fresh = pending.compacted();
        if (pending.size() > 0) {
            pending = new HashColumns(width);
        }
        if (fresh.size() == 0) {
            return;
        }
        List<Slot<S>> open = slots.stream()
                .filter(slot -> slot.segment.size() <= OPEN_SIZE && !slot.merging)
                .toList();
        for (Slot<S> slot : open) {
            Slot.Part<S> part = slot.freeze();
            part.segment().copyTo(fresh, part.removed());
        }
        slots.removeAll(open);
        Slot<S> built = new Slot<>(builder.apply(fresh));
        slots.add(built);
        for (int number = 0; number < built.segment.size(); number++) {
            locations.put(built.segment.rule(number), built, number);
        }
    }

    private void mergeSimilar() {
        while (true) {
            List<Slot<S>> chosen = choose();
            int rules = chosen.stream().mapToInt(Slot::live).sum();
            if (chosen.isEmpty() || rules > SMALL_MERGE && merge != null) {
                return;
            }
            List<Slot.Part<S>> parts = chosen.stream().map(Slot::freeze).toList();
            if (rules <= SMALL_MERGE) {
                replace(chosen, build(parts));
            } else {
                try {
                    merge = new Merge<>(chosen, CompletableFuture.supplyAsync(() -> build(parts), executor));
                } catch (RejectedExecutionException busy) {
                    return;
                }
                chosen.forEach(slot -> slot.merging = true);
                takeFinishedMerge();
            }
        }
    }

    /** The segments to merge next: the smallest of similar size, or one that has lost many rules. */
    private List<Slot<S>> choose() {
        List<Slot<S>> idle = slots.stream()
                .filter(slot -> !slot.merging)
                .sorted(Comparator.comparingInt(Slot::live))
                .toList();
        for (int first = 0; first < idle.size(); first++) {
            int end = first + 1;
            long rules = idle.get(first).live();
            while (end < idle.size() && idle.get(end).live() <= GROWTH * rules) {
                rules += idle.get(end++).live();
            }
            if (end - first > 1) {
                return idle.subList(first, end);
            }
        }
        return idle.stream()
                .filter(slot -> slot.segment.size() > OPEN_SIZE
                        && slot.live() < slot.segment.size() - slot.segment.size() / WASTE)
                .limit(1)
                .toList();
    }

    private S build(List<Slot.Part<S>> parts) {
        HashColumns columns = new HashColumns(width);
        for (Slot.Part<S> part : parts) {
            part.segment().copyTo(columns, part.removed());
        }
        return builder.apply(columns);
    }

    /** Whether a merge is done that the last view does not show. */
    boolean hasFinishedMerge() {
        return merge != null && merge.result().isDone();
    }

    private void takeFinishedMerge() {
        if (hasFinishedMerge()) {
            Merge<S> finished = merge;
            merge = null;
            finished.from().forEach(slot -> slot.merging = false);
            replace(finished.from(), finished.result().join());
        }
    }

    /** Puts a segment in the place of those that it was built from, without what was removed meanwhile. */
    private void replace(List<Slot<S>> from, S segment) {
        Slot<S> built = new Slot<>(segment);
        for (int number = 0; number < segment.size(); number++) {
            int rule = segment.rule(number);
            if (from.contains(locations.holder(rule))) {
                locations.put(rule, built, number);
            } else {
                built.remove(number);
            }
        }
        slots.removeAll(from);
        slots.add(built);
    }
}
