package dev.saring.topology;

import dev.saring.config.Settings;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RejectedRule;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.SubjectCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whether what is registered can be read with our schemas, and whether the registry takes those that we write with. One
 * that is away does not stop a start, since schemas are kept on disk.
 */
final class RegistryCheck implements StartCheck {
    private final Settings settings;
    private final Map<String, Class<? extends SpecificRecord>> read = new LinkedHashMap<>();
    private final Map<String, Class<? extends SpecificRecord>> written = new LinkedHashMap<>();

    RegistryCheck(Settings settings) {
        this.settings = settings;
        Topics topics = Topics.of(settings);
        read.put(topics.uploads(), UploadEvent.class);
        read.put(topics.rules(), KeywordRule.class);
        read.put(topics.hashes(), HashRule.class);
        for (String topic : List.of(topics.approved(), topics.review(), topics.blocked(), topics.preserved())) {
            written.put(topic, ModerationDecision.class);
        }
        written.put(topics.rulesRejected(), RejectedRule.class);
    }

    @Override
    public String subject() {
        return "registry";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null)) {
            registry.check();
            SubjectCheck subjects = new SubjectCheck(registry);
            for (Map.Entry<String, Class<? extends SpecificRecord>> each : read.entrySet()) {
                subjects.reading(each.getValue(), each.getKey())
                        .ifPresent(problem -> findings.add(Finding.stopping(problem)));
            }
            for (Map.Entry<String, Class<? extends SpecificRecord>> each : written.entrySet()) {
                subjects.writing(each.getValue(), each.getKey())
                        .ifPresent(problem -> findings.add(Finding.stopping(problem)));
            }
        } catch (RegistryUnavailableException e) {
            findings.add(
                    switch (e.reason()) {
                        case UNREACHABLE, WRONG_OR_LAGGING ->
                            Finding.hindering(e.getMessage() + "; only schemas kept on disk can be used meanwhile");
                        default -> Finding.stopping(e.getMessage());
                    });
        } catch (IllegalArgumentException e) {
            findings.add(Finding.stopping(e.getMessage()));
        }
        return findings;
    }
}
