package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.KafkaClient;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.RejectedRule;
import dev.saring.rules.RuleFollower;
import dev.saring.rules.RuleFollowerListener;
import dev.saring.rules.RuleTopicException;
import dev.saring.serde.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether there are live rules, and all can be taken: reads them as a start does, but reports no rejections. Gives up at
 * the first outage, which a start would wait for.
 */
final class RulesCheck implements StartCheck {
    private final Settings settings;
    private final Topics topics;

    RulesCheck(Settings settings) {
        this.settings = settings;
        this.topics = Topics.of(settings);
    }

    @Override
    public String subject() {
        return "rules";
    }

    /** What speaks against starting with these rules; null where nothing does. */
    static String problem(RuleSet rules, Settings settings) {
        if (!rules.isEmpty() || settings.get(SettingCatalog.RULES_ALLOW_EMPTY)) {
            return null;
        }
        Topics topics = Topics.of(settings);
        return "there are no live rules on " + topics.rules() + " and " + topics.hashes()
                + ", and without rules nearly everything is approved; publish some with `saring rules publish`, or set"
                + " saring.rules.allow-empty=true";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Path kept = new DataDirectory(settings).schemas();
        try (SchemaRegistry registry =
                SchemaRegistry.connect(settings.registry(), Files.isDirectory(kept) ? kept : null)) {
            return read(registry, PoliciesCheck.read(settings));
        } catch (PipelineStartException | IllegalArgumentException e) {
            return List.of(Finding.stopping(e.getMessage()));
        }
    }

    private List<Finding> read(SchemaRegistry registry, PolicyBook policies) throws InterruptedException {
        Impatience impatience = new Impatience();
        AtomicInteger rejected = new AtomicInteger();
        try (RuleFollower follower = new RuleFollower(
                settings.kafka(KafkaClient.CONSUMER),
                topics.ruleTopics(),
                registry,
                policies,
                PipelineApp.limits(settings),
                rejection -> rejected.incrementAndGet(),
                impatience)) {
            impatience.follower = follower;
            follower.start();
            List<Finding> findings = new ArrayList<>();
            String problem = problem(follower.awaitLoaded(), settings);
            if (problem != null) {
                findings.add(Finding.stopping(problem));
            }
            if (rejected.get() > 0) {
                findings.add(Finding.hindering(rejected.get() + " live rules cannot be taken; a start writes each, with"
                        + " the reason, to " + topics.rulesRejected()));
            }
            return findings;
        } catch (RuleTopicException e) {
            String outage = impatience.outage;
            return List.of(
                    outage == null || outage.equals(e.getMessage())
                            ? Finding.stopping(e.getMessage())
                            : Finding.hindering("the rules cannot be read now, and a start would wait: " + outage));
        }
    }

    /** Ends the reading at the first thing that a start would wait for. */
    private static final class Impatience implements RuleFollowerListener {
        private volatile RuleFollower follower;
        private volatile String outage;

        @Override
        public void failed(String reason) {
            outage = reason;
            follower.close();
        }

        @Override
        public void swapped(RuleSet rules, long changes, Duration took) {
            // awaitLoaded tells it
        }

        @Override
        public void rejected(String topic) {
            // counted where it is reported
        }

        @Override
        public void leftOut(List<RejectedRule> rules) {
            // counted where they are reported
        }

        @Override
        public void following() {
            // nothing has been wrong
        }
    }
}
