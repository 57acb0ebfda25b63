package dev.saring.topology;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.ops.AdminServer;
import dev.saring.ops.Health;
import dev.saring.ops.Metrics;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline that classifies uploads, until it is closed or ends by itself. */
public final class RunningPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPipeline.class);

    private final KafkaStreams streams;
    private final Duration grace;
    private final boolean staticMember;
    private final StopSignal stop;
    private final Health health;
    private final AdminServer admin;
    private final Closer closer;
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    RunningPipeline(
            KafkaStreams streams,
            Settings settings,
            StopSignal stop,
            BooleanSupplier registryAnswers,
            StoppedPartitions stopped,
            Health health,
            Metrics metrics,
            AdminServer admin,
            Closer closer) {
        this.streams = streams;
        this.grace = settings.get(SettingCatalog.SHUTDOWN_GRACE);
        this.staticMember = isStaticMember(settings);
        this.stop = stop;
        this.health = health;
        this.admin = admin;
        this.closer = closer;
        ThreadReplacement replacement =
                new ThreadReplacement(stop::pause, registryAnswers, System::nanoTime, metrics, stopped, this::fail);
        streams.setUncaughtExceptionHandler(replacement);
        health.checkReady("threads", replacement::problem);
        health.note("partitions", stopped::note);
        metrics.partitionsStopped(stopped::count);
        streams.setStateListener(this::changed);
        closer.add(this::stopStreams);
    }

    private static boolean isStaticMember(Settings settings) {
        return settings.kafkaStreams().keySet().stream()
                .anyMatch(name -> name.equals(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                        || name.equals(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                        || name.equals(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)));
    }

    void start() {
        health.checkLive("streams", () -> streams.state().hasCompletedShutdown() ? stopped() : null);
        health.checkReady("streams", this::notRunning);
        streams.start();
    }

    private String stopped() {
        String why = failure.get();
        return "the pipeline has stopped" + (why == null ? "" : ": " + why);
    }

    private String notRunning() {
        return switch (streams.state()) {
            case RUNNING -> null;
            case CREATED, REBALANCING -> "partitions are being assigned";
            default -> stopped();
        };
    }

    private void changed(KafkaStreams.State state, KafkaStreams.State before) {
        LOG.info("Streams: {}", state);
        if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    private void fail(String reason) {
        failure.compareAndSet(null, reason);
        LOG.error("The pipeline stops: {}", reason);
    }

    /** Where metrics and health are served. */
    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** Whether all is well, as {@code /health/ready} says it. */
    public Health.Report ready() {
        return health.ready();
    }

    /**
     * Waits until the pipeline ends.
     *
     * @return why it ended by itself; empty where it was closed
     */
    public Optional<String> awaitEnd() throws InterruptedException {
        ended.await();
        if (stop.isStopped()) {
            return Optional.empty();
        }
        String why = failure.get();
        return Optional.of(why == null ? "all threads have ended; see the log" : why);
    }

    /** Finishes what was begun, commits, and ends everything, within the grace period. */
    @Override
    public void close() {
        closer.close();
    }

    private void stopStreams() {
        stop.stop();
        boolean whole = streams.close(CloseOptions.timeout(grace)
                .withGroupMembershipOperation(
                        staticMember
                                ? GroupMembershipOperation.REMAIN_IN_GROUP
                                : GroupMembershipOperation.LEAVE_GROUP));
        if (whole && failure.get() == null) {
            LOG.info("Stopped; everything is committed");
        } else if (!whole) {
            LOG.warn("Not stopped within {} ms; what is not committed will be done again", grace.toMillis());
        }
    }
}
