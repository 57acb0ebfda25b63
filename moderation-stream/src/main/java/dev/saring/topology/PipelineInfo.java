package dev.saring.topology;

import dev.saring.classify.Engine;
import dev.saring.classify.RuleSet;
import dev.saring.config.ApplicationVersion;
import dev.saring.moderation.RejectedRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code /info} shows: as much as is known so far. */
final class PipelineInfo implements Supplier<Map<String, Object>> {
    private static final int MOST_LEFT_OUT_SHOWN = 20;

    /** What is told of a rule set; the set itself would stay in memory after the follower has swapped it for a better one. */
    private record LiveRules(String version, int keywordRules, int hashRules) {}

    private final String applicationId;
    private volatile LiveRules rules;
    private volatile List<RejectedRule> leftOut = List.of();
    private volatile String topology;

    PipelineInfo(String applicationId) {
        this.applicationId = applicationId;
    }

    void rules(RuleSet rules) {
        this.rules = new LiveRules(rules.version(), rules.keywordRules(), rules.hashRules());
    }

    void leftOut(List<RejectedRule> rules) {
        this.leftOut = rules;
    }

    void topology(String description) {
        this.topology = description;
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("version", ApplicationVersion.get());
        info.put("revision", ApplicationVersion.revision());
        info.put("engine", Engine.VERSION);
        info.put("java", Runtime.version().toString());
        info.put("application", applicationId);
        LiveRules now = rules;
        if (now != null) {
            Map<String, Object> ruleSet = new LinkedHashMap<>();
            ruleSet.put("version", now.version());
            ruleSet.put("keywordRules", now.keywordRules());
            ruleSet.put("hashRules", now.hashRules());
            ruleSet.put("rulesLeftOut", leftOut.size());
            ruleSet.put(
                    "leftOut",
                    leftOut.stream()
                            .limit(MOST_LEFT_OUT_SHOWN)
                            .map(rule -> Map.of("ruleId", rule.getRuleId(), "reason", rule.getReason()))
                            .toList());
            info.put("ruleSet", ruleSet);
        }
        if (topology != null) {
            info.put("topology", topology);
        }
        return info;
    }
}
