package dev.saring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saring.classify.Context;
import dev.saring.classify.Explainer;
import dev.saring.classify.Explanation;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.UploadEvent;
import java.io.UncheckedIOException;
import java.util.List;

/** The decision with the field {@code explanation}, a list of sentences. */
final class ExplainedAnswer implements Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Explainer explainer = new Explainer();
    private final ExplanationLanguage language;

    ExplainedAnswer(ExplanationLanguage language) {
        this.language = language;
    }

    @Override
    public String to(UploadEvent upload, RuleSet rules, Context context) {
        Explanation explanation = explainer.explain(upload, rules, context);
        List<String> sentences = explanation.lines().stream()
                .map(line -> line.get(language.name()))
                .toList();
        String decision = PlainAnswer.DECISION.write(explanation.decision());
        try {
            return decision.substring(0, decision.length() - 1) + ",\"explanation\":"
                    + JSON.writeValueAsString(sentences) + "}";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
