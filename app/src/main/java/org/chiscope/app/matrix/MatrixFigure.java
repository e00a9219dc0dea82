package org.chiscope.app.matrix;

import java.util.Locale;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.image.WritableImage;
import org.chiscope.app.chart.FigurePage;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.theme.Theme;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Part;

/** The matrix as a figure for a paper, by the window's own control. FX thread only. */
public final class MatrixFigure {
    private MatrixFigure() {}

    /**
     * A picture in light colours.
     *
     * @param part which estimate {@code data} shows
     */
    public static WritableImage picture(Snapshot snapshot, Part part, MatrixData data) {
        MatrixPane pane =
                new MatrixPane(
                        new SimpleObjectProperty<>(data),
                        new SimpleObjectProperty<>(Theme.LIGHT.palette()));
        pane.chart().liveProperty().set(false);
        return FigurePage.picture(snapshot.experiment().name(), words(snapshot, part), pane);
    }

    /** What is shown and what it rests on: {@code Fluctuation, 5 120 draws, seed 1}. */
    static String words(Snapshot snapshot, Part part) {
        return part.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + part.label().substring(1)
                + ", "
                + NumberText.count(snapshot.drawsMade())
                + " draws, seed "
                + snapshot.experiment().seed();
    }
}
