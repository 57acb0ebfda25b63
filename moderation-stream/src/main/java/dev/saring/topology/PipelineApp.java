package dev.saring.topology;

import dev.saring.classify.Limits;
import dev.saring.classify.RuleSet;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.config.ApplicationVersion;
import dev.saring.config.KafkaClient;
import dev.saring.config.Role;
import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.ops.AdminServer;
import dev.saring.ops.Health;
import dev.saring.ops.Metrics;
import dev.saring.rules.RejectedRuleWriter;
import dev.saring.rules.RuleFollower;
import dev.saring.rules.RuleTopicException;
import dev.saring.rules.RuleTopics;
import dev.saring.serde.RegistryUnavailableException;
import dev.saring.serde.RegistryUnavailableException.Reason;
import dev.saring.serde.SchemaRegistry;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code classify}, as its settings define it. {@link #start} makes a {@link RunningPipeline} of it, in this
 * order: admin server, {@link StartChecks}, schemas registered, rules read to their end, and only then the first upload.
 */
public final class PipelineApp {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineApp.class);
    private static final Role ROLE = Role.CLASSIFY;

    private final Settings settings;
    private final InstantSource clock;
    private final Topics topics;
    private final AtomicReference<String> phase = new AtomicReference<>("starting");

    /**
     * @param settings with Kafka's servers and the registry's URL
     * @param clock tells the time of decisions
     */
    public PipelineApp(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.topics = Topics.of(settings);
    }

    /**
     * Starts everything. Where that fails, whatever was opened is closed again.
     *
     * @throws PipelineStartException where something must be mended first
     * @throws InterruptedException where the caller was interrupted, which is how to end a start
     */
    public RunningPipeline start() throws PipelineStartException, InterruptedException {
        Closer closer = new Closer();
        boolean started = false;
        try {
            RunningPipeline running = start(closer);
            started = true;
            return running;
        } catch (ClusterException | RuleTopicException | IllegalArgumentException | UncheckedIOException e) {
            throw new PipelineStartException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new PipelineStartException("Kafka: " + Causes.of(e), e);
        } finally {
            if (!started) {
                closer.close();
            }
        }
    }

    private RunningPipeline start(Closer closer)
            throws PipelineStartException, InterruptedException, RuleTopicException {
        LOG.info("Saring {} starts as {} with {}", ApplicationVersion.get(), topics.applicationId(ROLE), settings);
        PolicyBook policies = PoliciesCheck.read(settings);
        Metrics metrics =
                closer.add(new Metrics(policies.all().stream().map(Policy::code).toList(), clock));
        StopSignal stop = new StopSignal();
        RegistryPatience patience = new RegistryPatience(
                settings.get(SettingCatalog.REGISTRY_WAIT), stop::pause, System::nanoTime, clock, metrics);
        PipelineInfo info = new PipelineInfo(topics.applicationId(ROLE));
        RuleSetWatch watch = new RuleSetWatch(metrics, info);
        Health health = new Health();
        metrics.readiness(health::readiness);
        metrics.build(ApplicationVersion.get(), ApplicationVersion.revision());
        health.checkReady("start", phase::get);
        health.checkReady("rules", watch::problem);
        health.checkReady("registry", patience::problem);
        health.note("rules-left-out", watch::note);
        AdminServer admin = closer.add(AdminServer.start(
                settings.get(SettingCatalog.ADMIN_HOST),
                settings.get(SettingCatalog.ADMIN_PORT),
                settings.get(SettingCatalog.ADMIN_TOKEN),
                metrics,
                health,
                info));
        LOG.info(
                "Metrics and health on http://{}:{}",
                admin.address().getHostString(),
                admin.address().getPort());

        phase.set("checking what a start depends on");
        check();
        DataDirectory data = new DataDirectory(settings);
        data.prepare();
        phase.set("asking the schema registry");
        SchemaRegistry registry = closer.add(SchemaRegistry.connect(settings.registry(), data.schemas()));
        registry.onAnswer(patience::recovered);
        OutcomeSchemas.prepare(registry, topics);
        phase.set("reading the rules");
        RuleFollower follower = follow(registry, policies, watch, closer);

        RecordDeaths deaths = new RecordDeaths(data.deaths(), metrics);
        StoppedPartitions stopped = new StoppedPartitions();
        TaskWatches watches = new TaskWatches(metrics, clock);
        Topology topology = ModerationTopology.build(
                topics,
                StageTools.of(settings, registry, patience, follower::current, clock, metrics, watches, deaths));
        info.topology(topology.describe().toString());
        phase.set("starting the threads");
        KafkaStreams streams =
                new KafkaStreams(topology, StreamsSettings.of(settings, ROLE, deaths), new StreamsClients(stopped));
        new KafkaGauges(streams::metrics, watches, clock).addTo(metrics);
        RunningPipeline running = new RunningPipeline(
                streams, settings, stop, () -> answers(registry), stopped, health, metrics, admin, closer);
        running.start();
        phase.set(null);
        return running;
    }

    private static boolean answers(SchemaRegistry registry) {
        try {
            registry.check();
            return true;
        } catch (RegistryUnavailableException e) {
            return e.reason() != Reason.UNREACHABLE;
        }
    }

    private void check() throws PipelineStartException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (StartChecks.Result result : StartChecks.beforeRules(settings, clock)) {
            for (Finding finding : result.findings()) {
                if (finding.stops()) {
                    reasons.add(finding.text());
                } else {
                    LOG.warn("Starting all the same: {}", finding.text());
                }
            }
        }
        if (!reasons.isEmpty()) {
            throw new PipelineStartException(reasons);
        }
    }

    private RuleFollower follow(SchemaRegistry registry, PolicyBook policies, RuleSetWatch watch, Closer closer)
            throws PipelineStartException, InterruptedException, RuleTopicException {
        RuleTopics ruleTopics = topics.ruleTopics();
        RejectedRuleWriter rejections =
                closer.add(RejectedRuleWriter.connect(settings.kafka(KafkaClient.PRODUCER), ruleTopics, registry));
        RuleFollower follower = closer.add(new RuleFollower(
                settings.kafka(KafkaClient.CONSUMER),
                ruleTopics,
                registry,
                policies,
                limits(settings),
                rejections,
                watch));
        follower.start();
        RuleSet rules = follower.awaitLoaded();
        String problem = RulesCheck.problem(rules, settings);
        if (problem != null) {
            throw new PipelineStartException(List.of(problem));
        }
        return follower;
    }

    /** The limits that the settings give the classifier. */
    public static Limits limits(Settings settings) {
        return new Limits(
                settings.get(SettingCatalog.LIMIT_TEXTS),
                settings.get(SettingCatalog.LIMIT_TEXT_LENGTH),
                settings.get(SettingCatalog.LIMIT_MEDIA),
                settings.get(SettingCatalog.LIMIT_HASHES),
                settings.get(SettingCatalog.LIMIT_FRAMES),
                settings.get(SettingCatalog.LIMIT_COMPARISONS),
                settings.get(SettingCatalog.LIMIT_MATCHES));
    }
}
