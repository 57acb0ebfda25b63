package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.moderation.RejectedRule;
import dev.saring.ops.Metrics;
import dev.saring.rules.RuleFollowerListener;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells metrics, log, info page and readiness what happens to the rules. */
final class RuleSetWatch implements RuleFollowerListener {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSetWatch.class);

    private final Metrics metrics;
    private final PipelineInfo info;
    private volatile String problem;
    private volatile String note;

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
    public void leftOut(List<RejectedRule> rules) {
        info.leftOut(rules);
        String told = rules.isEmpty()
                ? null
                : rules.size() + " rule records are not in the rule set; /info tells which, rules-rejected why";
        if (told != null) {
            LOG.warn(
                    "{} rule records are not in the rule set, the last of them {}: {}",
                    rules.size(),
                    rules.get(rules.size() - 1).getRuleId(),
                    rules.get(rules.size() - 1).getReason());
        } else if (note != null) {
            LOG.info("All rule records are in the rule set");
        }
        note = told;
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
        metrics.rulesFollowed();
        if (problem != null) {
            LOG.info("Rules are followed again");
        }
        problem = null;
    }

    /** What should be known of the rules although they are followed; null where nothing. */
    String note() {
        return note;
    }

    /** Why rules are not followed, or null where they are. */
    String problem() {
        return problem;
    }
}
