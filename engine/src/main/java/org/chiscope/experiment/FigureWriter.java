package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Draws the matrix of a snapshot. The engine has none of its own: the explorer supplies one, so
 * that a figure from the command line is the figure on the screen.
 */
@FunctionalInterface
public interface FigureWriter {

    /**
     * Writes a picture of {@code snapshot}'s susceptibility matrix to {@code pngFile}, which is
     * replaced if it exists. Called off the user interface's thread.
     *
     * @throws IOException if the file cannot be written
     */
    void write(Snapshot snapshot, Path pngFile) throws IOException;

    /**
     * Writes a picture of what patterning found to {@code pngFile}, which is replaced if it exists.
     *
     * @param verified what sampling again has shown, or null if nothing was sampled
     * @return whether it draws such pictures; if not, nothing is written
     * @throws IOException if the file cannot be written
     */
    default boolean write(
            PatternAnswer answer, Verification.@Nullable Progress verified, Path pngFile)
            throws IOException {
        return false;
    }

    /**
     * Writes a picture of one column over the checkpoints of a training to {@code pngFile}, which
     * is replaced if it exists; unless it draws none.
     *
     * @param pattern the column
     * @throws IOException if the file cannot be written
     */
    default void write(Development development, int pattern, Path pngFile) throws IOException {}
}
