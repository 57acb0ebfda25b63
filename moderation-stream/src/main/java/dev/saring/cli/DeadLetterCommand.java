package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.deadletter.DeadLetter;
import dev.saring.deadletter.DeadLetterException;
import dev.saring.deadletter.DeadLetterFilter;
import dev.saring.deadletter.DeadLetterReplay;
import dev.saring.deadletter.DeadLetterReplay.Fate;
import dev.saring.deadletter.DeadLetterTopic;
import dev.saring.topology.ClusterException;
import dev.saring.topology.DeadLetterCause;
import dev.saring.topology.Place;
import dev.saring.topology.Stage;
import dev.saring.topology.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saring dead-letter}. */
@Command(
        name = "dead-letter",
        sortOptions = false,
        subcommands = {
            DeadLetterCommand.ListCommand.class,
            DeadLetterCommand.ShowCommand.class,
            DeadLetterCommand.ReplayCommand.class
        },
        description = "Uploads that could not be decided on: lists them, shows one, sends them back after a fix.",
        footer = {"", "Dead letters are unfiltered content. Who may read their topic may see anything."})
final class DeadLetterCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show or replay?");
    }

    /** Which dead letters; all conditions given must hold. */
    private static final class Filters {
        @Option(
                names = "--cause",
                split = ",",
                paramLabel = "CAUSE[,CAUSE]",
                description = "Only of these causes: ${COMPLETION-CANDIDATES}.")
        private Set<DeadLetterCause> causes = EnumSet.noneOf(DeadLetterCause.class);

        @Option(
                names = "--stage",
                split = ",",
                paramLabel = "STAGE[,STAGE]",
                description = "Only from these stages: ${COMPLETION-CANDIDATES}.")
        private Set<Stage> stages = EnumSet.noneOf(Stage.class);

        @Option(
                names = "--since",
                paramLabel = "TIME",
                converter = PastTimeConverter.class,
                description = "Only those written at this time or later: a duration before now (7d, 12h, PT90M), a date"
                        + " (UTC) or a time with zone.")
        private Instant since;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                converter = PastTimeConverter.class,
                description = "Only those written before this time.")
        private Instant until;

        @Option(
                names = "--topic-partition",
                paramLabel = "TOPIC-PARTITION",
                description = "Only from this partition of uploads, or of the dead letter: moderation.uploads-3.")
        private String partition;

        @Option(names = "--key", paramLabel = "KEY", description = "Only those with exactly this key.")
        private String key;

        private DeadLetterFilter filter() {
            return new DeadLetterFilter(causes, stages, since, until, partition, key);
        }
    }

    @Command(
            name = "list",
            sortOptions = false,
            description = {
                "Lists dead letters, one a line: place, time, cause, stage, the upload record that it was, key, bytes of the"
                        + " value, what replay did, message; separated by tabs, - for nothing.",
                ""
            })
    static final class ListCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private SettingsOptions options;

        @Mixin
        private Filters filters;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            DeadLetterFilter filter = filters.filter();
            int[] count = new int[1];
            with(options, (settings, topic) -> {
                DeadLetterTopic.Range range = topic.range(filter.since());
                DeadLetterTopic.Replayed replayed = topic.replayed(range);
                topic.forEach(range, letter -> {
                    if (filter.test(letter)) {
                        count[0]++;
                        out.println(line(letter, replayed.test(letter) ? "replayed" : null));
                    }
                });
            });
            spec.commandLine().getErr().println(count[0] + " dead letters");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "show",
            sortOptions = false,
            description = {
                "Shows one dead letter in full: where it came from, cause, headers, key, value as hex and, where it can be"
                        + " decoded, as JSON.",
                ""
            })
    static final class ShowCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private SettingsOptions options;

        @Parameters(
                paramLabel = "TOPIC-PARTITION@OFFSET",
                description = "The dead letter's place, or that of the upload record that it was; the latter reads the"
                        + " whole topic.")
        private String place;

        @Override
        public Integer call() {
            Place wanted = Place.parse(place)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "'" + place + "' is no place; write moderation.dead-letter-0@17"));
            with(options, (settings, topic) -> {
                DeadLetter letter = topic.find(wanted)
                        .orElseThrow(() -> new CommandFailure("There is no dead letter at or of " + wanted
                                + "; it was never one, or retention has deleted it"));
                new DeadLetterText(spec.commandLine().getOut()).print(letter, settings);
            });
            return ExitCode.OK;
        }
    }

    @Command(
            name = "replay",
            sortOptions = false,
            description = {
                "Sends dead letters back to uploads, after a fix: original key, value and headers, to the original"
                        + " partition, with the header saring-replayed-from. Each is sent once, however often this is run; a"
                        + " second replay ends one that is at work.",
                ""
            },
            footer = {
                "",
                "One line for each: place, what became of it (replayed, replayed_before, gone,",
                "too_large), and as of `list`. gone: the dead letter is not whole, and uploads",
                "does not hold the original any more.",
                "Last line: matched=… replayed=… replayed_before=… gone=… too_large=…",
                "Status 1 where one that is meant could not be sent."
            })
    static final class ReplayCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private SettingsOptions options;

        @Mixin
        private Filters filters;

        @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
        private boolean dryRun;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
            Settings settings = load(options);
            if (Topics.of(settings).areBesideAnother()) {
                throw new CommandFailure(
                        "these dead letters are of a pipeline beside another (saring.topics.input-prefix);"
                                + " sent to uploads, they would be decided on by the other as well. Replay those of the other");
            }
            guarded(() -> {
                try (DeadLetterReplay replay = new DeadLetterReplay(settings, (letter, fate) -> {
                    counts.merge(fate, 1, Integer::sum);
                    out.println(line(letter, name(fate)));
                })) {
                    replay.run(filters.filter(), dryRun);
                }
            });
            StringBuilder last = new StringBuilder("matched=")
                    .append(counts.values().stream().mapToInt(Integer::intValue).sum());
            for (Fate fate : Fate.values()) {
                last.append(' ').append(name(fate)).append('=').append(counts.getOrDefault(fate, 0));
            }
            out.println(last);
            return counts.containsKey(Fate.GONE) || counts.containsKey(Fate.TOO_LARGE)
                    ? ExitCode.SOFTWARE
                    : ExitCode.OK;
        }
    }

    private static String line(DeadLetter letter, String fate) {
        return String.join(
                "\t",
                letter.place().toString(),
                letter.time().toString(),
                letter.cause(),
                letter.stage(),
                letter.source().toString(),
                letter.key() == null ? "-" : Printable.of(letter.keyText(), 200),
                letter.value() == null ? "-" : Integer.toString(letter.value().length),
                fate == null ? "-" : fate,
                Printable.of(letter.message(), 200));
    }

    private static String name(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private static Settings load(SettingsOptions options) {
        return options.load(Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS);
    }

    /** Something that is done with the topic. */
    private interface Work {
        void run(Settings settings, DeadLetterTopic topic) throws InterruptedException;
    }

    private interface Guarded {
        void run() throws InterruptedException;
    }

    private static void with(SettingsOptions options, Work work) {
        Settings settings = load(options);
        guarded(() -> {
            try (DeadLetterTopic topic = new DeadLetterTopic(settings)) {
                work.run(settings, topic);
            }
        });
    }

    private static void guarded(Guarded work) {
        try {
            work.run();
        } catch (DeadLetterException | ClusterException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new CommandFailure("Kafka: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
