package dev.saring.cli;

import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.UploadEvent;

/** What {@code saring classify} answers to one upload. */
interface Answer {

    /** The decision as one JSON object on one line. */
    String to(UploadEvent upload, RuleSet rules, Context context);
}
