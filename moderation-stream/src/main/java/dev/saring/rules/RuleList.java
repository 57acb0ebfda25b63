package dev.saring.rules;

import dev.saring.moderation.HashRule;
import dev.saring.moderation.KeywordRule;
import java.util.List;

/**
 * Rules as records, each id once.
 *
 * @param keywords in the file's order
 * @param hashes in the file's order
 */
public record RuleList(List<KeywordRule> keywords, List<HashRule> hashes) {}
