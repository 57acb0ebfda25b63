package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A live rule that waits in SHADOW for a second person.
 *
 * @param subject what it looks for: the expression; the algorithm and the hash; or the algorithm and how many frames
 * @param by who wrote it
 * @param since when it was written
 * @param fingerprint stands for the rule as it is, to the last field: another after each edit
 * @param rule the rule itself, a {@link KeywordRule} or a {@link HashRule}
 */
public record WaitingRule(
        String ruleId,
        String policy,
        RuleAction action,
        String subject,
        String by,
        Instant since,
        String fingerprint,
        SpecificRecord rule) {
    private static final int FINGERPRINT_BYTES = 6;

    static WaitingRule of(KeywordRule rule) {
        return new WaitingRule(
                rule.getRuleId(),
                rule.getPolicy(),
                rule.getAction(),
                rule.getExpression(),
                rule.getUpdatedBy(),
                rule.getUpdatedAt(),
                fingerprint(rule),
                rule);
    }

    static WaitingRule of(HashRule rule) {
        return new WaitingRule(
                rule.getRuleId(),
                rule.getPolicy(),
                rule.getAction(),
                rule.getAlgorithm() + " " + values(rule),
                rule.getUpdatedBy(),
                rule.getUpdatedAt(),
                fingerprint(rule),
                rule);
    }

    private static String values(HashRule rule) {
        if (rule.getValues().size() != 1) {
            return "of " + rule.getValues().size() + " frames";
        }
        byte[] value = new byte[rule.getValues().get(0).remaining()];
        rule.getValues().get(0).duplicate().get(value);
        return HexFormat.of().formatHex(value);
    }

    /** The first 12 hexadecimal digits of the SHA-256 of the rule in Avro binary. */
    static String fingerprint(SpecificRecord rule) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            BinaryEncoder encoder = EncoderFactory.get()
                    .binaryEncoder(new DigestOutputStream(OutputStream.nullOutputStream(), sha256), null);
            new SpecificDatumWriter<SpecificRecord>(rule.getSchema()).write(rule, encoder);
            encoder.flush();
            return HexFormat.of().formatHex(sha256.digest(), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
