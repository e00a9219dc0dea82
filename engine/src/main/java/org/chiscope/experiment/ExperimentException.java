package org.chiscope.experiment;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An experiment's description does not fit its model. The message is one sentence: what was
 * expected, what was found, and what to do.
 */
public final class ExperimentException extends IOException {
    private static final long serialVersionUID = 1L;

    public ExperimentException(String sentence) {
        super(sentence);
    }

    public ExperimentException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Waits for what a run works out.
     *
     * @throws ExperimentException with the sentence of what went wrong
     */
    public static <T> T await(CompletableFuture<T> answer) throws ExperimentException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ExperimentException(String.valueOf(cause.getMessage()), e);
        }
    }
}
