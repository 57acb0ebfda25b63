package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.ops.Metrics;
import dev.saring.rules.RuleFollowerListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells metrics, log, info page and readiness what happens to the rules. */
final class RuleSetWatch implements RuleFollowerListener {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSetWatch.class);

    private final Metrics metrics;
    private final PipelineInfo info;
    private volatile String problem;

    RuleSetWatch(Metrics metrics, PipelineInfo info) {
        this.metrics = metrics;
        this.info = info;
    }

    @Override
    public void swapped(RuleSet rules, long changes, Duration took) {
        metrics.ruleSet(rules.version(), rules.keywordRules(), rules.hashRules());
        info.rules(rules);
        LOG.info(
                "Rule set {}: {} keyword and {} hash rules, {} changes, {} ms",
                rules.version(),
                rules.keywordRules(),
                rules.hashRules(),
                changes,
                took.toMillis());
    }

    @Override
    public void rejected(String topic) {
        metrics.ruleRejected();
    }

    @Override
    public void failed(String reason) {
        if (problem == null) {
            LOG.warn("Rules are not followed, the last good set stays: {}", reason);
        }
        problem = "rules are not followed: " + reason;
    }

    @Override
    public void following() {
        if (problem != null) {
            LOG.info("Rules are followed again");
        }
        problem = null;
    }

    /** Why rules are not followed, or null where they are. */
    String problem() {
        return problem;
    }
}
