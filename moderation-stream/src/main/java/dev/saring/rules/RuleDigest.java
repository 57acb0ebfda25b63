package dev.saring.rules;

import dev.saring.classify.Engine;
import dev.saring.classify.Limits;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
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

/**
 * The version of a rule set, kept up to date as rules come and go.
 *
 * <p>Each live rule has a fingerprint, the first 128 bits of the SHA-256 of its fields in Avro binary, without who
 * wrote it and when, and with its lists sorted; a test knows which fields are left out. They are written by hand, since
 * a million rules wait for it at each start. The fingerprints are added up in two lanes of 64 bits, so that the sum
 * does not depend on order and one rule is added or taken away in constant time (Bellare and Micciancio 1997 call such
 * sums incremental hashes; nobody who can write rules has a reason to forge one). The version is a digest over that
 * sum, the policies, the limits and the engine's version.
 */
final class RuleDigest {
    /** Fingerprint of one rule. */
    record Fingerprint(long high, long low) {}

    private final MessageDigest sha256;
    private final Bytes bytes = new Bytes();
    private final byte[] surroundings;
    private BinaryEncoder encoder;
    private long high;
    private long low;

    RuleDigest(PolicyBook policies, Limits limits) {
        this(policies, limits, Engine.VERSION);
    }

    /** @param engine the version of the engine that would match with these rules */
    RuleDigest(PolicyBook policies, Limits limits, String engine) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        String text = engine + "\n" + limits + "\n" + policies.canonical();
        surroundings = text.getBytes(StandardCharsets.UTF_8);
    }

    Fingerprint of(KeywordRule rule) {
        try {
            start('k');
            encoder.writeString(rule.getExpression());
            strings(rule.getLanguages());
            strings(rule.getFields().stream().map(Enum::name).toList());
            encoder.writeString(rule.getFold().name());
            terms(rule.getRuleId(), RecordTerms.of(rule), rule.getSource(), rule.getNote());
            return finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Fingerprint of(HashRule rule) {
        try {
            start('h');
            encoder.writeString(rule.getAlgorithm().name());
            encoder.writeInt(rule.getValues().size());
            for (ByteBuffer value : rule.getValues()) {
                encoder.writeBytes(value.duplicate());
            }
            number(rule.getMaxDistance());
            number(rule.getMinQuality());
            share(rule.getMinUploadShare());
            share(rule.getMinBankShare());
            terms(rule.getRuleId(), RecordTerms.of(rule), rule.getSource(), rule.getNote());
            return finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(char kind) {
        bytes.reset();
        bytes.write(kind);
        encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
    }

    private void terms(String ruleId, RecordTerms terms, String source, String note) throws IOException {
        encoder.writeString(ruleId);
        encoder.writeString(terms.policy());
        encoder.writeString(terms.action().name());
        strings(terms.allows());
        encoder.writeInt(terms.severity());
        encoder.writeString(terms.mode().name());
        strings(terms.regions());
        encoder.writeInt(terms.minimumAge());
        strings(terms.labels());
        time(terms.validFrom());
        time(terms.validUntil());
        encoder.writeBoolean(terms.legalBasis() != null);
        encoder.writeString(terms.legalBasis() == null ? "" : terms.legalBasis());
        encoder.writeString(source);
        encoder.writeString(note);
    }

    private void strings(List<String> list) throws IOException {
        encoder.writeInt(list.size());
        for (String each : list.size() < 2 ? list : list.stream().sorted().toList()) {
            encoder.writeString(each);
        }
    }

    private void number(Integer value) throws IOException {
        encoder.writeBoolean(value != null);
        encoder.writeInt(value == null ? 0 : value);
    }

    private void share(Double value) throws IOException {
        encoder.writeBoolean(value != null);
        encoder.writeDouble(value == null ? 0 : value);
    }

    private void time(Instant value) throws IOException {
        encoder.writeBoolean(value != null);
        encoder.writeLong(value == null ? 0 : value.toEpochMilli());
    }

    private Fingerprint finish() throws IOException {
        encoder.flush();
        bytes.updateInto(sha256);
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    /** Bytes that go into a digest without being copied. */
    private static final class Bytes extends ByteArrayOutputStream {
        void updateInto(MessageDigest digest) {
            digest.update(buf, 0, count);
        }
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
