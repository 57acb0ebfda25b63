package dev.saring.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many partitions and instances, how much memory, disk and network an installation needs, from what was measured, with
 * the arithmetic that leads there.
 *
 * <p><b>Rate of an instance.</b> As measured for texts, made slower by what images and videos cost in processor time,
 * and in proportion to its processors. Pipelines of uploads do not talk to each other, so instances add up until the
 * brokers are at their limits, which only a measurement on the cluster itself shows.
 *
 * <p><b>Headroom.</b> Enough instances to work off a backlog while the peak goes on ({@code catchUp}), and one more, so
 * that one may be down or be rolled. Partitions for {@code growth} beyond that, since their number cannot be changed
 * without reordering contents; in multiples of {@value #STEP}, which 2, 3, 4, 6 and 12 instances share evenly.
 */
public final class CapacityPlan {
    private static final int STEP = 12;
    private static final double SECONDS_A_DAY = 86_400;
    private static final double MEGABYTE = 1_000_000;
    private static final double GIGABYTE = 1_000_000_000;
    /** Two rule sets are in memory while one takes the other's place. */
    private static final int RULE_SETS = 2;

    private static final double HEAP_BASE_MB = 256;
    private static final double HEAP_A_THREAD_MB = 64;
    private static final double OUTSIDE_HEAP = 0.25;
    private static final double OUTSIDE_HEAP_MB = 256;
    /** Segments that are due but not yet deleted, and room to move partitions. */
    private static final double DISK_HEADROOM = 1.3;

    private final CapacityDemand demand;
    private final CapacityFigures figures;
    private final List<String> lines = new ArrayList<>();
    private final int partitions;
    private final long instances;
    private final double cores;
    private final double heapMegabytes;
    private final double memoryMegabytes;
    private final double diskGigabytes;
    private final double networkMegabytes;

    /**
     * Works it out.
     *
     * @param topics the planned topics, for how long they keep what
     * @throws IllegalArgumentException where figures are missing; the message names them and how to measure them
     */
    public CapacityPlan(CapacityDemand demand, CapacityFigures figures, Topics names, TopicPlan topics) {
        this.demand = demand;
        this.figures = figures;
        boolean perceptual = demand.images() > 0 || demand.videos() > 0;
        requireFigures(perceptual);
        say("figures of %s, Java %s", figures.text("measured_at"), figures.text("java"));

        double measuredCores = figures.number("processors");
        this.cores = demand.cores() == 0 ? measuredCores : demand.cores();
        double threads = Math.max(1, Math.floor(figures.number("threads") * cores / measuredCores));
        double rate = rate(measuredCores);
        double wanted = demand.uploadsPerSecond() * demand.catchUp();
        long working = (long) Math.ceil(wanted / rate);
        this.instances = working + 1;
        say(
                "instances = %.0f uploads/s x %.1f to catch up / %.0f per instance = %d, and 1 that may be down = %d",
                demand.uploadsPerSecond(), demand.catchUp(), rate, working, instances);
        say(
                "  with all of them a backlog of an hour at the peak is gone after %.0f min, with one down after %.0f min",
                drainMinutes(instances * rate), drainMinutes(working * rate));

        double least = instances * threads * demand.growth();
        if (least > Integer.MAX_VALUE - STEP) {
            throw new IllegalArgumentException(
                    "no cluster has the partitions for so much; split the uploads by region");
        }
        this.partitions = (int) (Math.ceil(least / STEP) * STEP);
        say(
                "partitions = %d instances x %.0f threads x %.1f to grow = %.0f, in steps of %d = %d",
                instances, threads, demand.growth(), least, STEP, partitions);

        double rules = rulesHeap(perceptual);
        this.heapMegabytes = Math.ceil(RULE_SETS * rules + threads * HEAP_A_THREAD_MB + HEAP_BASE_MB);
        this.memoryMegabytes = Math.ceil(heapMegabytes * (1 + OUTSIDE_HEAP) + OUTSIDE_HEAP_MB);
        say(
                "heap of an instance = %d rule sets at once x %.0f MB + %.0f threads x %.0f MB + %.0f MB = %.0f MB"
                        + " (the last two are allowances, not measured)",
                RULE_SETS, rules, threads, HEAP_A_THREAD_MB, HEAP_BASE_MB, heapMegabytes);
        say(
                "memory of an instance = heap x %.2f + %.0f MB for what is outside of it = %.0f MB",
                1 + OUTSIDE_HEAP, OUTSIDE_HEAP_MB, memoryMegabytes);

        this.diskGigabytes = disk(names, topics);
        this.networkMegabytes = network();
    }

    private void requireFigures(boolean perceptual) {
        List<String> needed = new ArrayList<>(
                List.of("processors", "threads", "upload_bytes", "text_per_s", "text_cpu_us", "text_written_bytes"));
        needed.add(perceptual ? "pdq_rules_heap_mb" : "text_rules_heap_mb");
        if (demand.images() > 0) {
            needed.add("pdq_cpu_us");
        }
        if (demand.videos() > 0) {
            needed.add("video_cpu_us");
        }
        if (perceptual && demand.hashes() > 0) {
            needed.add("pdq_hashes");
        }
        figures.require(needed);
    }

    private double rate(double measuredCores) {
        double text = figures.number("text_cpu_us");
        double mixed = text
                + demand.images() * Math.max(0, figures.number("pdq_cpu_us", text) - text)
                + demand.videos() * Math.max(0, figures.number("video_cpu_us", text) - text);
        if (mixed > text) {
            say(
                    "processor time of an upload = %.1f us for texts, %.0f %% with an image (%.1f us), %.0f %% with a video"
                            + " (%.1f us) = %.1f us",
                    text,
                    demand.images() * 100,
                    figures.number("pdq_cpu_us", text),
                    demand.videos() * 100,
                    figures.number("video_cpu_us", text),
                    mixed);
        }
        double rate = figures.number("text_per_s") * cores / measuredCores * text / mixed;
        say(
                "rate of an instance = %.0f uploads/s measured x %.0f / %.0f processors x %.1f / %.1f us = %.0f uploads/s",
                figures.number("text_per_s"), cores, measuredCores, text, mixed, rate);
        return rate;
    }

    private double drainMinutes(double capacity) {
        return 60 * demand.uploadsPerSecond() / (capacity - demand.uploadsPerSecond());
    }

    private double rulesHeap(boolean perceptual) {
        double measured = figures.number(perceptual ? "pdq_rules_heap_mb" : "text_rules_heap_mb");
        if (!perceptual || demand.hashes() == 0) {
            return measured;
        }
        double scaled = measured * Math.max(1, demand.hashes() / figures.number("pdq_hashes"));
        say(
                "rules in the heap = %.0f MB measured with %.0f perceptual hashes, for %d = %.0f MB",
                measured, figures.number("pdq_hashes"), demand.hashes(), scaled);
        return scaled;
    }

    private double disk(Topics names, TopicPlan topics) {
        double average = demand.uploadsPerSecond() / demand.peakToAverage();
        say(
                "average rate = %.0f uploads/s at the peak / %.1f = %.0f uploads/s",
                demand.uploadsPerSecond(), demand.peakToAverage(), average);
        Map<String, String> figureNames = Map.of(
                names.uploads(), "upload_bytes",
                names.approved(), "text_written_bytes.approved",
                names.review(), "text_written_bytes.review",
                names.blocked(), "text_written_bytes.blocked",
                names.preserved(), "text_written_bytes.preserved",
                names.deadLetter(), "text_written_bytes.dead-letter");
        double total = 0;
        for (PlannedTopic topic : topics.topics()) {
            String figure = figureNames.get(topic.name());
            double bytes = figure == null ? 0 : figures.number(figure, 0);
            double days = retentionDays(topic);
            if (bytes > 0 && days > 0) {
                double gigabytes = average * bytes * days * SECONDS_A_DAY / GIGABYTE;
                total += gigabytes;
                say(
                        "  %s: %.0f uploads/s x %.0f bytes x %.1f days = %.1f GB",
                        topic.name(), average, bytes, days, gigabytes);
            }
        }
        double disk = total * demand.replication() * DISK_HEADROOM;
        say(
                "disk of all brokers = %.1f GB x %d copies x %.1f for segments not yet deleted = %.1f GB",
                total, demand.replication(), DISK_HEADROOM, disk);
        return disk;
    }

    private static double retentionDays(PlannedTopic topic) {
        String millis = topic.settings().get("retention.ms");
        return millis == null ? 0 : Long.parseLong(millis) / 1_000.0 / SECONDS_A_DAY;
    }

    private double network() {
        double rate = demand.uploadsPerSecond();
        double in = rate * (figures.number("upload_bytes") + figures.number("text_written_bytes")) / MEGABYTE;
        double copies = in * (demand.replication() - 1);
        double out = rate * (figures.number("upload_bytes") + figures.number("text_written_bytes")) / MEGABYTE;
        say(
                "network of all brokers at the peak = %.0f uploads/s x (%.0f bytes of uploads + %.0f of results): %.1f MB/s"
                        + " in, %.1f MB/s between brokers, %.1f MB/s out to the pipeline and one reader of results;"
                        + " x %.1f while catching up",
                rate,
                figures.number("upload_bytes"),
                figures.number("text_written_bytes"),
                in,
                copies,
                out,
                demand.catchUp());
        return in + copies + out;
    }

    private void say(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    /** The arithmetic, line by line. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Partitions of uploads and of what follows from them. */
    public int partitions() {
        return partitions;
    }

    /** Instances, one of which may be down. */
    public long instances() {
        return instances;
    }

    /** Heap of one instance in MB. */
    public double heapMegabytes() {
        return heapMegabytes;
    }

    /** Disk of all brokers together in GB. */
    public double diskGigabytes() {
        return diskGigabytes;
    }

    /** The result as one line of {@code key=value} pairs. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "partitions=%d instances=%d cores_per_instance=%.0f heap_mb=%.0f memory_mb=%.0f disk_gb=%.1f"
                        + " network_mb_per_s=%.1f",
                partitions,
                instances,
                cores,
                heapMegabytes,
                memoryMegabytes,
                diskGigabytes,
                networkMegabytes);
    }
}
