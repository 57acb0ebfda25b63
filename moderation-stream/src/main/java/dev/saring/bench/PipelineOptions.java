package dev.saring.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run measures.
 *
 * @param uploads uploads of each pass
 * @param videos the same for videos; 0 leaves them out
 * @param rounds passes of each side that count, after one that does not
 * @param partitions partitions of each topic
 * @param replication copies of each partition
 * @param expressions keyword rules
 * @param exactHashes MD5 and SHA-256 hashes in the bank
 * @param pdqHashes PDQ hashes in the bank, and as many frames of videos; 0 leaves out what looks them up
 * @param frames frames of each video
 * @param uploadBytes average size of an upload
 * @param latency how long latency is measured; zero for not at all
 * @param recording where to keep the profile of the text side, for a look with JDK Mission Control; null for nowhere
 * @param seed of uploads and rules
 */
public record PipelineOptions(
        int uploads,
        int videos,
        int rounds,
        int partitions,
        short replication,
        int expressions,
        int exactHashes,
        int pdqHashes,
        int frames,
        int uploadBytes,
        Duration latency,
        Path recording,
        long seed) {}
