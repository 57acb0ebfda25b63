package dev.saring.local;

import dev.saring.moderation.Outcome;
import dev.saring.moderation.UploadEvent;
import dev.saring.rules.PolicyFile;
import dev.saring.serde.SchemaRegistry;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demo: everything on this machine, sample uploads going through, and what became of them. */
@Command(
        name = "demo.sh",
        description =
                "Starts a broker, a schema registry and the pipeline on this machine, publishes the starter rules,"
                        + " sends the sample uploads through and says what became of them. Stays up until Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Demo implements Callable<Integer> {
    private static final String PREFIX = "moderation.";
    private static final int PARTITIONS = 4;
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    @Option(names = "--once", description = "End after the samples, with one line of figures last.")
    private boolean once;

    @Option(
            names = "--rate",
            defaultValue = "100",
            description =
                    "Sample uploads a second (default: ${DEFAULT-VALUE}); this is for watching, not for measuring.")
    private int rate;

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    @Option(names = "--progress", defaultValue = "plain", hidden = true)
    private String progressStyle;

    private final PrintStream out = utf8(System.out);
    private final DecisionText explanation = new DecisionText(PolicyFile.standard());
    private Progress progress;

    private Demo() {}

    /** Runs the demo and exits: 0 when all went well, 1 with a message when not, 2 for wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!AtExit.hasBegun()) {
                        command.getErr().println("demo.sh: " + reason(failure));
                    }
                    return 1;
                })
                .execute(args));
    }

    private static String reason(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    @Override
    public Integer call() throws Exception {
        progress = new Progress(utf8(System.err), progressStyle.equals("live"));
        Checkout checkout = new Checkout(root);
        List<Sample> samples = Samples.read(checkout.samples());
        progress.line("Starting a Kafka broker");
        try (TemporaryFolder folder = TemporaryFolder.create("saring-demo-");
                EmbeddedKafka kafka = EmbeddedKafka.inProcess(Map.of())) {
            progress.line("Starting a schema registry");
            try (RegistryServer registry = RegistryServer.start(checkout.registry())) {
                LocalPipeline pipeline = LocalPipeline.configure(
                        SaringJar.of(checkout), folder.path(), kafka, registry.url(), PREFIX, Map.of());
                progress.line("Creating the topics: saring topics create");
                pipeline.createTopics(PARTITIONS);
                progress.line("Publishing the starter rules and the sample hashes: saring rules publish");
                pipeline.publish(checkout.starterRules());
                pipeline.publish(checkout.samples());
                progress.line("Starting the pipeline: saring run");
                RunningDemo announcement = RunningDemo.announce(checkout, pipeline.settings());
                try (PipelineProcess process = pipeline.start()) {
                    process.awaitReady(READY_TIMEOUT);
                    return judge(samples, new Addresses(kafka, registry, pipeline, process));
                } finally {
                    announcement.close();
                }
            }
        }
    }

    /** Where everything is that the demo has started. */
    private record Addresses(
            EmbeddedKafka kafka, RegistryServer registry, LocalPipeline pipeline, PipelineProcess process) {}

    private int judge(List<Sample> samples, Addresses at) throws Exception {
        try (SchemaRegistry schemas = SchemaRegistry.connect(Map.of("schema.registry.url", at.registry.url()), null);
                UploadProducer producer = new UploadProducer(
                        at.kafka.bootstrapServers(),
                        schemas,
                        at.pipeline.topics().uploads());
                OutcomeReader reader = new OutcomeReader(at.kafka.bootstrapServers(), schemas, at.pipeline.topics())) {
            progress.line("Sending " + samples.size() + " sample records, " + rate + " a second");
            DemoReport report = new DemoReport(explanation);
            Replay replay = new Replay(producer, reader);
            double seconds = replay.run(samples, rate, outcome -> take(outcome, report), () -> {
                at.process.requireAlive();
                progress.state(counts(report));
            });
            progress.line(counts(report));
            printSummary(report, replay, seconds, at);
            if (once) {
                out.println(report.lastLine(seconds));
                return 0;
            }
            printInvitation(at);
            return follow(reader, at.process);
        }
    }

    private void take(Replay.Outcome outcome, DemoReport report) {
        if (outcome.result().decision() == null) {
            report.addDeadLetter(outcome.result());
        } else {
            report.addDecision(outcome.result().decision(), outcome.upload(), outcome.millis());
        }
    }

    private static String counts(DemoReport report) {
        return String.format(
                "  approved %d, review %d, blocked %d, dead letter %d",
                report.count(Outcome.APPROVED),
                report.count(Outcome.REVIEW),
                report.count(Outcome.BLOCKED),
                report.deadLetters());
    }

    private void printSummary(DemoReport report, Replay replay, double seconds, Addresses at) {
        out.println();
        out.println("Outcomes by policy");
        out.print(report.table());
        out.println("  Beside these, " + replay.deletions() + " deletions, which need no decision.");
        out.println();
        out.println("Some decisions in full");
        out.print(report.examples());
        out.println();
        out.println("Speed");
        out.println("  " + report.waiting());
        out.printf(
                Locale.ROOT,
                "  all within %.1f s, sent at %d a second (for what the machine can carry: deploy/local/bench.sh)%n",
                seconds,
                rate);
        out.println();
        out.println("Where to look");
        out.println("  Kafka     " + at.kafka.bootstrapServers() + ", topics " + PREFIX + "*");
        out.println("  registry  " + at.registry.url());
        out.println("  metrics   " + at.process.admin().resolve("/metrics"));
        out.println("  health    " + at.process.admin().resolve("/health/ready"));
        out.println("  settings  " + at.pipeline.settings());
        out.println();
    }

    private void printInvitation(Addresses at) {
        out.println("Try it, in another window");
        out.println("  " + root.resolve("deploy/local/upload.sh") + " 'daftar slot gacor sekarang'");
        out.println("  java -jar " + root.resolve("moderation-stream/target/saring.jar") + " rules publish --config "
                + at.pipeline.settings() + " --rules DIR");
        out.println("  node " + root.resolve("deploy/local/kafkajs/upload.mjs") + " --bootstrap-servers "
                + at.kafka.bootstrapServers() + " --registry " + at.registry.url() + "   (after npm ci there)");
        out.println();
        out.println("Running until Ctrl-C. Decisions from now on:");
        out.flush();
    }

    /** Shows decisions until the pipeline ends, which it does with this program. */
    private int follow(OutcomeReader reader, PipelineProcess process) {
        while (true) {
            process.requireAlive();
            for (OutcomeReader.Result result : reader.poll(POLL)) {
                UploadEvent upload =
                        result.decision() == null ? null : result.decision().getUpload();
                progress.line(
                        result.decision() == null
                                ? "dead letter from " + result.source()
                                : explanation.brief(result.decision(), upload));
            }
        }
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
