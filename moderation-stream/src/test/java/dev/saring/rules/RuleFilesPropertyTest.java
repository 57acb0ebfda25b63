package dev.saring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What is written is read back unchanged, whatever the cells hold. */
class RuleFilesPropertyTest {
    private static final List<String> TEXTS = List.of(
            "judi",
            "a,b",
            "a;b;c",
            "\"quoted\"",
            "two\nlines",
            "#comment",
            "'",
            "\u202Eevil",
            "🎰",
            "x  y",
            "=1+1",
            "\uFEFFbom",
            "\u0003",
            "e\u0301",
            "1,5",
            "\\\"");

    @Property(tries = 200)
    void keywordRules_surviveWritingAndReading(@ForAll @Size(max = 6) List<Long> seeds) throws IOException {
        List<KeywordRule> rules = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            rules.add(keyword("k" + i, new Random(seeds.get(i))));
        }
        Path directory = Files.createTempDirectory("rules");
        RuleFileWriter.writeKeywords(directory, rules);

        assertThat(new Read(directory).keywords).isEqualTo(rules);
    }

    @Property(tries = 200)
    void hashRules_surviveWritingAndReading(@ForAll @Size(max = 6) List<Long> seeds) throws IOException {
        List<HashRule> rules = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            rules.add(hash("h" + i, new Random(seeds.get(i))));
        }
        Path directory = Files.createTempDirectory("rules");
        RuleFileWriter.writeHashes(directory, rules);

        assertThat(new Read(directory).hashes).isEqualTo(rules);
    }

    private static KeywordRule keyword(String ruleId, Random random) {
        return new KeywordRule(
                ruleId,
                "gambling",
                one(random, RuleAction.values()),
                text(random),
                some(random, List.of("id", "en", "jv")),
                some(random, List.of(TextField.TITLE, TextField.CAPTION, TextField.ON_SCREEN)),
                one(random, Fold.values()),
                some(random, List.of("drugs", "k7")),
                random.nextInt(101),
                one(random, RuleMode.values()),
                some(random, List.of("ID", "SG")),
                13,
                some(random, List.of("a label", "b,c")),
                time(random),
                time(random),
                random.nextBoolean() ? null : text(random),
                text(random),
                random.nextBoolean() ? "" : text(random),
                "",
                Instant.EPOCH,
                null,
                null);
    }

    private static HashRule hash(String ruleId, Random random) {
        HashAlgorithm algorithm = one(random, HashAlgorithm.values());
        List<ByteBuffer> values = new ArrayList<>();
        for (int i = algorithm == HashAlgorithm.VIDEO_PDQ ? 3 : 1; i > 0; i--) {
            byte[] value = new byte[HexCells.length(algorithm)];
            random.nextBytes(value);
            values.add(ByteBuffer.wrap(value));
        }
        return new HashRule(
                ruleId,
                "drugs",
                one(random, RuleAction.values()),
                algorithm,
                values,
                random.nextBoolean() ? null : random.nextInt(),
                random.nextBoolean() ? null : random.nextInt(),
                random.nextBoolean() ? null : random.nextDouble(),
                random.nextBoolean() ? null : random.nextDouble(),
                some(random, List.of("drugs", "k7")),
                random.nextInt(101),
                one(random, RuleMode.values()),
                some(random, List.of("ID", "SG")),
                16,
                some(random, List.of("a label")),
                time(random),
                time(random),
                random.nextBoolean() ? null : text(random),
                text(random),
                text(random),
                "",
                Instant.EPOCH,
                null,
                null);
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static Instant time(Random random) {
        return random.nextInt(3) == 0 ? null : Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    /** Any but UNKNOWN, which stands first. */
    private static <E extends Enum<E>> E one(Random random, E[] values) {
        return values[1 + random.nextInt(values.length - 1)];
    }

    private static <T> List<T> some(Random random, List<T> values) {
        return values.stream().filter(value -> random.nextBoolean()).toList();
    }

    private static final class Read implements RuleFiles.Sink {
        private final List<KeywordRule> keywords = new ArrayList<>();
        private final List<HashRule> hashes = new ArrayList<>();

        Read(Path directory) throws IOException {
            Problems problems = new Problems();
            RuleFiles.read(directory, this, problems);
            assertThat(problems.describe()).isEmpty();
            for (String name : List.of(RuleFiles.KEYWORDS, RuleFiles.HASHES)) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.delete(directory);
        }

        @Override
        public void put(KeywordRule rule) {
            keywords.add(rule);
        }

        @Override
        public void put(HashRule rule) {
            hashes.add(rule);
        }
    }
}
