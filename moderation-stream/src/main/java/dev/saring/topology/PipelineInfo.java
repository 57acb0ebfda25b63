package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.config.ApplicationVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code /info} shows: as much as is known so far. */
final class PipelineInfo implements Supplier<Map<String, Object>> {
    private final String applicationId;
    private volatile RuleSet rules;
    private volatile String topology;

    PipelineInfo(String applicationId) {
        this.applicationId = applicationId;
    }

    void rules(RuleSet rules) {
        this.rules = rules;
    }

    void topology(String description) {
        this.topology = description;
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("version", ApplicationVersion.get());
        info.put("application", applicationId);
        RuleSet now = rules;
        if (now != null) {
            Map<String, Object> ruleSet = new LinkedHashMap<>();
            ruleSet.put("version", now.version());
            ruleSet.put("keywordRules", now.keywordRules());
            ruleSet.put("hashRules", now.hashRules());
            info.put("ruleSet", ruleSet);
        }
        if (topology != null) {
            info.put("topology", topology);
        }
        return info;
    }
}
