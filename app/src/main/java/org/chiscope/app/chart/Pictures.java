package org.chiscope.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;
import javax.imageio.ImageIO;

/** From nodes to PNG files. */
public final class Pictures {
    private Pictures() {}

    /** A picture of {@code root}, {@code scale} pixels a unit of length. FX thread only. */
    public static WritableImage of(Parent root, Color background, double scale) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(scale, scale));
        parameters.setFill(background);
        return root.snapshot(parameters, null);
    }

    /**
     * Writes {@code picture} to {@code file}, atomically; replaces what is there.
     *
     * @throws IOException with one sentence if the file cannot be written
     */
    public static void write(WritableImage picture, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("A picture needs a file in a folder, but got " + file + ".");
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".picture", ".png");
        try {
            ImageIO.write(SwingFXUtils.fromFXImage(picture, null), "png", draft.toFile());
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
