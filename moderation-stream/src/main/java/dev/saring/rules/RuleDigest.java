package dev.saring.rules;

import dev.saring.classify.Engine;
import dev.saring.classify.Limits;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.TrustedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The version of a rule set, kept up to date as rules come and go.
 *
 * <p>Each live rule has a fingerprint, the first 128 bits of the SHA-256 of its record in Avro binary, without who
 * wrote it and when, and with its lists sorted. The fingerprints are added up in two lanes of 64 bits, so that the sum
 * does not depend on order and one rule is added or taken away in constant time (Bellare and Micciancio 1997 call such
 * sums incremental hashes; nobody who can write rules has a reason to forge one). The version is a digest over that
 * sum, the policies, the limits and the engine's version.
 */
final class RuleDigest {
    static {
        TrustedRecords.register();
    }

    /** Fingerprint of one rule. */
    record Fingerprint(long high, long low) {}

    private final MessageDigest sha256;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final SpecificDatumWriter<KeywordRule> keywords = new SpecificDatumWriter<>(KeywordRule.class);
    private final SpecificDatumWriter<HashRule> hashes = new SpecificDatumWriter<>(HashRule.class);
    private final byte[] surroundings;
    private BinaryEncoder encoder;
    private long high;
    private long low;

    RuleDigest(PolicyBook policies, Limits limits) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        String text = Engine.VERSION + "\n" + limits + "\n" + policies.canonical();
        surroundings = text.getBytes(StandardCharsets.UTF_8);
    }

    Fingerprint of(KeywordRule rule) {
        KeywordRule canonical = KeywordRule.newBuilder(rule)
                .setUpdatedBy("")
                .setUpdatedAt(Instant.EPOCH)
                .setAllows(sorted(rule.getAllows()))
                .setRegions(sorted(rule.getRegions()))
                .setLabels(sorted(rule.getLabels()))
                .setLanguages(sorted(rule.getLanguages()))
                .setFields(rule.getFields().stream().sorted().toList())
                .build();
        return fingerprint('k', keywords, canonical);
    }

    Fingerprint of(HashRule rule) {
        HashRule canonical = HashRule.newBuilder(rule)
                .setUpdatedBy("")
                .setUpdatedAt(Instant.EPOCH)
                .setAllows(sorted(rule.getAllows()))
                .setRegions(sorted(rule.getRegions()))
                .setLabels(sorted(rule.getLabels()))
                .build();
        return fingerprint('h', hashes, canonical);
    }

    private static List<String> sorted(List<String> list) {
        return list.stream().sorted().toList();
    }

    private <T extends SpecificRecord> Fingerprint fingerprint(char kind, SpecificDatumWriter<T> writer, T rule) {
        bytes.reset();
        bytes.write(kind);
        try {
            encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
            writer.write(rule, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(bytes.toByteArray()));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    void add(Fingerprint rule) {
        high += rule.high();
        low += rule.low();
    }

    void remove(Fingerprint rule) {
        high -= rule.high();
        low -= rule.low();
    }

    String version() {
        ByteBuffer sum = ByteBuffer.allocate(16).putLong(high).putLong(low).flip();
        sha256.update(sum);
        byte[] digest = sha256.digest(surroundings);
        return "rs-" + HexFormat.of().formatHex(digest, 0, 8);
    }
}
