package dev.saring.topology;

import dev.saring.ops.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the records that threads died of, so that none can kill thread after thread: what two threads died of is sent
 * to the dead letter, unprocessed, when it comes again. Shared by all threads. A small file for each partition, written
 * only when a thread dies, lets the memory outlive the process. Records are told by partition, offset and a checksum, so
 * that a topic made anew is not mistaken for the old one; where the producer reports a death, the checksum is known only
 * once the record comes again.
 */
final class RecordDeaths {
    /** After so many deaths a record is not processed again. The first may have been a neighbour's fault. */
    static final int LIMIT = 2;

    /** More than one transaction holds of such records before the dead-letter share stops the partition. */
    private static final int MOST_PER_PARTITION = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(RecordDeaths.class);

    /** A line's cells that are unknown. */
    private static final String UNKNOWN = "-";

    /**
     * @param checksum of key and value; null where only the offset is known so far
     * @param count how many threads died of the record
     * @param withhold whether its value must not be spread: it is under a restricted policy, or nobody can tell
     * @param reason how the last thread died, on one line of bounded length, which quotes nothing of a value that is
     *     withheld
     */
    record Death(long offset, Integer checksum, int count, boolean withhold, String reason) {
        /** Whether it may be the record with this checksum. */
        private boolean fits(Integer other) {
            return checksum == null || other == null || checksum.equals(other);
        }
    }

    private final Path folder;
    private final Metrics metrics;
    private final Map<TopicPartition, TreeMap<Long, Death>> deaths = new HashMap<>();
    private final Map<TopicPartition, RecordGuard> guards = new ConcurrentHashMap<>();

    /** @param folder where the files are; made when the first is written */
    RecordDeaths(Path folder, Metrics metrics) {
        this.folder = folder;
        this.metrics = metrics;
    }

    /** The guard of one partition, which its stages share. */
    RecordGuard guard(TopicPartition partition) {
        return guards.computeIfAbsent(partition, p -> new RecordGuard(p, this));
    }

    /**
     * Notes that a thread died of a record.
     *
     * @param checksum of its key and value; null where these are not at hand
     * @param withhold unless it is known that no restricted policy holds for it
     */
    synchronized void add(TopicPartition partition, long offset, Integer checksum, boolean withhold, Throwable death) {
        TreeMap<Long, Death> known = known(partition);
        Death before = known.get(offset);
        boolean again = before != null && before.fits(checksum);
        int count = again ? before.count() + 1 : 1;
        boolean withheld = withhold || again && before.withhold();
        Integer sum = checksum == null && again ? before.checksum() : checksum;
        known.put(offset, new Death(offset, sum, count, withheld, Causes.brief(death, !withheld)));
        if (known.size() > MOST_PER_PARTITION) {
            known.pollFirstEntry();
        }
        metrics.recordDeath();
        LOG.warn(
                "A thread died of {}@{}, for the {} time{}",
                partition,
                offset,
                count == 1 ? "first" : count + ".",
                count < LIMIT ? "; it is tried again" : "; it goes to the dead letter");
        write(partition, known);
    }

    /** Takes the checksum of a record of which only the offset was known. */
    synchronized void identify(TopicPartition partition, long offset, int checksum) {
        known(partition)
                .computeIfPresent(
                        offset,
                        (o, death) -> death.checksum() != null
                                ? death
                                : new Death(o, checksum, death.count(), death.withhold(), death.reason()));
    }

    /** The records of a partition that threads died of, by offset. */
    synchronized Map<Long, Death> of(TopicPartition partition) {
        return Map.copyOf(known(partition));
    }

    static int checksum(byte[] key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key == null ? 0 : 1);
        crc.update(value == null ? 0 : 1);
        if (key != null) {
            crc.update(key);
        }
        if (value != null) {
            crc.update(value);
        }
        return (int) crc.getValue();
    }

    private TreeMap<Long, Death> known(TopicPartition partition) {
        return deaths.computeIfAbsent(partition, this::read);
    }

    private TreeMap<Long, Death> read(TopicPartition partition) {
        TreeMap<Long, Death> known = new TreeMap<>();
        Path file = file(partition);
        try {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split("\t", 5);
                long offset = Long.parseLong(cells[0]);
                known.put(
                        offset,
                        new Death(
                                offset,
                                cells[1].equals(UNKNOWN) ? null : Integer.valueOf(cells[1]),
                                Integer.parseInt(cells[2]),
                                Boolean.parseBoolean(cells[3]),
                                cells[4]));
            }
        } catch (NoSuchFileException e) {
            // nothing has died of this partition's records
        } catch (IOException | RuntimeException e) {
            LOG.warn("Which records threads died of before cannot be read from {}, and is forgotten", file, e);
            known.clear();
        }
        return known;
    }

    /** Best effort: without the file, the memory of this process has to do. */
    private void write(TopicPartition partition, TreeMap<Long, Death> known) {
        Path file = file(partition);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        String text = known.values().stream()
                .map(death -> death.offset() + "\t" + (death.checksum() == null ? UNKNOWN : death.checksum()) + "\t"
                        + death.count() + "\t" + death.withhold() + "\t" + death.reason() + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(folder);
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            LOG.warn("What a thread died of cannot be written to {}; a restart forgets it", file, e);
        }
    }

    private Path file(TopicPartition partition) {
        return folder.resolve(partition + ".tsv");
    }
}
