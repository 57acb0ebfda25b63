package dev.saring.audit;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Which upload records of one partition must have a copy among the evidence, and which have one, in any order. Few have:
 * unlike in an {@link OffsetBook}, memory follows their number.
 */
final class CopyBook {
    private final long first;
    private final long end;
    private final Set<Long> copied = new HashSet<>();
    private final SortedSet<Long> owed = new TreeSet<>();
    private final SortedSet<Long> needless = new TreeSet<>();

    /** For the offsets from {@code first} to before {@code end}. */
    CopyBook(long first, long end) {
        this.first = first;
        this.end = end;
    }

    boolean contains(long offset) {
        return offset >= first && offset < end;
    }

    /** Takes note of a record that must have a copy. Each is told once. */
    void addDuty(long offset) {
        if (!needless.remove(offset)) {
            owed.add(offset);
        }
    }

    /** Takes note of a copy; false where the record has one already. */
    boolean addCopy(long offset) {
        if (!copied.add(offset)) {
            return false;
        }
        if (!owed.remove(offset)) {
            needless.add(offset);
        }
        return true;
    }

    boolean isMissingAny() {
        return !owed.isEmpty();
    }

    /** Gives the offsets of records that lack their copy, in ascending order. */
    void forEachMissing(LongConsumer action) {
        owed.forEach(action::accept);
    }

    /** Gives the offsets with a copy that nothing demands, in ascending order. */
    void forEachNeedless(LongConsumer action) {
        needless.forEach(action::accept);
    }
}
