package org.chiscope.app.document;

import java.nio.file.Path;
import java.util.List;

/**
 * What the Library shows of a model before it is opened.
 *
 * @param folder where it lies
 * @param title a few words
 * @param line one sentence
 * @param size its shape in numbers
 * @param shape what its picture shows
 * @param problem one sentence if it cannot be opened, else empty
 */
public record ModelCard(
        Path folder, String title, String line, String size, Shape shape, String problem) {

    /** A model's shape, as far as a picture of it goes. */
    public sealed interface Shape {}

    /** A transformer: so many heads in each layer. */
    public record Heads(int layers, int heads, boolean mlp) implements Shape {}

    /** A perceptron: the width of each layer, the inputs first. */
    public record Widths(List<Integer> widths) implements Shape {}

    /** Sites in rows. */
    public record Lattice(int width, int height) implements Shape {}

    /** Nothing is known. */
    public record Unknown() implements Shape {}

    /** The card of a folder that is no model, with the reason. */
    public static ModelCard broken(Path folder, String problem) {
        return new ModelCard(
                folder, String.valueOf(folder.getFileName()), "", "", new Unknown(), problem);
    }
}
