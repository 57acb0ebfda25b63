package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.config.Settings;
import dev.saring.topology.Finding;
import dev.saring.topology.StartChecks;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what would stop a start. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that a start depends on, and lists all that is wrong, with the remedies. Starts nothing,"
                    + " creates and registers nothing, and needs the rights that `saring run` needs.",
            "ok: as it should be. warning: a start would go on, or wait. wrong: a start would end. skipped: something"
                    + " before it must be mended first."
        },
        footer = {"", "Status 1 where something would stop a start."})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settingsOptions;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = settingsOptions.load(
                Map.of(), SettingCatalog.KAFKA_BOOTSTRAP_SERVERS, SettingCatalog.SCHEMA_REGISTRY_URL);
        PrintWriter out = spec.commandLine().getOut();
        print(out, "ok", "settings", "");
        List<StartChecks.Result> results = StartChecks.all(settings, result -> print(out, result));
        return results.stream().anyMatch(StartChecks.Result::stops) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static void print(PrintWriter out, StartChecks.Result result) {
        if (!result.looked()) {
            print(out, "skipped", result.subject(), "");
        } else if (result.findings().isEmpty()) {
            print(out, "ok", result.subject(), "");
        }
        for (Finding finding : result.findings()) {
            print(out, finding.stops() ? "wrong" : "warning", result.subject(), finding.text());
        }
    }

    private static void print(PrintWriter out, String verdict, String subject, String text) {
        out.println(String.format("%-8s%-10s%s", verdict, subject, text).stripTrailing());
        out.flush();
    }
}
