package dev.saring.rules;

import dev.saring.classify.Keyword;
import dev.saring.classify.Rule;
import dev.saring.classify.RuleTerms;
import dev.saring.classify.hash.HashTerms;
import dev.saring.classify.policy.Policy;
import dev.saring.classify.policy.PolicyBook;
import dev.saring.classify.policy.Regions;
import dev.saring.classify.text.Expression;
import dev.saring.classify.text.ExpressionException;
import dev.saring.classify.text.Phrase;
import dev.saring.classify.text.TextMatcher;
import dev.saring.moderation.Fold;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import dev.saring.moderation.RuleAction;
import dev.saring.moderation.RuleMode;
import dev.saring.moderation.TextField;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From records to rules that can be compiled, or to a clear word on what is wrong with them. */
final class RuleValidation {
    private static final int LONGEST_ID = 256;
    private static final int MOST_FRAMES = 100_000;
    private static final int MOST_KNOWN_TERMS = 10_000;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Set<Integer> AGES = Set.of(0, 13, 16, 18);

    private final PolicyBook policies;
    /** Terms that were found good, since most rules of a list share theirs. */
    private final Map<RecordTerms, RuleTerms> known = new HashMap<>();

    RuleValidation(PolicyBook policies) {
        this.policies = policies;
    }

    Keyword keyword(KeywordRule rule) throws BadRuleException {
        RuleTerms terms = terms(rule.getRuleId(), RecordTerms.of(rule));
        check(rule.getFold() != Fold.UNKNOWN, "fold", "unknown fold; use exact, standard or strong");
        for (String language : rule.getLanguages()) {
            check(
                    LANGUAGE.matcher(language).matches(),
                    "languages",
                    "'" + language + "' is no language; use two or three small letters such as id or en");
        }
        check(
                !rule.getFields().contains(TextField.UNKNOWN),
                "fields",
                "unknown field; use title, description, caption, hashtags, transcript, on_screen, profile or comment");
        return new Keyword(
                new Rule(rule.getRuleId(), terms),
                expression(rule),
                Set.copyOf(rule.getFields()),
                rule.getFold(),
                Set.copyOf(rule.getLanguages()));
    }

    private static Expression expression(KeywordRule rule) throws BadRuleException {
        Expression expression;
        try {
            expression = Expression.parse(rule.getExpression());
        } catch (ExpressionException e) {
            throw new BadRuleException("expression", e.position(), e.getMessage());
        }
        for (Expression.Term term : expression.terms()) {
            try {
                TextMatcher.check(new Phrase(
                        term.text(),
                        rule.getFold(),
                        term.openStart(),
                        term.openEnd(),
                        Set.copyOf(rule.getLanguages())));
            } catch (IllegalArgumentException e) {
                throw new BadRuleException("expression", e.getMessage());
            }
        }
        return expression;
    }

    Rule hash(HashRule rule) throws BadRuleException {
        RuleTerms terms = terms(rule.getRuleId(), RecordTerms.of(rule));
        check(
                rule.getAlgorithm() != HashAlgorithm.UNKNOWN,
                "algorithm",
                "unknown algorithm; use MD5, SHA256, PDQ or VIDEO_PDQ");
        int size = rule.getAlgorithm() == HashAlgorithm.MD5 ? 16 : 32;
        int most = rule.getAlgorithm() == HashAlgorithm.VIDEO_PDQ ? MOST_FRAMES : 1;
        int count = rule.getValues().size();
        check(count > 0, "values", "no hash; give one");
        if (count > most) {
            throw new BadRuleException(
                    "values", count + " hashes where " + rule.getAlgorithm() + " takes at most " + most);
        }
        for (ByteBuffer value : rule.getValues()) {
            if (value.remaining() != size) {
                throw new BadRuleException(
                        "values",
                        "a hash of " + value.remaining() + " bytes; " + rule.getAlgorithm() + " has " + size
                                + " bytes, " + size * 2 + " hex digits");
            }
        }
        return new Rule(rule.getRuleId(), terms);
    }

    static HashTerms hashTerms(HashRule rule) throws BadRuleException {
        HashTerms defaults = HashTerms.DEFAULT;
        if (rule.getMaxDistance() == null
                && rule.getMinQuality() == null
                && rule.getMinUploadShare() == null
                && rule.getMinBankShare() == null) {
            return defaults;
        }
        int distance = rule.getMaxDistance() == null ? defaults.maxDistance() : rule.getMaxDistance();
        int quality = rule.getMinQuality() == null ? defaults.minQuality() : rule.getMinQuality();
        double uploadShare = rule.getMinUploadShare() == null ? defaults.minUploadShare() : rule.getMinUploadShare();
        double bankShare = rule.getMinBankShare() == null ? defaults.minBankShare() : rule.getMinBankShare();
        check(distance >= 0 && distance <= 64, "maxDistance", "distance " + distance + " is not within 0 to 64");
        check(quality >= 0 && quality <= 100, "minQuality", "quality " + quality + " is not within 0 to 100");
        check(isShare(uploadShare), "minUploadShare", "share " + uploadShare + " is not within 0 to 1");
        check(isShare(bankShare), "minBankShare", "share " + bankShare + " is not within 0 to 1");
        return new HashTerms(distance, quality, uploadShare, bankShare);
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }

    private RuleTerms terms(String ruleId, RecordTerms raw) throws BadRuleException {
        check(!ruleId.isBlank(), "ruleId", "no rule id; give one");
        check(ruleId.length() <= LONGEST_ID, "ruleId", "longer than " + LONGEST_ID + " characters; shorten it");
        RuleTerms terms = known.get(raw);
        if (terms == null) {
            terms = terms(raw);
            if (known.size() == MOST_KNOWN_TERMS) {
                known.clear();
            }
            known.put(raw, terms);
        }
        return terms;
    }

    private RuleTerms terms(RecordTerms raw) throws BadRuleException {
        RuleAction action = raw.action();
        List<String> allows = raw.allows();
        Policy policy = policies.find(raw.policy());
        if (policy == null) {
            throw new BadRuleException("policy", unknownPolicy(raw.policy()));
        }
        check(action != RuleAction.UNKNOWN, "action", "unknown action; use BLOCK, REVIEW, LABEL or ALLOW");
        check(raw.mode() != RuleMode.UNKNOWN, "mode", "unknown mode; use ENFORCE, SHADOW or OFF");
        check(
                !policy.positive() || action == RuleAction.LABEL || action == RuleAction.ALLOW,
                "action",
                action + " under the positive policy " + policy.code() + "; use LABEL, or a policy that restricts");
        check(
                (action == RuleAction.ALLOW) == !allows.isEmpty(),
                "allows",
                action == RuleAction.ALLOW
                        ? "an ALLOW rule that names nothing; list the policies or rule ids that it silences"
                        : "only ALLOW rules may name what they silence; leave it empty");
        check(
                raw.severity() >= 0 && raw.severity() <= 100,
                "severity",
                "severity " + raw.severity() + " is not within 0 to 100");
        check(AGES.contains(raw.minimumAge()), "minimumAge", "age " + raw.minimumAge() + " is none of 0, 13, 16, 18");
        for (String region : raw.regions()) {
            check(
                    Regions.isKnown(region),
                    "regions",
                    "'" + region + "' is no region; use ISO 3166 alpha-2 in capitals such as ID");
        }
        check(raw.labels().stream().noneMatch(String::isBlank), "labels", "an empty label; remove it");
        check(
                raw.validFrom() == null
                        || raw.validUntil() == null
                        || raw.validFrom().isBefore(raw.validUntil()),
                "validUntil",
                "the rule ends before it begins; mend validFrom or validUntil");
        return new RuleTerms(
                policy,
                action,
                Set.copyOf(allows),
                raw.severity(),
                raw.mode(),
                Set.copyOf(raw.regions()),
                raw.minimumAge(),
                Set.copyOf(raw.labels()),
                raw.validFrom() == null ? Long.MIN_VALUE : raw.validFrom().toEpochMilli(),
                raw.validUntil() == null ? Long.MAX_VALUE : raw.validUntil().toEpochMilli(),
                raw.legalBasis());
    }

    private String unknownPolicy(String code) {
        List<String> known = new ArrayList<>();
        policies.all().forEach(policy -> known.add(policy.code()));
        return "no policy '" + code + "'; the policy file has "
                + known.stream().sorted().collect(Collectors.joining(", "));
    }

    private static void check(boolean holds, String field, String otherwise) throws BadRuleException {
        if (!holds) {
            throw new BadRuleException(field, otherwise);
        }
    }
}
