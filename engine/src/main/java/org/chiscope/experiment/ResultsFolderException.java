package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A results folder cannot be made, written, read or continued. The message is one sentence: what
 * was expected, what was found, where, and what to do.
 */
public final class ResultsFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    public ResultsFolderException(String sentence) {
        super(sentence);
    }

    public ResultsFolderException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence for a new run whose results folder is there already. */
    public static ResultsFolderException exists(Path folder) {
        return new ResultsFolderException(
                "The results folder "
                        + folder
                        + " exists already, and results are never overwritten; choose another one,"
                        + " or go on with its run by --resume.");
    }
}
