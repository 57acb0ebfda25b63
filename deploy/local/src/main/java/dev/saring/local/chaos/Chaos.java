package dev.saring.local.chaos;

import dev.saring.local.AtExit;
import dev.saring.local.Checkout;
import dev.saring.serde.SchemaRegistry;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a record is ever lost, doubled, put out of order or decided wrongly, however much fails meanwhile. */
@Command(
        name = "chaos.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Starts three brokers (3 copies, 2 in sync at least), a schema registry and two pipeline instances, each a"
                    + " process, and sends uploads without a break. Meanwhile it kills instances and brokers (SIGKILL,"
                    + " never two brokers at once), pauses them (SIGSTOP) for longer than their sessions and transactions"
                    + " last, takes the registry away while records with schemas come that nobody has seen, kills and"
                    + " starts an instance without registry, adds and removes an instance, and changes rules. Then runs"
                    + " `saring audit`, and compares each decision with the pure classifier under the rule set that the"
                    + " decision names.",
            ""
        },
        footer = {
            "",
            "The last line: uploads=… decided=… lost=… duplicated=… out_of_order=… wrong=…",
            "  instance_kills=… broker_kills=… pauses=… registry_outages=… longest_stall_ms=…",
            "uploads: records written that must have a result, that is, without deletions.",
            "decided: those of them with a decision or a dead letter.",
            "lost, duplicated, out_of_order: what `saring audit` found.",
            "wrong: results that differ from the pure classifier's, dead letters of another cause",
            "  or content; evidence that differs, is missing, too much or found elsewhere.",
            "Faults are counted when they were seen to hit: the exit status of the process, its",
            "  state, the cluster's and the group's view, the instances' readiness.",
            "longest_stall_ms: longest time that a partition of uploads with something to decide",
            "  waited for its next result to become visible; a registry outage is such a time.",
            "",
            "Where Prometheus is installed it runs beside, with the alerts of deploy/prometheus;",
            "which of them fired is on standard error.",
            "",
            "Status 0 only where lost, duplicated, out_of_order and wrong are 0, all is decided, every",
            "planned fault was seen, and no alert fired that speaks of loss, of failing or of standing",
            "still. Status 3 where only a planned fault was not seen, as happens on a busy machine:",
            "another run may see it. Otherwise 1, or 2 for wrong usage. The seed and the offending",
            "records are on standard error."
        })
final class Chaos implements Callable<Integer> {
    private static final int BROKERS = 3;
    private static final int PARTITIONS = 6;
    /** Sessions are short, so that a run of minutes sees many end. */
    private static final Map<String, String> SETTINGS = Map.of(
            "saring.threads", "2",
            "kafka.consumer.session.timeout.ms", "6000",
            "kafka.consumer.heartbeat.interval.ms", "1500");

    private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(3);

    /** The exit status of a run in which nothing is wrong but that a planned fault was not seen. */
    static final int FAULT_UNSEEN = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--full",
            description = "1,000,000 uploads, 10 instance kills, 5 broker kills, 7 pauses, a registry outage of ten"
                    + " minutes and two short ones: about an hour.")
    private boolean full;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description =
                    "How long about, without --full; default: ${DEFAULT-VALUE}. In five minutes: 30,000 uploads, 3"
                            + " instance kills, 2 broker kills, 2 pauses, a registry outage of 30 s.")
    private int minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats a run's load, faults and rules.")
    private Long seed;

    @Option(names = "--uploads", paramLabel = "N", description = "Another number of uploads.")
    private Integer uploads;

    @Option(names = "--rate", paramLabel = "N", description = "Uploads a second while faults go on.")
    private Double rate;

    @Option(names = "--root", required = true, hidden = true)
    private Path root;

    private Chaos() {}

    /** Runs it and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    @Override
    public Integer call() {
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed;
        if (minutes < 1) {
            throw new ParameterException(spec.commandLine(), "--minutes takes 1 or more");
        }
        ChaosPlan plan = full ? ChaosPlan.full(chosen) : ChaosPlan.lasting(chosen, minutes);
        plan = new ChaosPlan(
                chosen,
                uploads == null ? plan.uploads() : uploads,
                rate == null ? plan.rate() : rate,
                plan.instanceKills(),
                plan.brokerKills(),
                plan.instancePauses(),
                plan.brokerPauses(),
                plan.outages(),
                plan.ruleChanges());
        say("Seed " + chosen);
        try {
            int status = run(plan);
            if (status != ExitCode.OK) {
                say("Failed; the seed was " + chosen);
            }
            return status;
        } catch (Exception e) {
            if (!AtExit.hasBegun()) {
                e.printStackTrace();
                say("Failed: " + e.getMessage());
            }
            say("The seed was " + chosen);
            return ExitCode.SOFTWARE;
        }
    }

    private static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    private int run(ChaosPlan plan) throws Exception {
        Checkout checkout = new Checkout(root);
        Workload workload =
                new Workload(plan.seed(), Workload.samples(checkout.samples().resolve("uploads.jsonl")));
        say("Starting brokers and registry");
        try (Site site = Site.start(checkout, BROKERS, PARTITIONS, SETTINGS);
                SchemaRegistry registry = SchemaRegistry.connect(
                        Map.of("schema.registry.url", site.registry().url()), null)) {
            RuleVersions rules = new RuleVersions(
                    site.folder(),
                    plan.seed(),
                    checkout.starterRules(),
                    checkout.samples().resolve("hashes.csv"));
            say("Publishing rules, starting two instances");
            site.publish(rules.next());
            site.instances().get(0).start();
            site.instances().get(1).start();
            site.awaitWell();
            if (!AlertWatch.isPossible()) {
                say("Prometheus is not installed here, so nobody sees which alerts would fire");
            }
            try (AlertWatch alerts = AlertWatch.isPossible() ? AlertWatch.start(checkout, site) : null) {
                return load(plan, site, registry, workload, rules, alerts);
            }
        }
    }

    /** @param alerts null where nobody watches them */
    private int load(
            ChaosPlan plan,
            Site site,
            SchemaRegistry registry,
            Workload workload,
            RuleVersions rules,
            AlertWatch alerts)
            throws Exception {
        Sent sent = new Sent(PARTITIONS);
        Evidence evidence = new Evidence();
        String bootstrapServers = site.kafka().bootstrapServers();
        try (Loader loader = new Loader(
                        workload,
                        sent,
                        plan.uploads(),
                        plan.rate(),
                        plan.seed(),
                        bootstrapServers,
                        registry,
                        site.topics().uploads());
                Arrivals arrivals = new Arrivals(bootstrapServers, site.topics(), sent)) {
            loader.start();
            arrivals.start();
            new FaultInjector(
                            plan,
                            site,
                            loader,
                            new SchemaGenerations(
                                    site.registry().url(), site.topics().uploads()),
                            rules,
                            evidence,
                            line -> say(sent.written() + " written, " + arrivals.total() + " results, longest stall "
                                    + arrivals.longestStallMillis() + " ms: " + line))
                    .run();
            say("Sending the rest");
            loader.finish();
            say(sent.written() + " written, " + sent.deletions() + " of them deletions; waiting for results");
            awaitResults(sent, arrivals);
            say("Auditing");
            AuditCounts audit = AuditCounts.of(site, sent, Chaos::say);
            say("Checking each result");
            Checker checker = new Checker(workload, sent, rules.compile(), registry, site.topics());
            checker.check(bootstrapServers);
            checker.examples().forEach(System.err::println);
            if (alerts != null) {
                say("Alerts that fired, for how many seconds: " + alerts.fired());
            }
            return conclude(plan, sent, arrivals, evidence, audit, checker);
        }
    }

    private static void awaitResults(Sent sent, Arrivals arrivals) throws InterruptedException {
        while (arrivals.total() < sent.needing() && arrivals.quietFor().compareTo(DRAIN_PATIENCE) < 0) {
            arrivals.requireWell();
            Thread.sleep(200);
        }
    }

    private static int conclude(
            ChaosPlan plan, Sent sent, Arrivals arrivals, Evidence evidence, AuditCounts audit, Checker checker) {
        int uploads = sent.needing();
        long wrong = checker.wrong() + audit.wrongEvidence();
        say(checker.checked() + " results and " + checker.copies() + " copies of evidence checked; " + evidence);
        System.out.println("uploads=" + uploads + " decided=" + audit.decided() + " lost=" + audit.lost()
                + " duplicated="
                + audit.duplicated() + " out_of_order=" + audit.outOfOrder() + " wrong=" + wrong + " " + evidence
                + " longest_stall_ms=" + arrivals.longestStallMillis());
        if (checker.copies() == 0) {
            throw new IllegalStateException("No upload had to be preserved, so that nothing is said of evidence");
        }
        if (!evidence.isWhole(plan)) {
            say("Not every planned fault was seen to hit: " + evidence + ", planned " + plan);
        }
        boolean right = audit.isClean() && wrong == 0 && audit.decided() == uploads && checker.checked() == uploads;
        return status(right, evidence.isWhole(plan));
    }

    /**
     * Whatever is wrong comes first, so that nobody takes it for a fault that was not seen.
     *
     * @param right whether all is decided, once, in order and rightly
     */
    static int status(boolean right, boolean everyFaultSeen) {
        if (!right) {
            return ExitCode.SOFTWARE;
        }
        return everyFaultSeen ? ExitCode.OK : FAULT_UNSEEN;
    }
}
