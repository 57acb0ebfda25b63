package dev.saring.local.bench;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.TrustedRecords;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rules by number, the same for the same seed: a third of the expressions look through strong disguise. */
final class BenchRules {
    private static final String[] SYLLABLES =
            ("ba be bi bo bu da de di do du ga ge gi go gu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe"
                            + " pi po pu ra re ri ro ru sa se si so su ta te ti to tu wa ya jang kang ngan tung rang sing")
                    .split(" ");

    static final String BULK_SOURCE = "bench-bulk";

    private final int seed;
    private int changes;

    BenchRules(int seed) {
        TrustedRecords.register();
        this.seed = seed;
    }

    /** A number not given before. */
    int next() {
        return ++changes;
    }

    List<KeywordRule> keywords(int count) {
        return IntStream.range(0, count).mapToObj(this::keyword).toList();
    }

    List<HashRule> hashes(int count) {
        return hashes(0, count);
    }

    List<HashRule> hashes(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(this::hash).toList();
    }

    /** Hashes of a source of their own. */
    List<HashRule> bulk(int from, int count) {
        List<HashRule> bulk = hashes(from, count);
        bulk.forEach(rule -> rule.setSource(BULK_SOURCE));
        return bulk;
    }

    KeywordRule keyword(int number) {
        return KeywordRule.newBuilder()
                .setRuleId("bench-k" + number)
                .setPolicy("gambling")
                .setAction(RuleAction.REVIEW)
                .setExpression(phrase(new Random(31L * seed + number)))
                .setFold(number % 3 == 0 ? Fold.STRONG : Fold.STANDARD)
                .setSource("bench")
                .build();
    }

    HashRule hash(int number) {
        byte[] value = new byte[16];
        new Random(37L * seed + number).nextBytes(value);
        return HashRule.newBuilder()
                .setRuleId("bench-h" + number)
                .setPolicy("drugs")
                .setAction(RuleAction.BLOCK)
                .setAlgorithm(HashAlgorithm.MD5)
                .setValues(List.of(ByteBuffer.wrap(value)))
                .setSource("bench")
                .build();
    }

    private static String phrase(Random random) {
        return word(random) + ' ' + word(random);
    }

    /** A word of two to four syllables. */
    static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }
}
