package org.chiscope.format;

import java.io.IOException;

/**
 * A file that could not be written: the disk is full, the folder is missing or may not be changed.
 * The message is one sentence for a person.
 */
public final class WriteException extends IOException {
    private static final long serialVersionUID = 1;

    public WriteException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
