package dev.saring.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OffsetBookTest {
    private static final long FIRST = 1_000;
    private static final long END = FIRST + 3L * Chunk.SIZE + 5;

    private final OffsetBook book = new OffsetBook(FIRST, END);

    @Test
    void eachRecordWithItsResult_keepsNoChunk() {
        for (long offset = FIRST; offset < END; offset++) {
            book.addRecord(offset);
            book.addResult(offset, offset % 7 == 0);
        }
        book.passed(END);

        assertThat(book.openChunks()).isZero();
        assertThat(book.decided() + book.deadLettered()).isEqualTo(END - FIRST);
        assertThat(missing(book)).isEmpty();
    }

    @Test
    void resultAfterItsChunkIsComplete_isOneTooMany() {
        book.addRecord(FIRST);
        book.addResult(FIRST, false);
        book.passed(END);

        assertThat(book.addResult(FIRST, true)).isFalse();
        assertThat(book.addResult(FIRST + 1, true)).isFalse();
        assertThat(book.decided()).isEqualTo(1);
        assertThat(book.deadLettered()).isZero();
    }

    @Test
    void lateResult_completesItsChunk() {
        book.addRecord(FIRST + 9);
        book.passed(END);
        assertThat(book.openChunks()).isEqualTo(1);
        assertThat(missing(book)).containsExactly(FIRST + 9);

        book.addResult(FIRST + 9, false);

        assertThat(book.openChunks()).isZero();
        assertThat(book.isMissingAny()).isFalse();
    }

    @Test
    void resultWithoutRecord_isUnfounded() {
        book.addResult(END - 1, false);
        book.passed(END);

        List<Long> unfounded = new ArrayList<>();
        book.forEachUnfounded(unfounded::add);
        assertThat(unfounded).containsExactly(END - 1);
        assertThat(book.decided()).isZero();
    }

    @Test
    void emptyRange_containsNothing() {
        OffsetBook empty = new OffsetBook(5, 5);
        empty.passed(5);

        assertThat(empty.contains(5)).isFalse();
        assertThat(empty.isMissingAny()).isFalse();
    }

    /** Against maps, with records and results in any order and either far ahead of the other. */
    @Property(tries = 60)
    void anyOrder_sameAsPlainMaps(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
        Random random = new Random(seed);
        OffsetBook tested = new OffsetBook(FIRST, END);
        TreeSet<Long> records = new TreeSet<>();
        Map<Long, Boolean> results = new HashMap<>();
        long doubled = 0;
        long modelDoubled = 0;
        long next = FIRST;
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(3) > 0 && next < END) {
                if (random.nextInt(10) > 0) {
                    records.add(next);
                    tested.addRecord(next);
                }
                next += 1 + random.nextInt(200);
                tested.passed(next);
            } else {
                boolean forRecord = !records.isEmpty() && random.nextInt(20) > 0;
                Long known = forRecord ? records.ceiling(FIRST + random.nextLong(END - FIRST)) : null;
                long offset = known == null ? FIRST + random.nextLong(END - FIRST) : known;
                if (records.contains(offset) || offset >= next) {
                    boolean deadLetter = random.nextBoolean();
                    modelDoubled += results.putIfAbsent(offset, deadLetter) == null ? 0 : 1;
                    doubled += tested.addResult(offset, deadLetter) ? 0 : 1;
                }
            }
        }
        TreeSet<Long> expected = new TreeSet<>(records);
        expected.removeAll(results.keySet());
        assertThat(missing(tested)).containsExactlyElementsOf(expected);
        assertThat(doubled).isEqualTo(modelDoubled);
        assertThat(tested.deadLettered())
                .isEqualTo(records.stream()
                        .filter(offset -> Boolean.TRUE.equals(results.get(offset)))
                        .count());
        assertThat(tested.decided())
                .isEqualTo(records.stream()
                        .filter(offset -> Boolean.FALSE.equals(results.get(offset)))
                        .count());
    }

    private static List<Long> missing(OffsetBook book) {
        List<Long> missing = new ArrayList<>();
        book.forEachMissing(missing::add);
        return missing;
    }
}
