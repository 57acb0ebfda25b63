package dev.saring.topology;

import dev.saring.config.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * All that can be known before a start, in one list for {@code saring run} and {@code saring doctor}: they cannot
 * disagree. Only the rules are looked at apart ({@link RulesCheck}), since reading them is most of a start, which
 * {@code run} does once and for good.
 */
public final class StartChecks {

    /**
     * What a check found.
     *
     * @param subject what was looked at
     * @param looked false where it could not be looked at, because something before it failed
     */
    public record Result(String subject, boolean looked, List<Finding> findings) {
        /** Whether a start would end with it. */
        public boolean stops() {
            return findings.stream().anyMatch(Finding::stops);
        }
    }

    private StartChecks() {}

    /** Looks at everything that a start depends on, the rules included. */
    public static List<Result> all(Settings settings, Consumer<Result> progress) throws InterruptedException {
        return run(settings, InstantSource.system(), true, progress);
    }

    /** Looks at everything that a start depends on but the rules. */
    static List<Result> beforeRules(Settings settings, InstantSource clock) throws InterruptedException {
        return run(settings, clock, false, result -> {});
    }

    private static List<Result> run(Settings settings, InstantSource clock, boolean rules, Consumer<Result> progress)
            throws InterruptedException {
        Run run = new Run(progress);
        run.look(new PoliciesCheck(settings));
        run.look(new DataDirectoryCheck(settings));
        run.look(new RegistryCheck(settings));
        try (Admin admin = Clients.admin(settings)) {
            boolean answers = run.look(new ClusterCheck(admin));
            run.lookIf(answers, new ClockCheck(admin, Topics.of(settings), clock));
            boolean allowed = run.lookIf(answers, new RightsCheck(admin, Topics.of(settings)));
            boolean there = run.lookIf(answers, new TopicsCheck(admin, settings));
            if (rules) {
                run.lookIf(answers && allowed && there, new RulesCheck(settings));
            }
        } catch (KafkaException e) {
            run.take(new Result(
                    ClusterCheck.SUBJECT,
                    true,
                    List.of(Finding.stopping("Kafka's settings cannot be used: " + Causes.of(e)))));
        }
        return run.results;
    }

    /** One pass through the list. */
    private static final class Run {
        private final List<Result> results = new ArrayList<>();
        private final Consumer<Result> progress;

        Run(Consumer<Result> progress) {
            this.progress = progress;
        }

        boolean look(StartCheck check) throws InterruptedException {
            return take(new Result(check.subject(), true, check.look()));
        }

        boolean lookIf(boolean sensible, StartCheck check) throws InterruptedException {
            return sensible ? look(check) : take(new Result(check.subject(), false, List.of()));
        }

        /** True where it would not stop a start. */
        boolean take(Result result) {
            results.add(result);
            progress.accept(result);
            return !result.stops();
        }
    }
}
