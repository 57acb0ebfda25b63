package dev.saring.cli;

import dev.saring.audit.AuditException;
import dev.saring.capture.CaptureException;
import dev.saring.capture.CaptureOrder;
import dev.saring.capture.CaptureReport;
import dev.saring.capture.UploadCapture;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.rules.PolicyFile;
import dev.saring.rules.RuleFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring capture}: from a range of uploads to one file that decides alike elsewhere. */
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        description = {
            "Packs uploads of one partition, with their schemas, decisions or dead letters, the rules that were in force"
                    + " for each, the policies and the limits, into one file (zip with JSON lines) for `saring replay"
                    + " --capture`. Joins no group and writes nothing to Kafka. At most 100,000 records.",
            "The rules of a decision are those whose version it names; where rules changed within the range, each decision"
                    + " gets its own. Where no rules of the last changes have that version, as under another policy"
                    + " file or limits than --config leads to, those published by its time stand in, and are counted.",
            "Left out unless --with-restricted: content and decisions of uploads that a restricted policy (child safety)"
                    + " was or by now is matched on, and the hash rules of such policies with the ALLOW rules that repeat"
                    + " them. A policy that --config does not lead to counts as restricted. What cannot be decoded is"
                    + " kept.",
            "The file holds what users uploaded: only its owner may read it, and it should be deleted after use.",
            "The last line: records=n decisions=n dead_letters=n deletions=n undecided=n withheld=n rules=n changes=n"
                    + " rules_left_out=n rules_by_time=n"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the file is written",
            "1:the range is not there, or something could not be read or written",
            "2:wrong usage"
        })
public final class CaptureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--partition", required = true, paramLabel = "P", description = "Partition of uploads.")
    private int partition;

    @Option(names = "--from", required = true, paramLabel = "A", description = "First offset.")
    private long from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "B",
            description = "First offset that is no longer captured; the topic's end where that comes before.")
    private long to;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Option(
            names = "--with-restricted",
            description = "Take restricted content along. For whoever may hold it, on a machine that may.")
    private boolean withRestricted;

    @Override
    public Integer call() {
        CaptureOrder order;
        try {
            order = new CaptureOrder(partition, from, to, withRestricted);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        if (!force && Files.exists(out)) {
            throw new CommandFailure(out + " is there already; give another --out, or --force to write over it");
        }
        Settings settings =
                options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL);
        byte[] policyText = policyText(settings);
        try (UploadCapture capture =
                new UploadCapture(settings, policyText, policies(policyText), order, Instant.now())) {
            print(capture.write(out));
            return 0;
        } catch (CaptureException | AuditException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new CommandFailure("the topics cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + out + ": " + e.getMessage(), e);
        }
    }

    private static byte[] policyText(Settings settings) {
        String configured = settings.get(SettingCatalog.POLICIES_FILE);
        try {
            return configured.isEmpty() ? PolicyFile.standardText() : Files.readAllBytes(Path.of(configured));
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
    }

    private static PolicyBook policies(byte[] text) {
        try {
            return PolicyFile.read(PolicyFile.NAME, text);
        } catch (RuleFileException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static void print(CaptureReport report) {
        if (!report.unknownSchemas().isEmpty()) {
            System.err.println("schemas that the registry lacks: " + report.unknownSchemas());
        }
        if (report.rulesByTime() > 0) {
            System.err.println(
                    report.rulesByTime() + " decisions name a version that none of the rules have under these"
                            + " policies and limits; give the pipeline's own --config");
        }
        System.out.println("records=" + report.manifest().records() + " decisions=" + report.decisions()
                + " dead_letters=" + report.deadLetters() + " deletions=" + report.deletions() + " undecided="
                + report.undecided() + " withheld=" + report.manifest().withheld() + " rules="
                + report.manifest().rules() + " changes=" + report.manifest().changes() + " rules_left_out="
                + report.manifest().rulesLeftOut() + " rules_by_time=" + report.rulesByTime());
    }
}
