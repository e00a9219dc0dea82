package org.chiscope.experiment;

import java.io.IOException;

/**
 * A results folder cannot be made, written, read or continued. The message is one sentence: what
 * was expected, what was found, where, and what to do.
 */
public final class ResultsFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    public ResultsFolderException(String sentence) {
        super(sentence);
    }

    public ResultsFolderException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
