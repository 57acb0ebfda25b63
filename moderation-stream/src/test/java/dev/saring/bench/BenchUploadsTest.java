package dev.saring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleBook;
import dev.saring.serde.AvroDecoder;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class BenchUploadsTest {
    private static final int EXPRESSIONS = 2_000;
    private static final int HASHES = 2_000;
    private static final int FRAMES = 5;
    private static final int UPLOADS = 4_000;

    private final BenchUploads uploads =
            new BenchUploads(1, new BenchUploads.Shape(600, EXPRESSIONS, HASHES, HASHES, 0));
    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://BenchUploadsTest"), null);

    @Test
    void sameSeedAndNumber_giveTheSameUpload() {
        BenchUploads again = new BenchUploads(1, new BenchUploads.Shape(600, EXPRESSIONS, HASHES, HASHES, 0));
        BenchUploads others = new BenchUploads(2, new BenchUploads.Shape(600, EXPRESSIONS, HASHES, HASHES, 0));

        assertThat(again.upload(40)).isEqualTo(uploads.upload(40));
        assertThat(uploads.upload(41)).isNotEqualTo(uploads.upload(40));
        assertThat(others.upload(40)).isNotEqualTo(uploads.upload(40));
    }

    @Test
    void contentId_leadsBackToItsNumber() {
        assertThat(BenchUploads.number(BenchUploads.contentId(1_234_567).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(1_234_567);
    }

    @Test
    void sizes_spreadAThirdAroundTheAverage() {
        try (UploadLoader loader = loader()) {
            var sizes = IntStream.range(0, UPLOADS)
                    .map(number -> loader.record(number).value().length)
                    .summaryStatistics();
            assertThat(sizes.getAverage()).isBetween(570.0, 630.0);
            assertThat(sizes.getMin()).isGreaterThan(350);
            assertThat(sizes.getMax()).isLessThan(900);
        }
    }

    @Test
    void oneInTwenty_matchesARule() throws Exception {
        RuleSet rules = rules(book -> {});
        Classifier classifier = new Classifier();
        int matched = 0;
        int exact = 0;
        int expected = 0;
        for (int number = 0; number < UPLOADS; number++) {
            ModerationDecision decision = classifier.classify(uploads.upload(number), rules, Context.at(Instant.EPOCH));
            boolean matches = !decision.getKeywordMatches().isEmpty()
                    || !decision.getHashMatches().isEmpty();
            matched += matches ? 1 : 0;
            expected += matches && number % BenchUploads.MATCHES == 0 ? 1 : 0;
            exact += decision.getHashMatches().isEmpty() ? 0 : 1;
            assertThat(decision.getGaps()).isEmpty();
        }
        assertThat(expected).isGreaterThan(UPLOADS / BenchUploads.MATCHES * 9 / 10);
        assertThat(matched).isBetween(UPLOADS * 45 / 1_000, UPLOADS * 6 / 100);
        assertThat(exact).isEqualTo(UPLOADS / BenchUploads.MATCHES / 5);
    }

    @Test
    void oneInAHundred_isNearTheBank() throws Exception {
        RuleSet rules = rules(book -> new BenchRules(1).putPdq(book, HASHES));
        assertThat(near(uploads, rules)).isEqualTo(UPLOADS / BenchUploads.NEAR);
    }

    @Test
    void oneVideoInAHundred_isNearTheBank() throws Exception {
        BenchUploads videos =
                new BenchUploads(1, new BenchUploads.Shape(600, EXPRESSIONS, HASHES, HASHES / FRAMES, FRAMES));
        RuleSet rules = rules(book -> new BenchRules(1).putVideos(book, HASHES / FRAMES, FRAMES));
        assertThat(videos.upload(3).getMedia().get(0).getFrames()).hasSize(FRAMES);
        assertThat(near(videos, rules)).isEqualTo(UPLOADS / BenchUploads.NEAR);
    }

    private static long near(BenchUploads of, RuleSet rules) {
        Classifier classifier = new Classifier();
        return IntStream.range(0, UPLOADS)
                .filter(number ->
                        classifier
                                .classify(of.upload(number), rules, Context.at(Instant.EPOCH))
                                .getHashMatches()
                                .stream()
                                .map(HashMatch::getDistance)
                                .anyMatch(distance -> distance != null && distance >= 0))
                .count();
    }

    private static RuleSet rules(Consumer<RuleBook> more) throws Exception {
        RuleBook book = new RuleBook(PolicyFile.standard(), Limits.DEFAULT);
        BenchRules rules = new BenchRules(1);
        rules.putKeywords(book, EXPRESSIONS);
        rules.putExact(book, HASHES);
        more.accept(book);
        return book.snapshot();
    }

    @Test
    void renumberedRecord_isTheSameUploadUnderAnotherId() throws Exception {
        try (UploadLoader loader = loader()) {
            ProducerRecord<byte[], byte[]> record = UploadLoader.renumbered(loader.record(7), 123_456);
            UploadEvent upload =
                    new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults()).decode(record.value());
            UploadEvent expected = uploads.upload(7);
            expected.setContentId(BenchUploads.contentId(123_456));

            assertThat(upload).isEqualTo(expected);
            assertThat(BenchUploads.number(record.key())).isEqualTo(123_456);
        }
    }

    private UploadLoader loader() {
        return new UploadLoader(Map.of("bootstrap.servers", "127.0.0.1:1"), registry, uploads, "test.uploads", true);
    }
}
