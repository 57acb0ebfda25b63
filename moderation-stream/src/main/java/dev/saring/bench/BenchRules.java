package dev.saring.bench;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import dev.saring.rules.BadRuleException;
import dev.saring.rules.RuleBook;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rules by number, each a pure function of seed and number. Expressions as rule sets have them: invented names, names with
 * digits, pairs of ordinary words, and some with and, or, not; half of them {@code standard}, half {@code strong}; half
 * for Indonesian, with its affixes. Hashes are random.
 */
final class BenchRules {
    private static final List<String> TEXT_POLICIES =
            List.of("gambling", "fraud", "adult", "drugs", "hate", "illegal-lending", "spam");
    private static final List<String> HASH_POLICIES = List.of("child-safety", "terrorism", "adult", "violence");
    /** The words that composed expressions ask for beside a phrase, such as "deposit": few, and common to many rules. */
    private static final int COMPANIONS = 50;

    private static final int MD5_BYTES = 16;
    private static final int LONG_BYTES = 32;

    private final long seed;

    BenchRules(long seed) {
        TrustedRecords.register();
        this.seed = seed;
    }

    KeywordRule keyword(int number) {
        return KeywordRule.newBuilder()
                .setRuleId("bench-k" + number)
                .setPolicy(TEXT_POLICIES.get(number % TEXT_POLICIES.size()))
                .setAction(action(number))
                .setSeverity(number % 100)
                .setExpression(expression(number))
                .setFold(number % 2 == 0 ? Fold.STANDARD : Fold.STRONG)
                .setLanguages(number / 2 % 2 == 0 ? List.of("id") : List.of("en"))
                .setSource("bench")
                .build();
    }

    private static RuleAction action(int number) {
        return switch (number % 10) {
            case 0, 1, 2 -> RuleAction.BLOCK;
            case 3 -> RuleAction.LABEL;
            default -> RuleAction.REVIEW;
        };
    }

    private String expression(int number) {
        String phrase = phrase(number);
        if (!isComposed(number)) {
            return phrase;
        }
        String either = companion(number) + " | " + Vocabulary.ENGLISH.any(random(number % COMPANIONS, 1));
        return phrase + " & (" + either + ") & !" + name(random(number, 1), 4);
    }

    private static boolean isComposed(int number) {
        return number % 10 == 9;
    }

    private String companion(int number) {
        return Vocabulary.INDONESIAN.any(random(number % COMPANIONS, 2));
    }

    private String phrase(int number) {
        SplittableRandom random = random(number, 0);
        return switch (number % 10) {
            case 0, 1, 2, 3 -> name(random, 4 + random.nextInt(2));
            case 4, 5 -> name(random, 3) + (10 + random.nextInt(990));
            case 6, 7, 9 -> Vocabulary.INDONESIAN.any(random) + ' ' + Vocabulary.INDONESIAN.any(random);
            default -> Vocabulary.ENGLISH.any(random) + ' ' + Vocabulary.ENGLISH.any(random);
        };
    }

    /** A text that the rule of a number matches. */
    String matching(int number) {
        return isComposed(number) ? phrase(number) + ' ' + companion(number) : phrase(number);
    }

    /** An exact hash: MD5 and SHA-256 in turn. */
    HashRule exact(int number) {
        HashAlgorithm algorithm = number % 2 == 0 ? HashAlgorithm.MD5 : HashAlgorithm.SHA256;
        return hash("bench-x" + number, number, algorithm, List.of(ByteBuffer.wrap(exactValue(number))));
    }

    byte[] exactValue(int number) {
        return bytes(number, 3, number % 2 == 0 ? MD5_BYTES : LONG_BYTES);
    }

    HashRule pdq(int number) {
        return hash("bench-p" + number, number, HashAlgorithm.PDQ, List.of(ByteBuffer.wrap(pdqValue(number))));
    }

    byte[] pdqValue(int number) {
        return bytes(number, 4, LONG_BYTES);
    }

    HashRule video(int number, int frames) {
        List<ByteBuffer> values = IntStream.range(0, frames)
                .mapToObj(frame -> ByteBuffer.wrap(frame(number, frame)))
                .toList();
        return hash("bench-v" + number, number, HashAlgorithm.VIDEO_PDQ, values);
    }

    byte[] frame(int number, int frame) {
        return bytes(number, 5 + frame, LONG_BYTES);
    }

    private static HashRule hash(String id, int number, HashAlgorithm algorithm, List<ByteBuffer> values) {
        return HashRule.newBuilder()
                .setRuleId(id)
                .setPolicy(HASH_POLICIES.get(number % HASH_POLICIES.size()))
                .setAction(RuleAction.BLOCK)
                .setSeverity(90)
                .setAlgorithm(algorithm)
                .setValues(values)
                .setSource("bench")
                .build();
    }

    void putKeywords(RuleBook book, int count) {
        put(count, number -> book.put(keyword(number)));
    }

    void putExact(RuleBook book, int count) {
        put(count, number -> book.put(exact(number)));
    }

    void putPdq(RuleBook book, int count) {
        put(count, number -> book.put(pdq(number)));
    }

    void putVideos(RuleBook book, int count, int frames) {
        put(count, number -> book.put(video(number, frames)));
    }

    private interface Put {
        void rule(int number) throws BadRuleException;
    }

    private static void put(int count, Put put) {
        for (int number = 0; number < count; number++) {
            try {
                put.rule(number);
            } catch (BadRuleException e) {
                throw new IllegalStateException("rule " + number, e);
            }
        }
    }

    private static String name(SplittableRandom random, int syllables) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            name.append("bcdfghjklmnprstwy".charAt(random.nextInt(17))).append("aiueo".charAt(random.nextInt(5)));
            if (random.nextInt(4) == 0) {
                name.append("nrsmlt".charAt(random.nextInt(6)));
            }
        }
        return name.toString();
    }

    private byte[] bytes(int number, int salt, int length) {
        byte[] bytes = new byte[length];
        random(number, salt).nextBytes(bytes);
        return bytes;
    }

    private SplittableRandom random(int number, int salt) {
        return new SplittableRandom((seed * 0x9E3779B97F4A7C15L + number) * 0xD1B54A32D192ED03L + salt);
    }
}
