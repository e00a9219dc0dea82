package org.chiscope.app.chains;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Calibration;
import org.chiscope.experiment.Calibration.Trial;
import org.chiscope.sampling.SamplerSettings;
import org.jspecify.annotations.Nullable;

/**
 * What each tried setting is worth: nβ upwards, step size to the right. A cross marks a setting
 * that something speaks against; the run's own is framed, the suggested one dashed.
 */
final class CalibrationChart extends PaintedRegion {
    private static final double LEFT = 42;
    private static final double RIGHT = 10;
    private static final double TOP = 2;
    private static final double BOTTOM = 34;

    private final Tooltip tooltip = new Tooltip();
    private List<SamplerSettings> settings = List.of();
    private List<Trial> trials = List.of();
    private @Nullable SamplerSettings present;
    private @Nullable SamplerSettings suggested;
    private int hovered = -1;

    CalibrationChart() {
        setId("calibration-chart");
        setMinSize(120, 110);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        tooltip.setShowDelay(Duration.millis(300));
        addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        addEventHandler(
                MouseEvent.MOUSE_EXITED,
                event -> {
                    hovered = -1;
                    tooltip.hide();
                });
    }

    /**
     * @param all settings of the grid, nβ by nβ
     * @param made what was tried of them
     * @param own the run's setting
     * @param wanted the suggested one, or null
     */
    void show(
            List<SamplerSettings> all,
            List<Trial> made,
            @Nullable SamplerSettings own,
            @Nullable SamplerSettings wanted) {
        settings = all;
        trials = made;
        present = own;
        suggested = wanted;
        requestLayout();
    }

    private static int columns() {
        return CalibrationViewModel.GRID.steps().size();
    }

    private Optional<Trial> trial(int place) {
        SamplerSettings wanted = settings.get(place);
        return trials.stream().filter(trial -> trial.sampler().equals(wanted)).findFirst();
    }

    private void hover(MouseEvent event) {
        int place = at(event.getX(), event.getY());
        if (place == hovered) {
            return;
        }
        hovered = place;
        Tooltip.uninstall(this, tooltip);
        tooltip.hide();
        if (place >= 0) {
            tooltip.setText(words(place));
            Tooltip.install(this, tooltip);
        }
    }

    private int at(double x, double y) {
        int rows = rows();
        if (rows == 0) {
            return -1;
        }
        double cellWidth = (getWidth() - LEFT - RIGHT) / columns();
        double cellHeight = (getHeight() - TOP - BOTTOM) / rows;
        int column = (int) Math.floor((x - LEFT) / cellWidth);
        int row = (int) Math.floor((y - TOP) / cellHeight);
        return column < 0 || column >= columns() || row < 0 || row >= rows
                ? -1
                : (rows - 1 - row) * columns() + column;
    }

    private int rows() {
        return settings.size() / columns();
    }

    /** What is known of a setting. */
    String words(int place) {
        SamplerSettings setting = settings.get(place);
        String name =
                "ε = "
                        + NumberText.plain(setting.stepSize())
                        + ", nβ = "
                        + NumberText.plain(setting.nBeta());
        return trial(place)
                .map(
                        trial ->
                                name
                                        + "\n"
                                        + (trial.sound()
                                                ? "Nothing speaks against it."
                                                : "Against it: "
                                                        + trial.cautions().stream()
                                                                .map(Calibration.Objection::words)
                                                                .collect(Collectors.joining("; "))
                                                        + ".")
                                        + "\n"
                                        + per(trial)
                                        + " effective draws per 1\u2009000"
                                        + (Double.isNaN(trial.drawsNeeded())
                                                ? ""
                                                : "; 30 % of the cells would stand out after about "
                                                        + NumberText.count(
                                                                Math.round(trial.drawsNeeded()))
                                                        + " draws a chain"))
                .orElse(name + "\nNot tried yet.");
    }

    private static String per(Trial trial) {
        return Double.isNaN(trial.efficiency())
                ? "–"
                : NumberText.count(Math.round(1000 * trial.efficiency()));
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        if (settings.isEmpty()) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        int rows = rows();
        double cellWidth = (width - LEFT - RIGHT) / columns();
        double cellHeight = (height - TOP - BOTTOM) / rows;
        double most =
                trials.stream()
                        .mapToDouble(Trial::efficiency)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        for (int place = 0; place < settings.size(); place++) {
            double x = LEFT + (place % columns()) * cellWidth;
            double y = TOP + (rows - 1 - place / columns()) * cellHeight;
            cell(brush, place, most, x, y, cellWidth - 1, cellHeight - 1);
        }
        for (int place = 0; place < settings.size(); place++) {
            double x = LEFT + (place % columns()) * cellWidth;
            double y = TOP + (rows - 1 - place / columns()) * cellHeight;
            if (settings.get(place).equals(suggested)) {
                g.setLineDashes(4, 3);
                brush.frame(x, y, cellWidth - 1, cellHeight - 1);
                g.setLineDashes();
            }
            if (settings.get(place).equals(present)) {
                brush.frame(x, y, cellWidth - 1, cellHeight - 1);
            }
        }
        double largest = settings.stream().mapToDouble(SamplerSettings::stepSize).max().orElse(1);
        int power = NumberText.exponent(largest);
        for (int c = 0; c < columns(); c++) {
            brush.text(
                    NumberText.plain(settings.get(c).stepSize() / Math.pow(10, power)),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    LEFT + (c + 0.5) * cellWidth,
                    height - BOTTOM + 10);
        }
        for (int r = 0; r < rows; r++) {
            brush.text(
                    NumberText.plain(settings.get(r * columns()).nBeta()),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    LEFT - 6,
                    TOP + (rows - 1 - r + 0.5) * cellHeight);
        }
        String unit = NumberText.power(power).replace("× ", "");
        brush.text(
                "step size ε" + (unit.isEmpty() ? "" : ", " + unit),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (LEFT + width - RIGHT) / 2,
                height - 9);
        brush.text(
                "nβ",
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.RIGHT,
                LEFT - 6,
                height - BOTTOM + 10);
    }

    private void cell(
            Brush brush, int place, double most, double x, double y, double width, double height) {
        Palette palette = brush.palette();
        Optional<Trial> known = trial(place);
        if (known.isEmpty()) {
            brush.fill(x, y, width, height, palette.subtle());
            for (int i = -1; i <= 1; i++) {
                brush.dot(x + width / 2 + 6 * i, y + height / 2, 1, palette.faint());
            }
            return;
        }
        Trial trial = known.get();
        double share = Double.isNaN(trial.efficiency()) ? 0 : trial.efficiency() / most;
        Color fill = palette.inset().interpolate(palette.accent(), 0.85 * Math.max(0, share));
        brush.fill(x, y, width, height, trial.sound() ? fill : palette.subtle());
        if (!trial.sound()) {
            double middle = x + width / 2;
            double centre = y + height / 2;
            brush.line(middle - 5, centre - 5, middle + 5, centre + 5, palette.danger(), 1.5);
            brush.line(middle - 5, centre + 5, middle + 5, centre - 5, palette.danger(), 1.5);
            return;
        }
        brush.text(
                per(trial),
                Brush.Type.NUMBERS,
                ink(palette, fill),
                TextAlignment.CENTER,
                x + width / 2,
                y + height / 2);
    }

    /** The theme's text or its inverse, whichever stands out more. */
    private static Color ink(Palette palette, Color fill) {
        return contrast(palette.text(), fill) >= contrast(palette.background(), fill)
                ? palette.text()
                : palette.background();
    }

    /** WCAG's contrast of two colours. */
    private static double contrast(Color one, Color two) {
        double a = luminance(one) + 0.05;
        double b = luminance(two) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
