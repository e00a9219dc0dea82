package org.chiscope.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A kind of text, such as Python code or licence texts.
 *
 * @param name what a person reads; the pattern of the source takes it over
 * @param files UTF-8; the documents inside are separated by a line that holds only U+000C (form
 *     feed)
 * @param licence the licence or licences of the text
 */
public record TextSource(String name, List<Path> files, String licence) {

    /**
     * @throws IllegalArgumentException if the name is blank or there is no file
     */
    public TextSource {
        files = List.copyOf(files);
        if (name.isBlank() || files.isEmpty()) {
            throw new IllegalArgumentException(
                    "A text source needs a name and at least one file, but \""
                            + name
                            + "\" has "
                            + files.size()
                            + " files.");
        }
    }
}
