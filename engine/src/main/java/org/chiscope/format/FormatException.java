package org.chiscope.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is missing, unreadable or malformed. The message is one sentence for a person: what
 * was expected, what was found, where, and what to do.
 */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1;

    public FormatException(String sentence) {
        super(sentence);
    }

    public FormatException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence for {@code failure}, which the operating system reported while reading. */
    public static FormatException whileReading(Path path, IOException failure) {
        if (failure instanceof FormatException already) {
            return already;
        }
        if (failure instanceof NoSuchFileException) {
            return new FormatException(
                    "There is no file " + path + "; check the path and its spelling.", failure);
        }
        if (Files.isDirectory(path)) {
            return new FormatException(
                    "A file was expected at " + path + ", but it is a folder; name a file in it.",
                    failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new FormatException(
                    "The file " + path + " may not be read by this user; change its permissions.",
                    failure);
        }
        return new FormatException(
                "The file " + path + " could not be read: " + reason(failure) + ".", failure);
    }

    /** The first line of a failure's message without its full stop; its class if it has none. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return message.strip().lines().findFirst().orElseThrow().replaceFirst("[.\\s]+$", "");
    }
}
