package dev.saring.classify;

import dev.saring.moderation.ModerationDecision;
import java.util.List;
import java.util.Map;

/**
 * A decision and how it came about.
 *
 * @param decision what the classifier decides
 * @param lines sentences in the order of the decision's making, each by language tag ({@code id} and {@code en})
 */
public record Explanation(ModerationDecision decision, List<Map<String, String>> lines) {}
