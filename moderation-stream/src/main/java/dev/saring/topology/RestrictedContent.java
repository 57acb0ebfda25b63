package dev.saring.topology;

import dev.saring.classify.Classifier;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.UploadEvent;

/** Tells whether an upload that gets no decision is under a restricted policy all the same. For one thread. */
final class RestrictedContent {
    private final StageTools tools;
    private final Classifier classifier = new Classifier();

    RestrictedContent(StageTools tools) {
        this.tools = tools;
    }

    /** Also true where it cannot be told. */
    boolean isIn(UploadEvent upload) {
        try {
            RuleSet rules = tools.rules().get();
            return rules.mayRestrict(
                    classifier.classify(upload, rules, Context.at(tools.clock().instant())));
        } catch (RuntimeException | StackOverflowError e) {
            return true;
        }
    }
}
