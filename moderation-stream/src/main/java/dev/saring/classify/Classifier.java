package dev.saring.classify;

import dev.saring.classify.policy.Deadline;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.Reasons;
import dev.saring.classify.policy.Regions;
import dev.saring.moderation.DecisionContext;
import dev.saring.moderation.Gap;
import dev.saring.moderation.GapKind;
import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.Outcome;
import dev.saring.moderation.Reason;
import dev.saring.moderation.StandingRestriction;
import dev.saring.moderation.Trigger;
import dev.saring.moderation.UploadEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Decides on one upload: same upload, same rule set, same context, same decision. Knows no clock and does no I/O.
 *
 * <p>Looks ({@link Inspection}), finds which rules hold ({@link Matching}), adds up what follows from them
 * ({@link Findings}), and writes the decision down. Reuses its buffers, so each thread needs a classifier of its own.
 */
public final class Classifier {
    private static final String NO_LANGUAGE = "und";
    private static final String NO_GROUP = "general";

    private final Signals signals = new Signals();
    private final Inspection inspection = new Inspection(signals);
    private final Matching matching;
    private final Findings findings;

    /** A classifier with buffers of its own. */
    public Classifier() {
        this(Asides.NONE, new Findings());
    }

    Classifier(Asides asides, Findings findings) {
        this.findings = findings;
        matching = new Matching(signals, asides);
    }

    /**
     * Decides on an upload, an edit or an event of unknown kind; deletions are not for the classifier.
     *
     * <p>Never fails because of what an upload holds: should something go wrong inside, the decision is REVIEW with a
     * gap of the kind FAILURE that names the failure.
     *
     * @return the decision without {@code upload} and {@code source}, which only the caller knows how to treat
     */
    public ModerationDecision classify(UploadEvent upload, RuleSet rules, Context context) {
        try {
            return decide(upload, rules, context);
        } catch (RuntimeException | StackOverflowError e) {
            return failed(upload, rules, context, e);
        } finally {
            inspection.release();
            matching.release();
        }
    }

    private ModerationDecision decide(UploadEvent upload, RuleSet rules, Context context) {
        String region = Regions.normalise(upload.getRegion());
        findings.start(region, rules.limits().matches());
        if (context.restriction() != null) {
            findings.uphold(context.restriction());
        }
        inspection.inspect(upload, rules);
        if (!signals.isEmpty()) {
            matching.match(upload, rules, context, region, findings);
        }
        if (!inspection.gaps().isEmpty()) {
            findings.missSomething();
        }
        ModerationDecision decision = write(upload, rules, context);
        if (decision.getOutcome() != Outcome.APPROVED) {
            decision.setReviewGroup(ReviewGroup.of(upload, rules.limits()));
        }
        return decision;
    }

    private ModerationDecision failed(UploadEvent upload, RuleSet rules, Context context, Throwable failure) {
        findings.start(Regions.normalise(upload.getRegion()), rules.limits().matches());
        if (context.restriction() != null) {
            findings.uphold(context.restriction());
        }
        findings.missSomething();
        inspection.gaps().clear();
        inspection.gaps().add(new Gap(GapKind.FAILURE, null, null, place(failure)));
        return write(upload, rules, context);
    }

    /** What failed and where, without what was being looked at. */
    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private ModerationDecision write(UploadEvent upload, RuleSet rules, Context context) {
        ModerationDecision decision = new ModerationDecision();
        identify(decision, upload);
        decision.setOutcome(findings.outcome());
        decision.setKeywordMatches(List.of());
        decision.setHashMatches(List.of());
        writeMatches(decision, upload);
        decision.setMatchesTruncated(findings.truncated());
        decision.setScores(List.of());
        decision.setLabels(findings.labels());
        decision.setPromote(findings.promote());
        decision.setMinimumAge(findings.minimumAge());
        decision.setRestrictedRegions(findings.restrictedRegions());
        decision.setGaps(List.copyOf(inspection.gaps()));
        List<Findings.PolicyFinding> policies = findings.policies();
        decision.setReasons(reasons(policies, rules, context.restriction()));
        decision.setReviewQueue("");
        if (findings.outcome() != Outcome.APPROVED) {
            writeReview(decision, upload, rules, context, policies);
        }
        decision.setContext(new DecisionContext(context.strikes(), context.restriction()));
        decision.setRuleSetVersion(rules.version());
        decision.setEngineVersion(Engine.VERSION);
        decision.setDecidedAt(context.now());
        return decision;
    }

    private static void identify(ModerationDecision decision, UploadEvent upload) {
        String triggerId = upload.getEventId() != null && !upload.getEventId().isBlank()
                ? upload.getEventId()
                : upload.getContentId() + "/" + upload.getRevision();
        decision.setTrigger(Trigger.UPLOAD);
        decision.setTriggerId(triggerId);
        decision.setDecisionId(decisionId(Trigger.UPLOAD, triggerId));
        decision.setContentId(upload.getContentId());
        decision.setRevision(upload.getRevision());
        decision.setSequence(0);
    }

    /** The id of the decision that a trigger brings about: a name-based UUID (RFC 4122, version 3). */
    public static String decisionId(Trigger trigger, String triggerId) {
        byte[] name = (trigger + "\n" + triggerId).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }

    private void writeMatches(ModerationDecision decision, UploadEvent upload) {
        List<Match> matches = findings.matches();
        if (matches.isEmpty()) {
            return;
        }
        List<KeywordMatch> keywordMatches = new ArrayList<>();
        List<HashMatch> hashMatches = new ArrayList<>();
        for (Match match : matches) {
            if (match instanceof Match.Phrase phrase) {
                keywordMatches.add(DecisionParts.of(phrase, upload));
            } else if (match instanceof Match.Hash hash) {
                hashMatches.add(DecisionParts.of(hash, upload));
            }
        }
        decision.setKeywordMatches(keywordMatches);
        decision.setHashMatches(hashMatches);
    }

    private List<Reason> reasons(
            List<Findings.PolicyFinding> policies, RuleSet rules, StandingRestriction restriction) {
        if (policies.isEmpty() && restriction == null && inspection.gaps().isEmpty()) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>();
        if (restriction != null) {
            Policy policy =
                    restriction.getPolicy() == null ? null : rules.policies().find(restriction.getPolicy());
            reasons.add(policy == null ? Reasons.standing() : Reasons.of(policy, null, null));
        }
        int asking = Findings.asking(policies);
        addReasons(reasons, policies.subList(0, asking));
        Set<GapKind> kinds = new LinkedHashSet<>();
        for (Gap gap : inspection.gaps()) {
            if (kinds.add(gap.getKind())) {
                reasons.add(Reasons.of(gap.getKind()));
            }
        }
        addReasons(reasons, policies.subList(asking, policies.size()));
        return reasons;
    }

    private static void addReasons(List<Reason> reasons, List<Findings.PolicyFinding> policies) {
        for (Findings.PolicyFinding finding : policies) {
            Rule rule = finding.strongest.rule();
            reasons.add(Reasons.of(finding.policy, rule.id(), rule.terms().legalBasis()));
        }
    }

    private void writeReview(
            ModerationDecision decision,
            UploadEvent upload,
            RuleSet rules,
            Context context,
            List<Findings.PolicyFinding> policies) {
        boolean reviewed = findings.outcome() == Outcome.REVIEW;
        Deadline deadline = reviewed ? findings.deadline() : null;
        if (deadline != null) {
            decision.setDueAt(context.now().plus(deadline.within()));
            decision.setDueKind(deadline.kind());
        }
        if (reviewed) {
            decision.setWhilePending(findings.whilePending());
        }
        boolean unseen = !inspection.gaps().isEmpty() || context.restriction() != null;
        decision.setReviewPriority(Priority.of(
                unseen ? Math.max(Priority.UNSEEN, findings.severity()) : findings.severity(),
                context.strikes(),
                rules.restricts(decision),
                deadline == null ? null : deadline.within()));
        decision.setReviewQueue(queue(upload, policies));
        decision.setPreserveUntil(preserveUntil(decision.getReasons(), rules, context.now()));
    }

    private static String queue(UploadEvent upload, List<Findings.PolicyFinding> policies) {
        if (Findings.asking(policies) == 0) {
            return NO_GROUP + "." + locale(upload, null);
        }
        Findings.PolicyFinding gravest = policies.get(0);
        return gravest.policy.group() + "." + locale(upload, gravest.strongest);
    }

    /** The primary language of the upload, else of the rule, else undetermined. */
    private static String locale(UploadEvent upload, Match match) {
        String language = DecisionParts.primarySubtag(upload.getLanguage());
        if (!language.isEmpty() && !language.equals(NO_LANGUAGE)) {
            return language;
        }
        if (match instanceof Match.Phrase phrase
                && !phrase.keyword().languages().isEmpty()) {
            return phrase.keyword().languages().stream().sorted().findFirst().get();
        }
        return NO_LANGUAGE;
    }

    /** By the same reasons as {@link RuleSet#restricts}: what is withheld from everywhere else must be kept as evidence. */
    private static Instant preserveUntil(List<Reason> reasons, RuleSet rules, Instant now) {
        Instant latest = null;
        for (Reason reason : reasons) {
            Policy policy = rules.policies().find(reason.getPolicy());
            if (policy != null && policy.preservation() != null) {
                Instant until =
                        now.atOffset(ZoneOffset.UTC).plus(policy.preservation()).toInstant();
                latest = latest == null || until.isAfter(latest) ? until : latest;
            }
        }
        return latest;
    }
}
