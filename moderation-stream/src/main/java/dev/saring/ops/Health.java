package dev.saring.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Whether the process is alive, and whether it is ready, with the reasons where not. Parts register a check under a
 * name; a check answers null where all is well, else the reason in a few words. Safe for use by many threads.
 */
public final class Health {

    /**
     * @param well whether nothing speaks against it
     * @param reasons what speaks against it, and what should be known beside, by the name of the check
     */
    public record Report(boolean well, Map<String, String> reasons) {}

    private final Map<String, Supplier<String>> liveness = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<String>> readiness = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<String>> notes = new ConcurrentSkipListMap<>();

    /** Adds or replaces a check without which the process should be restarted. It must answer at once. */
    public void checkLive(String name, Supplier<String> check) {
        liveness.put(name, check);
    }

    /** Adds or replaces a check without which the process is not ready. It must answer at once. */
    public void checkReady(String name, Supplier<String> check) {
        readiness.put(name, check);
    }

    /** Adds or replaces something that readiness tells without being less ready for it. It must answer at once. */
    public void note(String name, Supplier<String> note) {
        notes.put(name, note);
    }

    /** Whether the process makes progress or can still recover by itself. */
    public Report live() {
        return report(liveness, Map.of());
    }

    /** Whether the process does its work. */
    public Report ready() {
        return report(readiness, notes);
    }

    /** Whether each check of readiness is content, by its name. */
    public Map<String, Boolean> readiness() {
        Map<String, Boolean> content = new LinkedHashMap<>();
        readiness.forEach((name, check) -> content.put(name, check.get() == null));
        return content;
    }

    private static Report report(Map<String, Supplier<String>> checks, Map<String, Supplier<String>> notes) {
        Map<String, String> reasons = answers(checks);
        boolean well = reasons.isEmpty();
        reasons.putAll(answers(notes));
        return new Report(well, reasons);
    }

    private static Map<String, String> answers(Map<String, Supplier<String>> checks) {
        Map<String, String> answers = new LinkedHashMap<>();
        checks.forEach((name, check) -> {
            String answer = check.get();
            if (answer != null) {
                answers.put(name, answer);
            }
        });
        return answers;
    }
}
