package dev.saring.local.chaos;

import dev.saring.local.Checkout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether broken and hostile records all end where they belong, and harm nothing. */
@Command(
        name = "fuzz.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Sends records through a real pipeline: random bytes, truncated and bit-flipped Avro, wrong magic, unknown"
                    + " ids, giant lengths, recursive and empty-element bombs, valid Avro of other schemas, wrong and"
                    + " missing keys, and good ones in between. What must become of each is told by Avro's own reader:"
                    + " a flipped bit often leaves a valid upload, which must be decided then, as the pure classifier"
                    + " does. Each other one must be a dead letter of the right cause with its original bytes.",
            ""
        },
        footer = {
            "",
            "The last line: records=… decided=… dead_letter=… deletions=… lost=… duplicated=…",
            "  wrong=… threads_replaced=… heap_before_mb=… heap_after_mb=… seconds=…",
            "The heap is what is live after a full collection, when a tenth of the records has",
            "gone through and at the end.",
            "",
            "Status 0 only where lost, duplicated, wrong and threads_replaced are 0 and the heap",
            "has grown by no more than 32 MB."
        })
final class Fuzz implements Callable<Integer> {
    private static final int HEAP_GROWTH = 32;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many records (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats a run.")
    private Long seed;

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    private Fuzz() {}

    /** Runs it and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Fuzz())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
        say("Seed " + chosen);
        FuzzRun.Report report = new FuzzRun(chosen, records, Fuzz::say).run(new Checkout(root));
        report.faults().forEach(System.err::println);
        System.out.println(report.line());
        boolean well = report.isClean() && report.heapAfter() - report.heapBefore() <= HEAP_GROWTH;
        if (!well) {
            say("Failed; the seed was " + chosen);
        }
        return well ? 0 : 1;
    }

    private static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
