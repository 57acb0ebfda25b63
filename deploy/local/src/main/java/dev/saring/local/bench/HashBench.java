package dev.saring.local.bench;

import dev.saring.classify.hash.HashBank;
import dev.saring.classify.hash.HashBankView;
import dev.saring.classify.hash.HashBuffers;
import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.hash.PdqHasher;
import dev.saring.moderation.HashAlgorithm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the hash bank: random banks of several sizes; half of the queries are near-duplicates of bank hashes, 0 to 31
 * bits away. Times are processor time of the one thread that looks up, medians of several rounds after a warm-up, so
 * that other programs on the machine disturb little; FAISS is timed the same way.
 */
@Command(
        name = "bench.sh hash",
        mixinStandardHelpOptions = true,
        description = "Measures the hash bank. Status 1 if a look-up differs from a plain scan.")
public final class HashBench implements Callable<Integer> {
    private static final int WORDS = 4;
    private static final int DISTANCE = 31;
    private static final int ROUNDS = 5;
    private static final int FRAMES = 300;
    private static final int UPLOAD_FRAMES = 30;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "100000,1000000,10000000",
            description = "Bank sizes; default: ${DEFAULT-VALUE}.")
    private int[] sizes;

    @Option(
            names = "--main-size",
            defaultValue = "1000000",
            description = "The size whose figures go into the last line and that FAISS is measured at; default:"
                    + " ${DEFAULT-VALUE}.")
    private int mainSize;

    @Option(names = "--queries", defaultValue = "5000", description = "Queries a round; default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--check",
            defaultValue = "100",
            description = "Queries compared with a plain scan; default: ${DEFAULT-VALUE}.")
    private int checked;

    @Option(names = "--faiss-queries", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}.")
    private int faissQueries;

    @Option(names = "--no-faiss", description = "Leaves FAISS out.")
    private boolean withoutFaiss;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    private final HashBuffers buffers = new HashBuffers();
    private long sum;
    private long expected;
    private long correct;
    private boolean wrong;
    private double smallest = Double.NaN;
    private double largest = Double.NaN;
    private double bytes = Double.NaN;
    private double microseconds = Double.NaN;
    private double ratio = Double.NaN;

    /** Runs the measurements and exits with their status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new HashBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int size : sizes) {
            pdq(size);
        }
        degenerate(Math.min(mainSize, 1_000_000));
        for (int size : sizes) {
            exact(size);
        }
        video(mainSize);
        hasher();
        if (sum == 42) {
            System.err.println("the sum of all that was found is 42");
        }
        System.out.printf(
                Locale.ROOT,
                "recall=%s bytes_per_hash=%s us_per_lookup=%s faiss_ratio=%s growth_10m=%s%n",
                figure(expected == 0 ? Double.NaN : (double) correct / expected, 4),
                figure(bytes, 1),
                figure(microseconds, 2),
                figure(ratio, 1),
                figure(largest / smallest, 2));
        return correct == expected && !wrong ? 0 : 1;
    }

    private void pdq(int size) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        long[] words = random.longs((long) size * WORDS).toArray();
        long before = usedMemory();
        long start = System.nanoTime();
        ExecutorService merges = Executors.newSingleThreadExecutor();
        HashBank bank = new HashBank(merges);
        for (int rule = 0; rule < size; rule++) {
            bank.add(rule, HashAlgorithm.PDQ, List.of(bytes(words, rule)), HashTerms.DEFAULT);
        }
        HashBankView view = bank.view();
        double seconds = (System.nanoTime() - start) / 1e9;
        double memory = (double) (usedMemory() - before) / size;

        byte[][] hits = new byte[queries][];
        byte[][] misses = new byte[queries][];
        for (int i = 0; i < queries; i++) {
            hits[i] = flipped(bytes(words, random.nextInt(size)), random.nextInt(DISTANCE + 1), random);
            misses[i] = bytes(random.longs(WORDS).toArray(), 0);
        }
        double hit = near(view, hits);
        double miss = near(view, misses);
        double mean = (hit + miss) / 2;
        for (int i = 0; i < checked; i++) {
            check(view, words, i % 2 == 0 ? hits[i / 2 % queries] : misses[i / 2 % queries]);
        }
        double[] changes = changeLatencies(bank, size, random);
        System.out.printf(
                Locale.ROOT,
                "pdq     %,11d hashes: build %.2f s, %.1f bytes a hash, look-up %.2f us (hit %.2f, miss %.2f),"
                        + " add one and find it %.2f ms (worst %.2f), remove one %.2f ms (worst %.2f)%n",
                size,
                seconds,
                memory,
                mean,
                hit,
                miss,
                changes[0],
                changes[1],
                changes[2],
                changes[3]);
        if (size == mainSize) {
            bytes = memory;
            microseconds = mean;
            faiss(view, words, hits, misses);
        }
        if (size == 100_000) {
            smallest = mean;
        }
        if (size == 10_000_000) {
            largest = mean;
        }
        merges.shutdown();
    }

    private void faiss(HashBankView view, long[] words, byte[][] hits, byte[][] misses)
            throws IOException, InterruptedException {
        Optional<Faiss> faiss = withoutFaiss ? Optional.empty() : Faiss.find();
        if (faiss.isEmpty()) {
            System.out.println(
                    "faiss   not measured: " + (withoutFaiss ? "left out" : "apt-get install python3-faiss"));
            return;
        }
        byte[][] both = new byte[faissQueries][];
        long[] bothWords = new long[faissQueries * WORDS];
        for (int i = 0; i < faissQueries; i++) {
            both[i] = i % 2 == 0 ? hits[i / 2 % queries] : misses[i / 2 % queries];
            ByteBuffer.wrap(both[i]).asLongBuffer().get(bothWords, i * WORDS, WORDS);
        }
        double first = near(view, both);
        Faiss.Result result = faiss.get().lookUp(words, bothWords, ROUNDS);
        double own = (first + near(view, both)) / 2;
        long[] found = new long[1];
        for (byte[] query : both) {
            view.near(query, 100, buffers, (rule, distance) -> found[0]++);
        }
        ratio = result.microseconds() / own;
        System.out.printf(
                Locale.ROOT,
                "faiss   %,11d hashes: look-up %.2f us, found %d; the bank, same queries: %.2f us, found %d%n",
                words.length / WORDS,
                result.microseconds(),
                result.found(),
                own,
                found[0]);
    }

    /** Microseconds a look-up. */
    private double near(HashBankView view, byte[][] values) {
        return measure(values.length, i -> view.near(values[i], 100, buffers, (rule, distance) -> sum += distance));
    }

    private interface LookUp {
        void run(int query);
    }

    private static double measure(int count, LookUp lookUp) {
        double[] rounds = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                lookUp.run(i);
            }
            if (round >= 0) {
                rounds[round] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Compares a look-up with a plain scan. */
    private void check(HashBankView view, long[] words, byte[] query) {
        long[] q = new long[WORDS];
        ByteBuffer.wrap(query).asLongBuffer().get(q);
        int near = 0;
        for (int i = 0; i < words.length; i += WORDS) {
            near += distance(words, i, q) <= DISTANCE ? 1 : 0;
        }
        int[] found = new int[1];
        view.near(query, 100, buffers, (rule, distance) -> {
            found[0]++;
            wrong |= distance != distance(words, rule * WORDS, q) || distance > DISTANCE;
        });
        expected += near;
        correct += Math.min(near, found[0]);
        wrong |= found[0] > near;
    }

    private static int distance(long[] words, int at, long[] query) {
        int distance = 0;
        for (int w = 0; w < WORDS; w++) {
            distance += Long.bitCount(words[at + w] ^ query[w]);
        }
        return distance;
    }

    /** Milliseconds of the caller from a change to the look-up that sees it: median and worst of additions and of removals. */
    private double[] changeLatencies(HashBank bank, int size, SplittableRandom random) {
        double[] additions = new double[200];
        double[] removals = new double[additions.length];
        for (int i = 0; i < additions.length; i++) {
            byte[] value = bytes(random.longs(WORDS).toArray(), 0);
            long start = THREADS.getCurrentThreadCpuTime();
            bank.add(size + i, HashAlgorithm.PDQ, List.of(value), HashTerms.DEFAULT);
            int[] found = new int[1];
            bank.view().near(value, 100, buffers, (rule, distance) -> found[0]++);
            additions[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
            wrong |= found[0] != 1;
            start = THREADS.getCurrentThreadCpuTime();
            bank.remove(random.nextInt(size));
            bank.view();
            removals[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
        }
        Arrays.sort(additions);
        Arrays.sort(removals);
        int middle = additions.length / 2;
        int last = additions.length - 1;
        return new double[] {additions[middle], additions[last], removals[middle], removals[last]};
    }

    /** The worst case: every hash of the bank is near the query, and all chunks are alike. */
    private void degenerate(int size) {
        SplittableRandom random = new SplittableRandom(seed);
        HashBank bank = new HashBank();
        for (int rule = 0; rule < size; rule++) {
            bank.add(
                    rule,
                    HashAlgorithm.PDQ,
                    List.of(flipped(new byte[WORDS * Long.BYTES], 4, random)),
                    HashTerms.DEFAULT);
        }
        HashBankView view = bank.view();
        byte[] query = new byte[WORDS * Long.BYTES];
        int[] found = new int[1];
        double time = measure(10, i -> {
            found[0] = 0;
            view.near(query, 100, buffers, (rule, distance) -> found[0]++);
        });
        wrong |= found[0] != size;
        System.out.printf(
                Locale.ROOT,
                "worst   %,11d hashes, all near the query: look-up %.0f us, %.2f ns for each one found%n",
                size,
                time,
                time * 1e3 / size);
    }

    private void exact(int size) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] words = random.longs((long) size * WORDS).toArray();
        long before = usedMemory();
        long start = System.nanoTime();
        HashBank bank = new HashBank();
        for (int rule = 0; rule < size; rule++) {
            bank.add(rule, HashAlgorithm.SHA256, List.of(bytes(words, rule)), HashTerms.DEFAULT);
        }
        HashBankView view = bank.view();
        double seconds = (System.nanoTime() - start) / 1e9;
        double memory = (double) (usedMemory() - before) / size;
        byte[][] hits = new byte[queries][];
        byte[][] misses = new byte[queries][];
        for (int i = 0; i < queries; i++) {
            hits[i] = bytes(words, random.nextInt(size));
            misses[i] = flipped(hits[i], 1, random);
        }
        double hit = measure(queries, i -> view.exact(HashAlgorithm.SHA256, hits[i], rule -> sum += rule));
        double miss = measure(queries, i -> view.exact(HashAlgorithm.SHA256, misses[i], rule -> wrong = true));
        System.out.printf(
                Locale.ROOT,
                "sha256  %,11d hashes: build %.2f s, %.1f bytes a hash, look-up hit %.3f us, miss %.3f us%n",
                size,
                seconds,
                memory,
                hit,
                miss);
        if (bank.view().size() != size) {
            wrong = true;
        }
    }

    private void video(int frames) {
        SplittableRandom random = new SplittableRandom(seed);
        int videos = Math.max(1, frames / FRAMES);
        HashBank bank = new HashBank();
        byte[][] first = new byte[videos][];
        for (int video = 0; video < videos; video++) {
            byte[][] values = new byte[FRAMES][];
            for (int i = 0; i < FRAMES; i++) {
                values[i] = bytes(random.longs(WORDS).toArray(), 0);
            }
            first[video] = values[0];
            bank.add(video, HashAlgorithm.VIDEO_PDQ, List.of(values), new HashTerms(DISTANCE, 50, 0, 0));
        }
        HashBankView view = bank.view();
        int[] qualities = new int[UPLOAD_FRAMES];
        Arrays.fill(qualities, 100);
        byte[][][] uploads = new byte[200][UPLOAD_FRAMES][];
        for (byte[][] upload : uploads) {
            for (int i = 0; i < UPLOAD_FRAMES; i++) {
                upload[i] = i % 2 == 0
                        ? flipped(first[random.nextInt(videos)], random.nextInt(DISTANCE + 1), random)
                        : bytes(random.longs(WORDS).toArray(), 0);
            }
        }
        double time = measure(
                uploads.length,
                i -> view.video(List.of(uploads[i]), qualities, buffers, (rule, upload, own, least) -> sum += rule));
        System.out.printf(
                Locale.ROOT,
                "video   %,11d frames of %,d videos: %.1f us for an upload of %d distinct frames, half of them known%n",
                videos * FRAMES,
                videos,
                time,
                UPLOAD_FRAMES);
    }

    private void hasher() {
        SplittableRandom random = new SplittableRandom(seed);
        int[] pixels = random.ints(512 * 512).toArray();
        PdqHasher hasher = new PdqHasher();
        double time = measure(200, i -> sum += hasher.hash(pixels, 512, 512).quality());
        System.out.printf(Locale.ROOT, "hasher  %.0f hashes a second from 512 x 512 pixels%n", 1e6 / time);
    }

    private static byte[] bytes(long[] words, int hash) {
        byte[] bytes = new byte[WORDS * Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().put(words, hash * WORDS, WORDS);
        return bytes;
    }

    /** A copy with exactly so many bits changed. */
    private static byte[] flipped(byte[] hash, int bits, SplittableRandom random) {
        byte[] copy = hash.clone();
        for (int left = bits; left > 0; ) {
            int bit = random.nextInt(hash.length * Byte.SIZE);
            int mask = 1 << bit % Byte.SIZE;
            if (((copy[bit / Byte.SIZE] ^ hash[bit / Byte.SIZE]) & mask) == 0) {
                copy[bit / Byte.SIZE] ^= (byte) mask;
                left--;
            }
        }
        return copy;
    }

    /** Bytes of heap that are in use, after collections until they free nothing more. */
    private static long usedMemory() {
        for (long last = Long.MAX_VALUE; ; ) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (used >= last) {
                return used;
            }
            last = used;
        }
    }

    private static String figure(double value, int decimals) {
        return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
