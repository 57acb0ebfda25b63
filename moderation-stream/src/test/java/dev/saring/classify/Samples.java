package dev.saring.classify;

import dev.saring.classify.policy.Deadline;
import dev.saring.classify.policy.Demand;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.DueKind;
import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.VideoFrame;
import dev.saring.moderation.WhilePending;
import dev.saring.rules.BadRuleException;
import dev.saring.rules.RuleBook;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Small uploads, rules and policies for tests. */
public final class Samples {
    static {
        TrustedRecords.register();
    }

    public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    public static final PolicyBook POLICIES = new PolicyBook(
            List.of(
                    policy("gambling", false, Outcome.BLOCKED, WhilePending.LIMITED, 18, null, false),
                    policy("hate", false, Outcome.REVIEW, WhilePending.LIVE, 0, null, false),
                    policy("child-safety", false, Outcome.BLOCKED, WhilePending.HOLD, 0, Period.ofYears(1), true),
                    policy("education", true, Outcome.BLOCKED, WhilePending.LIVE, 0, null, false)),
            Map.of(
                    MediaKind.IMAGE, Demand.ANY_HASH,
                    MediaKind.VIDEO, Demand.FRAMES_OR_HASH,
                    MediaKind.AUDIO, Demand.NONE));

    private Samples() {}

    private static Policy policy(
            String code,
            boolean positive,
            Outcome ceiling,
            WhilePending pending,
            int age,
            Period preservation,
            boolean restricted) {
        return new Policy(
                code,
                code,
                positive,
                Map.of("id", code + " id", "en", code + " en"),
                Map.of("id", "Alasan " + code, "en", "Reason " + code),
                ceiling,
                pending,
                age,
                List.of(
                        new Deadline(Set.of("ID"), Duration.ofHours(4), DueKind.LEGAL, "law"),
                        new Deadline(Set.of(), Duration.ofHours(24), DueKind.TARGET, "")),
                preservation,
                restricted);
    }

    public static KeywordRule.Builder keyword(String id, String expression, String policy, RuleAction action) {
        return KeywordRule.newBuilder()
                .setRuleId(id)
                .setExpression(expression)
                .setPolicy(policy)
                .setAction(action)
                .setFold(Fold.STANDARD);
    }

    public static HashRule.Builder hash(
            String id, HashAlgorithm algorithm, String policy, RuleAction action, byte[]... values) {
        return HashRule.newBuilder()
                .setRuleId(id)
                .setAlgorithm(algorithm)
                .setPolicy(policy)
                .setAction(action)
                .setValues(Stream.of(values).map(ByteBuffer::wrap).toList());
    }

    /** Compiles rules given as records or as builders. */
    public static RuleSet rules(Object... rules) {
        return rules(Limits.DEFAULT, Arrays.asList(rules));
    }

    public static RuleSet rules(Limits limits, List<?> rules) {
        RuleBook book = new RuleBook(POLICIES, limits);
        for (Object rule : rules) {
            put(book, rule);
        }
        return book.snapshot();
    }

    public static void put(RuleBook book, Object rule) {
        try {
            SpecificRecord record = rule instanceof KeywordRule.Builder keyword
                    ? keyword.build()
                    : rule instanceof HashRule.Builder hash ? hash.build() : (SpecificRecord) rule;
            if (record instanceof KeywordRule keyword) {
                book.put(keyword);
            } else {
                book.put((HashRule) record);
            }
        } catch (BadRuleException e) {
            throw new AssertionError(e.field() + ": " + e.getMessage(), e);
        }
    }

    public static UploadEvent.Builder upload(String... captions) {
        List<UploadText> texts = new ArrayList<>();
        for (String caption : captions) {
            texts.add(new UploadText(TextField.CAPTION, null, caption));
        }
        return UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("c1")
                .setUploaderId("u1")
                .setUploadedAt(NOW)
                .setRegion("ID")
                .setTexts(texts);
    }

    public static UploadMedia image(String id, MediaHash... hashes) {
        return new UploadMedia(id, MediaKind.IMAGE, null, null, List.of(hashes), List.of());
    }

    public static UploadMedia video(String id, int quality, byte[]... frames) {
        List<VideoFrame> list = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            list.add(new VideoFrame(1000L * i, ByteBuffer.wrap(frames[i]), quality));
        }
        return new UploadMedia(id, MediaKind.VIDEO, null, null, List.of(), list);
    }

    public static MediaHash hash(HashAlgorithm algorithm, byte[] value) {
        return new MediaHash(algorithm, ByteBuffer.wrap(value), null);
    }

    /** A hash of the given size, different for each seed. */
    public static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** The hash with its first bits turned. */
    public static byte[] flip(byte[] hash, int bits) {
        byte[] copy = hash.clone();
        for (int bit = 0; bit < bits; bit++) {
            copy[bit / 8] ^= (byte) (1 << bit % 8);
        }
        return copy;
    }
}
