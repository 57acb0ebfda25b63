package dev.saring.classify;

import dev.saring.classify.policy.Deadline;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.Regions;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.StandingRestriction;
import dev.saring.moderation.WhilePending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds matches up to what follows from them. Each match can only make the result stricter or richer, and the result
 * does not depend on the order of the matches. Belongs to one thread.
 */
final class Findings {
    /** What one policy has to do with a decision: its strongest match that has an effect. */
    static final class PolicyFinding {
        final Policy policy;
        Outcome outcome = Outcome.APPROVED;
        Match strongest;

        PolicyFinding(Policy policy) {
            this.policy = policy;
        }
    }

    private static final Comparator<PolicyFinding> GRAVEST_FIRST = Comparator.comparing(
                    (PolicyFinding finding) -> -severityOf(finding.outcome))
            .thenComparing(finding -> finding.strongest, Match.STRONGEST_FIRST)
            .thenComparing(finding -> finding.policy.code());

    private final PriorityQueue<Match> strongest = new PriorityQueue<>(Match.STRONGEST_FIRST.reversed());
    private final Map<String, PolicyFinding> policies = new HashMap<>();
    private final Set<String> labels = new TreeSet<>();
    private final Set<String> restrictedRegions = new TreeSet<>();
    private Outcome outcome;
    private int minimumAge;
    private int severity;
    private boolean truncated;
    private boolean held;
    private String region;
    private int mostMatches;

    void start(String uploadRegion, int limit) {
        region = uploadRegion;
        mostMatches = limit;
        strongest.clear();
        policies.clear();
        labels.clear();
        restrictedRegions.clear();
        outcome = Outcome.APPROVED;
        minimumAge = 0;
        severity = 0;
        truncated = false;
        held = false;
    }

    void take(Match match) {
        keep(match);
        if (match.rule().terms().enforced()) {
            apply(match);
        }
    }

    /** Nothing that is found may loosen what a person or an authority has decided. */
    void uphold(StandingRestriction restriction) {
        raise(restriction.getOutcome() == Outcome.UNKNOWN ? Outcome.REVIEW : restriction.getOutcome());
        minimumAge = Math.max(minimumAge, restriction.getMinimumAge());
        restrictedRegions.addAll(restriction.getRestrictedRegions());
        labels.addAll(restriction.getLabels());
        if (restriction.getRestrictedRegions().contains(region)) {
            raise(Outcome.BLOCKED);
        } else if (region.equals(Regions.UNKNOWN)
                && !restriction.getRestrictedRegions().isEmpty()) {
            raise(Outcome.REVIEW);
        }
        held |= outcome != Outcome.APPROVED;
    }

    /** What could not be looked at is for a person to judge. */
    void missSomething() {
        held = true;
        raise(Outcome.REVIEW);
    }

    private void keep(Match match) {
        strongest.add(match);
        if (strongest.size() > mostMatches) {
            strongest.poll();
            truncated = true;
        }
    }

    private void apply(Match match) {
        RuleTerms terms = match.rule().terms();
        Reach reach = Reach.of(terms.regions(), region);
        boolean blocks = terms.action() == RuleAction.BLOCK && match.ceiling() == Outcome.BLOCKED;
        if (blocks) {
            restrictedRegions.addAll(terms.regions());
        }
        if (reach == Reach.ELSEWHERE) {
            if (blocks) {
                note(match, Outcome.APPROVED);
            }
            return;
        }
        Outcome asked = asked(terms.action(), blocks && reach == Reach.HERE);
        raise(asked);
        labels.addAll(terms.labels());
        minimumAge =
                Math.max(minimumAge, Math.max(terms.minimumAge(), terms.policy().minimumAge()));
        if (asked != Outcome.APPROVED) {
            severity = Math.max(severity, terms.severity());
        }
        note(match, asked);
    }

    private static Outcome asked(RuleAction action, boolean blocks) {
        if (blocks) {
            return Outcome.BLOCKED;
        }
        return action == RuleAction.LABEL ? Outcome.APPROVED : Outcome.REVIEW;
    }

    private void note(Match match, Outcome asked) {
        Policy policy = match.rule().terms().policy();
        PolicyFinding finding = policies.computeIfAbsent(policy.code(), code -> new PolicyFinding(policy));
        int stricter = severityOf(asked) - severityOf(finding.outcome);
        if (finding.strongest == null
                || stricter > 0
                || stricter == 0 && Match.STRONGEST_FIRST.compare(match, finding.strongest) < 0) {
            finding.strongest = match;
        }
        if (stricter > 0) {
            finding.outcome = asked;
        }
    }

    private void raise(Outcome to) {
        outcome = stricter(outcome, to);
    }

    static Outcome stricter(Outcome one, Outcome other) {
        return severityOf(one) >= severityOf(other) ? one : other;
    }

    private static int severityOf(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> 0;
            case REVIEW, UNKNOWN -> 1;
            case BLOCKED -> 2;
        };
    }

    Outcome outcome() {
        return outcome;
    }

    int minimumAge() {
        return minimumAge;
    }

    /** Greatest severity of the rules that asked for review or blocking, 0 to 100. */
    int severity() {
        return severity;
    }

    boolean truncated() {
        return truncated;
    }

    List<String> labels() {
        return List.copyOf(labels);
    }

    List<String> restrictedRegions() {
        return List.copyOf(restrictedRegions);
    }

    /** The matches to list, strongest first. */
    List<Match> matches() {
        if (strongest.isEmpty()) {
            return List.of();
        }
        List<Match> list = new ArrayList<>(strongest);
        list.sort(Match.STRONGEST_FIRST);
        return list;
    }

    /** The policies that had an effect, gravest first; those that ask for no review or blocking are the last. */
    List<PolicyFinding> policies() {
        if (policies.isEmpty()) {
            return List.of();
        }
        List<PolicyFinding> list = new ArrayList<>(policies.values());
        list.sort(GRAVEST_FIRST);
        return list;
    }

    /** How many of {@link #policies()} ask for review or blocking. */
    static int asking(List<PolicyFinding> policies) {
        int asking = 0;
        while (asking < policies.size() && policies.get(asking).outcome != Outcome.APPROVED) {
            asking++;
        }
        return asking;
    }

    /** Whether a positive policy asks to recommend the content and nothing speaks against it. */
    boolean promote() {
        return outcome == Outcome.APPROVED
                && restrictedRegions.isEmpty()
                && policies.values().stream().anyMatch(finding -> finding.policy.positive());
    }

    /**
     * The strictest of what the policies that asked for review want meanwhile; HOLD where something was missed or a
     * standing restriction asks for review.
     */
    WhilePending whilePending() {
        WhilePending strictest = null;
        for (PolicyFinding finding : policies.values()) {
            if (finding.outcome == Outcome.REVIEW) {
                WhilePending wanted = finding.policy.whilePending();
                strictest = strictest == null || wanted.compareTo(strictest) < 0 ? wanted : strictest;
            }
        }
        return held || strictest == null ? WhilePending.HOLD : strictest;
    }

    /** The nearest deadline of the policies that asked for review, or null. */
    Deadline deadline() {
        Deadline nearest = null;
        for (PolicyFinding finding : policies.values()) {
            Deadline deadline = finding.outcome == Outcome.REVIEW ? finding.policy.deadline(region) : null;
            if (deadline != null && (nearest == null || deadline.within().compareTo(nearest.within()) < 0)) {
                nearest = deadline;
            }
        }
        return nearest;
    }
}
