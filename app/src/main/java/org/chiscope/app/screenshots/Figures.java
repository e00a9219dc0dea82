package org.chiscope.app.screenshots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.development.DevelopmentChart;
import org.chiscope.app.matrix.Marking;
import org.chiscope.app.matrix.MatrixPane;
import org.chiscope.app.matrix.MatrixValues;
import org.chiscope.app.matrix.Scaling;
import org.chiscope.app.patterning.PatterningFigure;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
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
    private static final double WIDTH = 960;
    private static final double HEIGHT = 700;
    private static final double SCALE = 2;

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
        MatrixPane pane =
                new MatrixPane(
                        new SimpleObjectProperty<>(data),
                        new SimpleObjectProperty<>(Theme.LIGHT.palette()));
        pane.chart().liveProperty().set(false);
        VBox.setVgrow(pane, Priority.ALWAYS);
        return page(
                snapshot.experiment().name(),
                "Fluctuation, "
                        + NumberText.count(snapshot.drawsMade())
                        + " draws, seed "
                        + snapshot.experiment().seed(),
                pane);
    }

    private static WritableImage draw(Development development, int pattern) {
        DevelopmentChart chart = new DevelopmentChart(development, pattern);
        chart.paletteProperty().set(Theme.LIGHT.palette());
        VBox.setVgrow(chart, Priority.ALWAYS);
        return page(
                development.title(),
                "χ on \u201c" + development.patterns().get(pattern) + "\u201d over the training",
                chart);
    }

    private static WritableImage page(String title, String words, Region content) {
        VBox page =
                new VBox(Parts.label(title, "section-title"), Parts.label(words, "muted"), content);
        page.getStyleClass().add("figure");
        page.setMinSize(WIDTH, HEIGHT);
        page.setMaxSize(WIDTH, HEIGHT);
        return picture(new Group(page), page);
    }

    private static WritableImage draw(
            PatternAnswer answer, Verification.@Nullable Progress verified) {
        PatterningFigure page = new PatterningFigure(answer, verified, Theme.LIGHT.palette());
        return picture(new Group(page), page);
    }

    /** In a group a page has the size that it wants. */
    private static WritableImage picture(Group group, Region page) {
        Scene scene = new Scene(group, WIDTH, HEIGHT);
        PaintedRegion.setDensity(scene, SCALE);
        ThemeSwitch.dress(scene, Theme.LIGHT);
        group.applyCss();
        group.layout();
        return Pictures.of(page, Theme.LIGHT.palette().background(), SCALE);
    }
}
