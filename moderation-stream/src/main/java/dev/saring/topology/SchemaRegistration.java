package dev.saring.topology;

import dev.saring.config.Settings;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.RejectedRule;
import dev.saring.moderation.RuleChange;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.AvroEncoder;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Registers the schemas of all topics, so that producers in any language find them before the first record is there. */
public final class SchemaRegistration {
    private SchemaRegistration() {}

    /**
     * Registers what is not there yet.
     *
     * @return the topics whose values now have a schema
     * @throws RegistryUnavailableException where the registry is away or refuses; the message says what to do
     * @throws dev.saring.serde.RegistrySettingsException where the registry's settings cannot be used
     */
    public static List<String> register(Settings settings) throws RegistryUnavailableException {
        Map<String, Class<? extends SpecificRecord>> types = types(Topics.of(settings));
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null)) {
            for (Map.Entry<String, Class<? extends SpecificRecord>> type : types.entrySet()) {
                new AvroEncoder<>(registry, type.getValue(), type.getKey()).prepare();
            }
        }
        return List.copyOf(types.keySet());
    }

    private static Map<String, Class<? extends SpecificRecord>> types(Topics topics) {
        Map<String, Class<? extends SpecificRecord>> types = new LinkedHashMap<>();
        types.put(topics.uploads(), UploadEvent.class);
        types.put(topics.rules(), KeywordRule.class);
        types.put(topics.hashes(), HashRule.class);
        types.put(topics.ruleChanges(), RuleChange.class);
        types.put(topics.rulesRejected(), RejectedRule.class);
        types.put(topics.approved(), ModerationDecision.class);
        types.put(topics.review(), ModerationDecision.class);
        types.put(topics.blocked(), ModerationDecision.class);
        types.put(topics.preserved(), ModerationDecision.class);
        return types;
    }
}
