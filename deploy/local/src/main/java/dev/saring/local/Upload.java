package dev.saring.local;

import dev.saring.config.KafkaClient;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.moderation.TextField;
import dev.saring.moderation.TrustedRecords;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.serde.SchemaRegistry;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.RecordJson;
import dev.saring.serde.json.UploadJson;
import dev.saring.topology.DeadLetterHeaders;
import dev.saring.topology.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends uploads through a running pipeline and prints the decisions on them. */
@Command(
        name = "upload.sh",
        description = "Sends uploads through the demo that is running, or through another pipeline, and prints the"
                + " decision on each as a line of JSON.",
        footer = {"", "Exit status: 0 every upload has a decision; 1 not every one has; 2 wrong usage."},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Upload implements Callable<Integer> {
    private static final int UPLOADS_A_SECOND = 1_000;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "Each becomes an upload with this caption. Without any, uploads are read from standard input,"
                    + " as JSON lines as saring classify takes them.")
    private List<String> captions = List.of();

    @Option(names = "--region", defaultValue = "ID", description = "The captions' region (default: ${DEFAULT-VALUE}).")
    private String region;

    @Option(names = "--config", paramLabel = "FILE", description = "The pipeline's settings (default: the demo's).")
    private Path config;

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    private int status;

    /** Sends uploads and exits. */
    public static void main(String[] args) {
        TrustedRecords.register();
        Upload upload = new Upload();
        System.exit(new CommandLine(upload)
                .setOut(upload.out)
                .setErr(upload.err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    upload.err.println("upload.sh: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path file = config == null ? RunningDemo.settings(new Checkout(root)) : config;
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    config == null ? "no demo is running: start deploy/local/demo.sh" : file + " does not exist");
        }
        Settings settings = Settings.load(
                file,
                System.getenv(),
                Map.of(),
                SettingCatalog.KAFKA_BOOTSTRAP_SERVERS,
                SettingCatalog.SCHEMA_REGISTRY_URL);
        Topics topics = Topics.of(settings);
        List<Sample> uploads = captions.isEmpty()
                ? read()
                : captions.stream().map(this::captioned).toList();
        try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry(), null);
                UploadProducer producer =
                        new UploadProducer(settings.kafka(KafkaClient.PRODUCER), registry, topics.uploads());
                OutcomeReader reader = new OutcomeReader(settings.kafka(KafkaClient.CONSUMER), registry, topics)) {
            new Replay(producer, reader).run(uploads, UPLOADS_A_SECOND, this::print, () -> {});
        }
        return status;
    }

    private Sample captioned(String caption) {
        return Sample.of(UploadEvent.newBuilder()
                .setKind(UploadKind.CREATE)
                .setContentId("upload-" + UUID.randomUUID())
                .setUploaderId("user-1")
                .setUploadedAt(Instant.now())
                .setRegion(region)
                .setTexts(List.of(UploadText.newBuilder()
                        .setField(TextField.CAPTION)
                        .setText(caption)
                        .build()))
                .build());
    }

    private static List<Sample> read() throws IOException {
        UploadJson json = new UploadJson(Instant.now());
        List<Sample> uploads = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                uploads.add(Sample.of(json.read(line)));
            } catch (InvalidRecordException e) {
                throw new IllegalArgumentException(
                        "line " + (uploads.size() + 1) + ": " + e.getMessage() + "; nothing was sent", e);
            }
        }
        return uploads;
    }

    private void print(Replay.Outcome outcome) {
        if (outcome.result().decision() == null) {
            err.println(outcome.upload().getContentId() + " is a dead letter: "
                    + outcome.result().header(DeadLetterHeaders.MESSAGE));
            status = 1;
        } else {
            out.println(
                    RecordJson.whole().without("upload").write(outcome.result().decision()));
        }
    }
}
