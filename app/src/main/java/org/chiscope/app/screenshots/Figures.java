package org.chiscope.app.screenshots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.scene.image.WritableImage;
import org.chiscope.app.chart.FigurePage;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.Pictures;
import org.chiscope.app.development.DevelopmentChart;
import org.chiscope.app.matrix.Marking;
import org.chiscope.app.matrix.MatrixFigure;
import org.chiscope.app.matrix.MatrixValues;
import org.chiscope.app.matrix.Scaling;
import org.chiscope.app.patterning.PatterningFigure;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.experiment.Development;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * Draws {@code chi.png}, the fluctuations, {@code pattern.png}, a patterning, and {@code
 * development.png}, a column over checkpoints, by the window's own charts, in light colours, at
 * twice the screen's density. Starts JavaFX without a display where no window is open.
 */
public final class Figures implements FigureWriter {
    @Override
    public void write(Snapshot snapshot, Path pngFile) throws IOException {
        write(() -> draw(snapshot), pngFile);
    }

    @Override
    public boolean write(
            PatternAnswer answer, Verification.@Nullable Progress verified, Path pngFile)
            throws IOException {
        write(() -> draw(answer, verified), pngFile);
        return true;
    }

    @Override
    public void write(Development development, int pattern, Path pngFile) throws IOException {
        write(() -> draw(development, pattern), pngFile);
    }

    private static void write(Callable<WritableImage> drawing, Path pngFile) throws IOException {
        Toolkit.startHeadless();
        WritableImage picture;
        try {
            picture = Toolkit.call(drawing);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The figure could not be drawn: " + e.getMessage(), e);
        }
        Pictures.write(picture, pngFile);
    }

    private static WritableImage draw(Snapshot snapshot) {
        MatrixData data =
                MatrixValues.of(snapshot, Part.FLUCTUATION, Scaling.RAW, Marking.TWO_ERRORS, null);
        return MatrixFigure.picture(snapshot, Part.FLUCTUATION, data);
    }

    private static WritableImage draw(Development development, int pattern) {
        DevelopmentChart chart = new DevelopmentChart(development, pattern);
        chart.paletteProperty().set(Theme.LIGHT.palette());
        return FigurePage.picture(
                development.title(),
                "χ on \u201c" + development.patterns().get(pattern) + "\u201d over the training",
                chart);
    }

    private static WritableImage draw(
            PatternAnswer answer, Verification.@Nullable Progress verified) {
        return FigurePage.picture(new PatterningFigure(answer, verified, Theme.LIGHT.palette()));
    }
}
