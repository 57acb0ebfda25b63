package dev.saring.cli;

import dev.saring.audit.Audit;
import dev.saring.audit.AuditException;
import dev.saring.audit.AuditFinding;
import dev.saring.audit.AuditMetrics;
import dev.saring.audit.AuditOptions;
import dev.saring.audit.AuditReport;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saring audit}. */
@Command(
        name = "audit",
        sortOptions = false,
        description = {
            "Proves from the topics alone that every upload record has exactly one decision or one dead letter.",
            "",
            "Reads uploads, approved, review, blocked and dead-letter as far as they are committed; writes nothing, joins"
                    + " no group, and may run beside the pipeline. Each record of uploads from --since to the end at the"
                    + " start (or --until) must be named by exactly one result. Deletions (no value, or the kind DELETE)"
                    + " have none; to tell them, records without result are decoded with the schema registry's help.",
            ""
        },
        footer = {
            "",
            "Findings, one a line, on standard output: kind, record, contentId, what was",
            "seen; separated by tabs.",
            "  missing       no decision, no dead letter, no deletion; also where the",
            "                pipeline has not come that far within --patience",
            "  doubled       a result too many: a second one, or one for a deletion or",
            "                for an offset without record",
            "  out_of_order  within one partition of results the offsets of one partition",
            "                of uploads must rise, and so the decisions of each content",
            "                follow its uploads. Between results in different partitions",
            "                or topics no order can be proven, nor for a content whose",
            "                uploads a producer spread over partitions.",
            "With --preserved also",
            "  missing_copy  a decision that must be preserved, without a whole copy",
            "  needless_copy a second copy, or one that nothing demands",
            "  exposed       an outcome that carries what a restricted policy forbids",
            "The last line counts everything: checked=… decided=… dead_letter=… deletions=…",
            "  missing=… doubled=… out_of_order=…, with --preserved also",
            "  missing_copies=… needless_copies=… exposed=…",
            "Results that retention has deleted count as missing: choose --since within",
            "the retention of all topics. Memory stays near 100 MB, plus 3 bits for each",
            "upload that waits for its result.",
            "",
            "Status 1 where something was found, or the audit could not be done."
        })
final class AuditCommand implements Callable<Integer> {
    private static final int LONGEST_ID = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL,…",
            description =
                    "Where the registry is, instead of schema.registry.url. With neither, only records without value"
                            + " count as deletions.")
    private String schemaRegistry;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PastTimeConverter.class,
            description =
                    "Begin at the first upload record of this time: a duration before now (7d, 12h, PT90M), a date"
                            + " (UTC) or a time with zone. Default: everything the topic holds.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PastTimeConverter.class,
            description = "End before the first upload record of this time. Default: the end at the start.")
    private Instant until;

    @Option(
            names = "--preserved",
            description = {
                "Audit the evidence too: each decision that must be preserved has one whole copy in preserved, nothing"
                        + " else is there, and no outcome carries the upload of a policy that is restricted by now.",
                "Decodes every decision, and needs the right to read preserved (role evidence-auditor)."
            })
    private boolean preserved;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for results that are not there yet, from the last one that came. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many findings of each kind to list. Default: ${DEFAULT-VALUE}.")
    private int listed;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description =
                    "Write the counts to FILE too, in Prometheus' text format, for the alerts in deploy/prometheus. With"
                            + " the node exporter's textfile collector, a file that ends in .prom in its folder.")
    private Path metrics;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Audit audit = new Audit(
                settings(),
                new AuditOptions(since, until, Duration.ofSeconds(patience), listed, preserved),
                err::println)) {
            AuditReport report = audit.run();
            report.findings().forEach(finding -> out.println(line(finding)));
            out.println(report.line());
            if (metrics != null) {
                AuditMetrics.write(report, Instant.now(), metrics);
            }
            return report.isClean() ? 0 : 1;
        } catch (IOException e) {
            throw new CommandFailure("Cannot write " + metrics + ": " + e.getMessage(), e);
        } catch (AuditException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new CommandFailure("The topics cannot be read: " + e.getMessage(), e);
        }
    }

    private Settings settings() {
        return cluster.load(
                schemaRegistry == null ? Map.of() : Map.of(SettingCatalog.SCHEMA_REGISTRY_URL.name(), schemaRegistry));
    }

    private static String line(AuditFinding finding) {
        return String.join(
                "\t",
                finding.kind().name().toLowerCase(Locale.ROOT),
                finding.source(),
                finding.contentId() == null ? "-" : Printable.of(finding.contentId(), LONGEST_ID),
                finding.detail());
    }
}
