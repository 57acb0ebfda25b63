package dev.saring.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.saring.classify.Context;
import dev.saring.classify.RuleSet;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.UploadJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Answers each line of JSON with the decision on it, in the same order, or with what is wrong with the line. */
final class ClassifyLines {
    private static final UploadJson UPLOAD = new UploadJson();

    private final RuleSet rules;
    private final InstantSource clock;
    private final Answer answer;

    ClassifyLines(RuleSet rules, InstantSource clock, Answer answer) {
        this.rules = rules;
        this.clock = clock;
        this.answer = answer;
    }

    /** Runs until the input ends; false where at least one line was bad. */
    boolean run(InputStream in, OutputStream out) throws IOException {
        Writer answers = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        LineReader lines = new LineReader(in, answers);
        boolean good = true;
        while (lines.next()) {
            String problem = lines.problem() == null ? answer(lines.text(), answers) : lines.problem();
            if (problem != null) {
                good = false;
                answers.write("{\"line\":" + lines.number() + ",\"error\":\"");
                answers.write(JsonStringEncoder.getInstance().quoteAsString(problem));
                answers.write("\"}");
            }
            answers.write('\n');
        }
        answers.flush();
        return good;
    }

    /** Writes the decision; what is wrong with the line, where there can be none. */
    private String answer(String line, Writer answers) throws IOException {
        try {
            UploadEvent upload = UPLOAD.read(line);
            if (upload.getKind() == UploadKind.DELETE) {
                return "kind: a deletion is not classified; leave the line out";
            }
            Context context = Context.at(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            answers.write(answer.to(upload, rules, context));
            return null;
        } catch (InvalidRecordException e) {
            return e.getMessage();
        }
    }
}
