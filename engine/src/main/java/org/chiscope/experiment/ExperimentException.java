package org.chiscope.experiment;

import java.io.IOException;

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
}
