package dev.saring.local.chaos;

import dev.saring.local.chaos.ChaosPlan.Fault;
import dev.saring.local.chaos.SchemaGenerations.Generation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does one fault after another to a site under load, sees each hit, and waits until all is well before the next: so no
 * two brokers are ever down together. While the registry is away, instances are killed and started too.
 */
final class FaultInjector {
    private static final Duration HIT = Duration.ofMinutes(4);
    /** Longer than the time-out of Kafka Streams' transactions, so that a paused instance comes back to a lost one. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(11);

    private final ChaosPlan plan;
    private final Site site;
    private final Loader loader;
    private final SchemaGenerations schemas;
    private final RuleVersions rules;
    private final Evidence evidence;
    private final Consumer<String> progress;
    private final Random random;
    private final Deque<Duration> outages;

    FaultInjector(
            ChaosPlan plan,
            Site site,
            Loader loader,
            SchemaGenerations schemas,
            RuleVersions rules,
            Evidence evidence,
            Consumer<String> progress) {
        this.plan = plan;
        this.site = site;
        this.loader = loader;
        this.schemas = schemas;
        this.rules = rules;
        this.evidence = evidence;
        this.progress = progress;
        this.random = new Random(plan.seed() + 1);
        this.outages = new ArrayDeque<>(plan.outages());
    }

    void run() throws InterruptedException, IOException {
        for (Fault fault : plan.faults()) {
            loader.requireWell();
            inject(fault);
            site.awaitWell();
            pause(Duration.ofMillis(500 + random.nextInt(2_500)));
        }
    }

    private void inject(Fault fault) throws InterruptedException, IOException {
        switch (fault) {
            case KILL_INSTANCE -> killInstance();
            case KILL_BROKER -> killBroker();
            case PAUSE_INSTANCE -> pauseInstance();
            case PAUSE_BROKER -> pauseBroker();
            case REGISTRY_OUTAGE -> takeRegistryAway(outages.remove());
            case ADD_INSTANCE -> addInstance();
            case REMOVE_INSTANCE -> removeInstance();
            case CHANGE_RULES -> {
                progress.accept("Changing a rule");
                site.publish(rules.next());
            }
        }
    }

    /** One that has partitions: killing an idle one proves nothing. */
    private Instance victim() throws InterruptedException {
        List<Instance> running = site.running();
        Instance victim = running.get(random.nextInt(running.size()));
        Waiting.until(victim.name() + " to have partitions", HIT, () -> site.assigned(victim) > 0);
        return victim;
    }

    private void killInstance() throws InterruptedException {
        Instance victim = victim();
        killAndStart(victim, Duration.ofMillis(random.nextInt(10_000)));
    }

    private void killAndStart(Instance victim, Duration between) throws InterruptedException {
        progress.accept("Killing " + victim.name() + ", back in " + between.toMillis() + " ms");
        if (victim.kill()) {
            evidence.instanceKilled();
        }
        pause(between);
        victim.start();
    }

    private void killBroker() throws InterruptedException {
        int broker = random.nextInt(site.brokers());
        progress.accept("Killing broker " + (broker + 1));
        site.kafka().kill(broker);
        awaitBrokers(site.brokers() - 1, "the cluster to miss the killed broker");
        evidence.brokerKilled();
        pause(Duration.ofMillis(random.nextInt(8_000)));
        site.kafka().restart(broker);
    }

    private void pauseInstance() throws InterruptedException {
        Instance victim = victim();
        progress.accept("Pausing " + victim.name());
        long start = System.nanoTime();
        victim.pause();
        Waiting.until("the group to miss the paused " + victim.name(), HIT, () -> site.assigned(victim) == 0);
        pause(LONGEST_TRANSACTION.minusNanos(System.nanoTime() - start));
        boolean stopped = ProcessState.isStopped(victim.handle());
        victim.resume();
        if (stopped) {
            evidence.paused();
        }
    }

    private void pauseBroker() throws InterruptedException {
        int broker = random.nextInt(site.brokers());
        progress.accept("Pausing broker " + (broker + 1));
        site.kafka().pause(broker);
        try {
            awaitBrokers(site.brokers() - 1, "the cluster to miss the paused broker");
            pause(Duration.ofMillis(random.nextInt(5_000)));
            if (ProcessState.isStopped(site.kafka().process(broker))) {
                evidence.paused();
            }
        } finally {
            site.kafka().resume(broker);
        }
    }

    private void awaitBrokers(int brokers, String what) throws InterruptedException {
        Waiting.until(what, HIT, () -> {
            try {
                return site.view().brokers() == brokers;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        });
    }

    /**
     * Registers two later schemas that no instance has seen, takes the registry away (killed, or stopped so that it takes
     * connections and does not answer), and only then writes with them.
     */
    private void takeRegistryAway(Duration time) throws InterruptedException {
        Generation first = schemas.register();
        Generation second = schemas.register();
        boolean kill = outages.size() % 2 == 0;
        progress.accept((kill ? "Killing" : "Stopping") + " the registry for " + time.toSeconds()
                + " s while schemas come that nobody has seen");
        long start = System.nanoTime();
        int before = loader.later();
        if (kill) {
            site.registry().kill();
        } else {
            site.registry().pause();
        }
        loader.use(first);
        Waiting.until("an instance to say that it waits for the registry", HIT, this::isAnyWaitingForTheRegistry);
        Instance victim = victim();
        killAndStart(victim, Duration.ofMillis(random.nextInt(3_000)));
        Waiting.until(() -> victim.name() + " to start without the registry" + victim.endOfLog(), HIT, () -> {
            victim.requireAlive();
            return site.assigned(victim) > 0;
        });
        pause(time.dividedBy(2).minusNanos(System.nanoTime() - start));
        loader.use(second);
        pause(time.minusNanos(System.nanoTime() - start));
        boolean away = kill
                ? !site.registry().process().isAlive()
                : ProcessState.isStopped(site.registry().process());
        boolean waited = isAnyWaitingForTheRegistry();
        boolean unseen = loader.later() > before;
        if (kill) {
            site.registry().restart();
        } else {
            site.registry().resume();
        }
        loader.use(null);
        if (away && waited && unseen) {
            evidence.registryWasAway();
        }
    }

    private boolean isAnyWaitingForTheRegistry() {
        return site.running().stream()
                .map(Site::reason)
                .anyMatch(reason -> reason != null && reason.contains("waiting for the schema registry"));
    }

    private void addInstance() throws InterruptedException {
        Instance more = site.instances().stream()
                .filter(each -> !each.isRunning())
                .findFirst()
                .orElseThrow();
        progress.accept("Adding " + more.name());
        more.start();
        Waiting.until(more.name() + " to get partitions", HIT, () -> {
            more.requireAlive();
            return site.assigned(more) > 0;
        });
    }

    private void removeInstance() throws InterruptedException {
        Instance victim = victim();
        progress.accept("Ending " + victim.name());
        victim.stop();
        Waiting.until("the group to miss the ended " + victim.name(), HIT, () -> site.assigned(victim) == 0);
    }

    private static void pause(Duration time) throws InterruptedException {
        if (!time.isNegative()) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }
}
