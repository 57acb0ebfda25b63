package dev.saring.topology;

import dev.saring.classify.RuleSet;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.Outcome;
import dev.saring.ops.Metrics;
import dev.saring.serde.DecodingLimits;
import dev.saring.serde.SchemaRegistry;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the stages work with; shared by all threads.
 *
 * @param registry the schema registry
 * @param patience how registry outages are waited out
 * @param rules the rule set in use at the moment
 * @param clock tells the time of decisions
 * @param metrics counts
 * @param decodingLimits what an upload record may ask of its decoder
 * @param embedUpload the outcomes whose decisions carry the upload
 * @param decisionMaxBytes largest record written, key and headers included
 * @param watches what each task tells the metrics
 * @param shares dead letters by partition
 * @param deaths the records that threads died of
 */
record StageTools(
        SchemaRegistry registry,
        RegistryPatience patience,
        Supplier<RuleSet> rules,
        InstantSource clock,
        Metrics metrics,
        DecodingLimits decodingLimits,
        Set<Outcome> embedUpload,
        int decisionMaxBytes,
        TaskWatches watches,
        DeadLetterShares shares,
        RecordDeaths deaths) {

    /** What the settings say, and what is open already. */
    static StageTools of(
            Settings settings,
            SchemaRegistry registry,
            RegistryPatience patience,
            Supplier<RuleSet> rules,
            InstantSource clock,
            Metrics metrics,
            TaskWatches watches,
            RecordDeaths deaths) {
        return new StageTools(
                registry,
                patience,
                rules,
                clock,
                metrics,
                new DecodingLimits(settings.get(SettingCatalog.UPLOAD_MAX_BYTES)),
                settings.get(SettingCatalog.EMBED_UPLOAD),
                settings.get(SettingCatalog.DECISION_MAX_BYTES),
                watches,
                new DeadLetterShares(
                        settings.get(SettingCatalog.DEAD_LETTER_LIMIT_PERCENT),
                        settings.get(SettingCatalog.DEAD_LETTER_WINDOW)),
                deaths);
    }
}
