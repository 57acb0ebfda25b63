package dev.saring.audit;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Which offsets of one partition hold a record, and which have a result. Records and results may come in any order, and
 * either may be far ahead of the other.
 *
 * <p>Offsets are kept in chunks. A chunk is complete when all its records are known and each has its one result; from
 * then on one bit stands for it, since any further result in it is one too many. So memory follows the distance between
 * the two readers and what is missing, not the length of the partition: 24 KiB for each chunk of 65,536 offsets that is
 * not complete, one bit for each other.
 */
final class OffsetBook {
    private final long first;
    private final long end;
    private final Map<Integer, Chunk> open = new TreeMap<>();
    private final BitSet complete = new BitSet();
    private int firstOpen;
    private long decided;
    private long deadLettered;
    private long highestResult = -1;

    /** For the offsets from {@code first} to before {@code end}. */
    OffsetBook(long first, long end) {
        this.first = first;
        this.end = end;
    }

    boolean contains(long offset) {
        return offset >= first && offset < end;
    }

    boolean hasResult(long offset) {
        Chunk chunk = open.get(number(offset));
        return chunk == null ? complete.get(number(offset)) : chunk.hasResult(index(offset));
    }

    /** Takes note of a record that must have a result. Each is told once. */
    void addRecord(long offset) {
        open.computeIfAbsent(number(offset), n -> new Chunk()).addRecord(index(offset));
    }

    /** Takes note of a result; false where the offset has one already. */
    boolean addResult(long offset, boolean deadLetter) {
        highestResult = Math.max(highestResult, offset);
        int number = number(offset);
        if (complete.get(number)) {
            return false;
        }
        Chunk chunk = open.computeIfAbsent(number, n -> new Chunk());
        if (chunk.hasResult(index(offset))) {
            return false;
        }
        chunk.addResult(index(offset), deadLetter);
        if (number < firstOpen) {
            closeIfSettled(number, chunk);
        }
        return true;
    }

    /** Takes note that all records before {@code position} are known. */
    void passed(long position) {
        int before = position >= end ? number(end - 1) + 1 : number(Math.max(position, first));
        for (; firstOpen < before; firstOpen++) {
            Chunk chunk = open.get(firstOpen);
            if (chunk != null) {
                closeIfSettled(firstOpen, chunk);
            }
        }
    }

    private void closeIfSettled(int number, Chunk chunk) {
        if (chunk.isSettled()) {
            decided += chunk.decided();
            deadLettered += chunk.deadLettered();
            complete.set(number);
            open.remove(number);
        }
    }

    /** Chunks that are not complete. */
    int openChunks() {
        return open.size();
    }

    /** Records with a decision. */
    long decided() {
        return decided + open.values().stream().mapToLong(Chunk::decided).sum();
    }

    /** Records with a dead letter. */
    long deadLettered() {
        return deadLettered
                + open.values().stream().mapToLong(Chunk::deadLettered).sum();
    }

    /** The highest offset with a result, or -1. */
    long highestResult() {
        return highestResult;
    }

    boolean isMissingAny() {
        return open.values().stream().anyMatch(Chunk::isMissingAny);
    }

    /** Gives the offsets of records without result, in ascending order. */
    void forEachMissing(LongConsumer action) {
        open.forEach((number, chunk) -> chunk.forEachMissing(index -> action.accept(offset(number, index))));
    }

    /** Gives the offsets with a result that hold no record which may have one, in ascending order. */
    void forEachUnfounded(LongConsumer action) {
        open.forEach((number, chunk) -> chunk.forEachUnfounded(index -> action.accept(offset(number, index))));
    }

    private int number(long offset) {
        return (int) ((offset - first) / Chunk.SIZE);
    }

    private int index(long offset) {
        return (int) ((offset - first) % Chunk.SIZE);
    }

    private long offset(int number, long index) {
        return first + (long) number * Chunk.SIZE + index;
    }
}
