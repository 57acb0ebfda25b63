package dev.saring.topology;

import dev.saring.classify.RuleSet;
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
        RecordDeaths deaths) {}
