package dev.saring.topology;

import java.util.List;

/** The pipeline cannot start. The message has one line for each reason, with the remedy. */
public final class PipelineStartException extends Exception {
    PipelineStartException(String reason, Throwable cause) {
        super(reason, cause);
    }

    PipelineStartException(List<String> reasons) {
        super(String.join(System.lineSeparator(), reasons));
    }
}
