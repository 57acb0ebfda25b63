package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saring.moderation.HashAlgorithm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What happens to a bank while large merges run. */
class HashBankMergeTest {
    private static final int HALF = 20_000;

    private final Queue<Runnable> merges = new ArrayDeque<>();
    private final HashBank bank = new HashBank(merges::add);
    private final HashBuffers buffers = new HashBuffers();

    @Test
    void changesDuringAMerge_areKept() {
        add(0, HALF, 0);
        bank.view();
        add(HALF, 2 * HALF, 0);
        HashBankView before = bank.view();
        assertThat(merges).hasSize(1);

        bank.remove(1);
        bank.remove(2);
        add(2, 3, 1);
        bank.view();
        bank.remove(3);
        add(2 * HALF, 2 * HALF + 1, 0);
        bank.view();
        merges.remove().run();
        HashBankView after = bank.view();

        assertThat(before.size()).isEqualTo(2 * HALF);
        assertThat(after.size()).isEqualTo(2 * HALF - 1);
        for (int rule : new int[] {0, 1, 2, 3, HALF, 2 * HALF - 1}) {
            assertThat(PlainBank.exact(before, HashAlgorithm.SHA256, hash(rule, 0)))
                    .containsExactly("" + rule);
        }
        for (int rule : new int[] {1, 2, 3}) {
            assertThat(PlainBank.exact(after, HashAlgorithm.SHA256, hash(rule, 0)))
                    .as("rule %d", rule)
                    .isEmpty();
        }
        assertThat(PlainBank.exact(after, HashAlgorithm.SHA256, hash(2, 1))).containsExactly("2");
        for (int rule : new int[] {0, HALF, 2 * HALF - 1, 2 * HALF}) {
            assertThat(PlainBank.exact(after, HashAlgorithm.SHA256, hash(rule, 0)))
                    .containsExactly("" + rule);
        }
    }

    @Test
    void rejectedMerge_isOfferedAgain() {
        AtomicBoolean busy = new AtomicBoolean(true);
        HashBank rejected = new HashBank(task -> {
            if (busy.get()) {
                throw new RejectedExecutionException();
            }
            merges.add(task);
        });
        for (int rule = 0; rule < 2 * HALF; rule++) {
            if (rule == HALF) {
                rejected.view();
            }
            rejected.add(rule, HashAlgorithm.SHA256, List.of(hash(rule, 0)), HashTerms.DEFAULT);
        }

        assertThat(rejected.view().size()).isEqualTo(2 * HALF);
        assertThat(merges).isEmpty();
        busy.set(false);
        rejected.view();
        assertThat(merges).hasSize(1);
    }

    @Test
    void failedMerge_isReportedOnce_andLosesNothing() {
        AtomicBoolean failing = new AtomicBoolean(true);
        Locations locations = new Locations();
        Shelf<ExactSegment> shelf = new Shelf<>(
                4,
                columns -> {
                    if (columns.size() > HALF && failing.get()) {
                        throw new IllegalStateException("no memory");
                    }
                    return new ExactSegment(columns);
                },
                locations,
                merges::add);
        for (int rule = 0; rule < 2 * HALF; rule++) {
            if (rule == HALF) {
                shelf.parts();
            }
            shelf.add(rule, HashTerms.DEFAULT, List.of(hash(rule, 0)));
        }
        shelf.parts();
        merges.remove().run();

        assertThatThrownBy(shelf::parts).isInstanceOf(CompletionException.class).hasRootCauseMessage("no memory");
        failing.set(false);
        assertThat(shelf.parts()).hasSize(2);
        merges.remove().run();
        List<Slot.Part<ExactSegment>> parts = shelf.parts();
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).segment().size()).isEqualTo(2 * HALF);
        assertThat(parts.get(0).removed()).isNull();
    }

    @Test
    void readersDuringChangesAndMerges_seeOneConsistentVersion() throws Exception {
        long end = System.nanoTime() + Long.getLong("soak.seconds", 3) * 1_000_000_000L;
        long seed = Long.getLong("soak.seed", 14);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            record Published(HashBankView view, PlainBank plain) {}
            AtomicReference<Published> published = new AtomicReference<>(new Published(bank.view(), new PlainBank()));
            AtomicBoolean over = new AtomicBoolean();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(seed + i);
                readers.add(pool.submit(() -> {
                    HashBuffers own = new HashBuffers();
                    while (!over.get()) {
                        Published now = published.get();
                        Hashes shape = Hashes.values()[random.nextInt(4)];
                        HashBankPropertyTest.requireSame(now.view(), now.plain(), shape, random, own);
                    }
                }));
            }
            Random random = new Random(seed);
            HashBank live = new HashBank(pool);
            PlainBank plain = new PlainBank();
            int bulk = 100_000;
            for (int round = 0; System.nanoTime() < end; round++) {
                for (int i = random.nextInt(200); i > 0; i--) {
                    HashBankPropertyTest.change(live, plain, Hashes.values()[random.nextInt(4)], random);
                }
                if (round % 4 == 0) {
                    // Rules out of reach of all look-ups, so that there is something large to merge.
                    for (int i = 0; i < 8000; i++) {
                        int rule = bulk + (round / 4 * 8000 + i) % 80_000;
                        live.remove(rule);
                        live.add(rule, HashAlgorithm.SHA256, List.of(hash(rule, round)), HashTerms.DEFAULT);
                    }
                }
                published.set(new Published(live.view(), plain.copy()));
            }
            over.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void add(int first, int end, int version) {
        for (int rule = first; rule < end; rule++) {
            bank.add(rule, HashAlgorithm.SHA256, List.of(hash(rule, version)), HashTerms.DEFAULT);
        }
    }

    private static byte[] hash(int rule, int version) {
        byte[] hash = new byte[32];
        new Random(rule * 1_000_003L + version).nextBytes(hash);
        return hash;
    }
}
