package dev.saring.cli;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.json.RecordJson;

/** Only the decision. */
final class PlainAnswer implements Answer {
    static final RecordJson DECISION = RecordJson.whole().without("upload");

    private final Classifier classifier = new Classifier();

    @Override
    public String to(UploadEvent upload, RuleSet rules, Context context) {
        return DECISION.write(classifier.classify(upload, rules, context));
    }
}
