package dev.saring.cli;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TrustedRecords;
import dev.saring.rules.HashList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name hash lists and say what their hashes stand for. */
final class HashListOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--hash-list",
            paramLabel = "FILE",
            description =
                    "A list with one hash a line, in hex; needs --algorithm, --policy, --action and --source. Each"
                            + " becomes the rule SOURCE:hex. May be given repeatedly.")
    private List<Path> plain = List.of();

    @Option(
            names = "--vpdq",
            paramLabel = "FILE",
            description =
                    "Frames of one video as vPDQ writes them: frame number, quality, hash, seconds. Becomes the rule"
                            + " SOURCE:name-of-file. Frames below --min-quality are left out; equal neighbours are kept, since"
                            + " the shares of a match count frames. Needs --policy, --action and --source. Repeatable.")
    private List<Path> videos = List.of();

    @Option(names = "--algorithm", paramLabel = "A", description = "Of --hash-list: MD5, SHA256 or PDQ.")
    private HashAlgorithm algorithm;

    @Option(names = "--policy", paramLabel = "CODE", description = "The policy that the lists serve.")
    private String policy;

    @Option(names = "--action", paramLabel = "ACTION", description = "BLOCK, REVIEW or LABEL.")
    private RuleAction action;

    @Option(names = "--source", paramLabel = "S", description = "Name of the list's origin; begins the rules' ids.")
    private String source;

    @Option(
            names = "--severity",
            defaultValue = "50",
            paramLabel = "N",
            description = "Of lists: 0 to 100; default: ${DEFAULT-VALUE}.")
    private int severity;

    @Option(
            names = "--mode",
            defaultValue = "ENFORCE",
            paramLabel = "MODE",
            description = "Of lists: enforce, shadow or off; default: enforce.")
    private RuleMode mode;

    @Option(names = "--max-distance", paramLabel = "N", description = "Of PDQ and vPDQ lists: 0 to 64; default: 31.")
    private Integer maxDistance;

    @Option(
            names = "--min-quality",
            defaultValue = "50",
            paramLabel = "N",
            description = "Of --vpdq: least quality of a frame, 0 to 100; default: ${DEFAULT-VALUE}.")
    private int minQuality;

    @Option(names = "--legal-basis", paramLabel = "TEXT", description = "Of lists: the law or order they carry out.")
    private String legalBasis;

    @Option(
            names = "--skip-bad",
            description =
                    "Publish the good lines of a list that has bad ones. Together with --replace-source, what stood"
                            + " in a bad line is retired.")
    private boolean skipBad;

    boolean isGiven() {
        return !plain.isEmpty() || !videos.isEmpty();
    }

    /** Whether good lines go on where others are bad. */
    boolean skipsBad() {
        return skipBad;
    }

    /** Reads the lists. */
    HashList read(PolicyBook policies) {
        require(policy, "--policy");
        require(action, "--action");
        require(source, "--source");
        if (!plain.isEmpty()) {
            require(algorithm, "--algorithm");
            if (algorithm == HashAlgorithm.VIDEO_PDQ || algorithm == HashAlgorithm.UNKNOWN) {
                throw new ParameterException(
                        spec.commandLine(), "--algorithm takes MD5, SHA256 or PDQ; give frames with --vpdq");
            }
        }
        if (policies.find(policy) == null) {
            throw new CommandFailure("there is no policy " + policy + " in the policy file, nothing was published");
        }
        if (action == RuleAction.ALLOW || action == RuleAction.UNKNOWN) {
            throw new ParameterException(spec.commandLine(), "--action takes BLOCK, REVIEW or LABEL");
        }
        HashList list = new HashList(template(), policies);
        try {
            for (Path file : plain) {
                list.addPlain(file);
            }
            for (Path file : videos) {
                list.addVideo(file, minQuality);
            }
        } catch (IOException e) {
            throw CommandFailure.unreadable(e);
        }
        return list;
    }

    private void require(Object value, String option) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "Hash lists need " + option);
        }
    }

    private HashRule template() {
        TrustedRecords.register();
        return HashRule.newBuilder()
                .setRuleId("")
                .setPolicy(policy)
                .setAction(action)
                .setAlgorithm(algorithm == null ? HashAlgorithm.VIDEO_PDQ : algorithm)
                .setValues(List.of())
                .setMaxDistance(maxDistance)
                .setSeverity(severity)
                .setMode(mode)
                .setLegalBasis(legalBasis)
                .setSource(source)
                .build();
    }
}
