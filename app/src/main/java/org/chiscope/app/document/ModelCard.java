package org.chiscope.app.document;

import java.nio.file.Path;

/**
 * What the Library shows of a model before it is opened.
 *
 * @param folder where it lies
 * @param title a few words
 * @param line one sentence
 * @param size its shape in numbers
 * @param problem one sentence if it cannot be opened, else empty
 */
public record ModelCard(Path folder, String title, String line, String size, String problem) {}
