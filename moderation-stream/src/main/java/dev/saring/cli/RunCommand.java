package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.ops.Logs;
import dev.saring.topology.PipelineApp;
import dev.saring.topology.PipelineStartException;
import dev.saring.topology.RunningPipeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the pipeline until it is told to stop. */
@Command(
        name = "run",
        description = "Runs the pipeline. SIGTERM or Ctrl-C ends it with everything committed.",
        footer = {"", "Ends by itself, with status 1, only where it cannot go on; the last line says why."})
final class RunCommand implements Callable<Integer> {
    /** To close what is beside the streams. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    @Mixin
    private SettingsOptions settingsOptions;

    @Option(
            names = "--roles",
            paramLabel = "ROLE[,ROLE]",
            description = "What this instance does; overrides saring.roles.")
    private String roles;

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Integer call() {
        Settings settings = settingsOptions.load(
                roles == null ? Map.of() : Map.of(SettingCatalog.ROLES.name(), roles),
                SettingCatalog.KAFKA_BOOTSTRAP_SERVERS,
                SettingCatalog.SCHEMA_REGISTRY_URL);
        Logs.use(settings.get(SettingCatalog.LOGS_FORMAT).name().toLowerCase(Locale.ROOT));
        Duration patience = settings.get(SettingCatalog.SHUTDOWN_GRACE).plus(MARGIN);
        Thread runner = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runner, patience), "stop"));
        try (RunningPipeline pipeline = new PipelineApp(settings, InstantSource.system()).start()) {
            Optional<String> failure = pipeline.awaitEnd();
            if (failure.isPresent()) {
                throw new CommandFailure(failure.get());
            }
        } catch (PipelineStartException e) {
            throw new CommandFailure(e.getMessage(), e);
        } catch (InterruptedException e) {
            // told to stop; the pipeline is closed by now
        } finally {
            Logs.tellRepeats();
            closed.countDown();
        }
        return ExitCode.OK;
    }

    /** Runs as a shutdown hook: interrupts the runner, which closes the pipeline, and waits for it. */
    private void stop(Thread runner, Duration patience) {
        runner.interrupt();
        try {
            closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
