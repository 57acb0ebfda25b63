package dev.saring.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets a side work through its topic, and measures it from outside: by the offsets that it commits. Measured is from the
 * first commit to the first at which 95 % are committed, so that neither the start of the clients nor the wait for the
 * last commit counts. Processor time and allocation are those of the whole process in that time, compiler and collector
 * included.
 */
final class PassMeter {
    private static final long POLL_MILLIS = 5;
    private static final double MEASURED = 0.95;
    /** Without a commit for so long something hangs. */
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BenchCluster cluster;

    private record Moment(long nanos, long committed, long cpuNanos, long allocated) {}

    PassMeter(BenchCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Runs a side until it has committed the end of its topic.
     *
     * @throws IllegalStateException where the side stops or hangs
     */
    Pass run(Side side) throws InterruptedException {
        long end = cluster.ends(side.source()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        cluster.reset(side.group(), Map.of());
        try (Side.Running running = side.start().run()) {
            Moment first = await(side, running, 1);
            Moment last = await(side, running, (long) Math.ceil(MEASURED * end));
            await(side, running, end);
            return between(first, last, side);
        }
    }

    private Pass between(Moment first, Moment last, Side side) {
        double uploads = last.committed - first.committed;
        if (uploads <= 0) {
            throw new IllegalStateException("All was over at the first commit of " + side.name()
                    + ": too few uploads to measure; raise --uploads");
        }
        return new Pass(
                uploads / ((last.nanos - first.nanos) / 1e9),
                (last.cpuNanos - first.cpuNanos) / 1e3 / uploads,
                (last.allocated - first.allocated) / uploads);
    }

    private Moment await(Side side, Side.Running running, long count) throws InterruptedException {
        long seen = 0;
        long seenAt = System.nanoTime();
        while (true) {
            running.requireRunning();
            long committed = cluster.committed(side.group());
            if (committed >= count) {
                return new Moment(System.nanoTime(), committed, system.getProcessCpuTime(), allocated());
            }
            if (committed > seen) {
                seen = committed;
                seenAt = System.nanoTime();
            } else if (System.nanoTime() - seenAt > PATIENCE) {
                throw new IllegalStateException(side.name() + " has not committed anything for "
                        + Duration.ofNanos(PATIENCE).toSeconds() + " s, after " + committed + " of " + count);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Bytes that the threads alive have allocated, this one left out. */
    private long allocated() {
        long own = Thread.currentThread().getId();
        long sum = 0;
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            sum += ids[i] == own ? 0 : Math.max(0, bytes[i]);
        }
        return sum;
    }
}
