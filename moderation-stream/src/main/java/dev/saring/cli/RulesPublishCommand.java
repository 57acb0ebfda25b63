package dev.saring.cli;

import dev.saring.config.SettingCatalog;
import dev.saring.moderation.HashRule;
import dev.saring.rules.FourEyes;
import dev.saring.rules.HashList;
import dev.saring.rules.Problems;
import dev.saring.rules.PublishOrder;
import dev.saring.rules.PublishReport;
import dev.saring.rules.RuleFileException;
import dev.saring.rules.RuleList;
import dev.saring.rules.RulePublisher;
import dev.saring.rules.RuleTopicException;
import dev.saring.serde.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring rules publish}: from rule files to the topics. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Checks rule files and, where nothing is wrong, brings the topics to what they say: adds and changes by"
                    + " rule id. What the files do not list stays live, unless --replace-source names its source or"
                    + " --exactly is given.",
            "To undo what others published: `saring rules export --at` a time before it, and publish the export with"
                    + " --exactly, first with --dry-run.",
            "Safe to repeat: rules that are live already as they are stay untouched. Of two publishes at once the later"
                    + " one takes over, and the earlier one says how far it came. One that dies leaves whole batches of at"
                    + " most 5,000 rules, each with its entry in rule-changes; publishing again completes it."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the topics say what the files say",
            "1:something is wrong with the files, the cluster or the registry; also where --skip-bad left lines out",
            "2:wrong usage"
        })
public final class RulesPublishCommand implements Callable<Integer> {
    private static final int CHANGES_SHOWN = 50;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RuleOptions rules;

    @Mixin
    private HashListOptions lists;

    @Mixin
    private RuleTopicCommand topics;

    @Option(
            names = "--replace-source",
            paramLabel = "S",
            description = "Retire the live rules of this source that the files do not list. May be given repeatedly.")
    private Set<String> replacedSources = Set.of();

    @Option(
            names = "--exactly",
            description =
                    "Retire every live rule that the files do not list, of whatever source. Takes --rules alone, no"
                            + " lists, and refuses where the files have no rule of a kind, keyword or hash, of which some are"
                            + " live.")
    private boolean exactly;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who publishes; by default the user's name.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why, for rule-changes.")
    private String note;

    @Option(
            names = "--dry-run",
            description = "Only say what would change, and write nothing: the first 50 changes, then the"
                    + " figures. What others publish meanwhile is not foreseen.")
    private boolean dryRun;

    private long skipped;

    @Override
    public Integer call() {
        if (exactly && lists.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--exactly takes all rules from --rules; put those of the lists there");
        }
        try {
            RuleList wanted = wanted();
            PublishOrder order = new PublishOrder(by, note, replacedSources, exactly, fourEyes());
            PublishReport report = topics.publisher(
                    publisher -> dryRun ? preview(publisher, wanted, order) : publisher.publish(wanted, order));
            System.out.println(describe(report) + (dryRun ? " dry_run=true" : " publish_id=" + report.publishId()));
            return skipped == 0 ? 0 : 1;
        } catch (RuleFileException e) {
            throw new CommandFailure(
                    e.getMessage() + "\nproblems=" + e.problems().count() + ", nothing was published", e);
        }
    }

    private FourEyes fourEyes() throws RuleFileException {
        return topics.settings().get(SettingCatalog.RULES_FOUR_EYES)
                ? new FourEyes(rules.policies(topics.policies()))
                : FourEyes.off();
    }

    private RuleList wanted() throws RuleFileException {
        rules.requirePoliciesOfThePipeline(topics.policies());
        if (!lists.isGiven()) {
            return rules.rules(topics.policies());
        }
        RuleList files = rules.isGiven() ? rules.rules(topics.policies()) : new RuleList(List.of(), List.of());
        HashList list = lists.read(rules.policies(topics.policies()));
        Problems bad = list.problems();
        for (Problems each : List.of(list.duplicates(), bad)) {
            if (each.count() > 0) {
                System.err.println(each.describe());
            }
        }
        System.err.println("hashes=" + list.rules().size() + " duplicates="
                + list.duplicates().count() + " bad=" + bad.count() + " frames_left_out=" + list.framesLeftOut());
        if (bad.count() > 0 && !lists.skipsBad()) {
            throw new CommandFailure("problems=" + bad.count()
                    + ", nothing was published; mend the lines, or publish the others with --skip-bad");
        }
        skipped = bad.count();
        List<HashRule> hashes = new ArrayList<>(files.hashes());
        hashes.addAll(list.rules());
        return new RuleList(files.keywords(), hashes);
    }

    private static PublishReport preview(RulePublisher publisher, RuleList wanted, PublishOrder order)
            throws RuleTopicException, RegistryUnavailableException {
        long[] count = new long[1];
        PublishReport report = publisher.preview(wanted, order, change -> {
            if (count[0]++ < CHANGES_SHOWN) {
                System.out.println(Printable.of(change.getRuleId()) + ": " + RuleChangeText.of(change));
            }
        });
        if (count[0] > CHANGES_SHOWN) {
            System.out.println("and " + (count[0] - CHANGES_SHOWN) + " more");
        }
        return report;
    }

    private static String describe(PublishReport report) {
        return "added=" + report.added() + " changed=" + report.changed() + " retired=" + report.retired()
                + " unchanged=" + report.unchanged()
                + (report.awaiting() == 0 ? "" : " awaiting=" + report.awaiting());
    }
}
