package org.chiscope.app.patterning;

import java.util.function.IntConsumer;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** Singular values on a logarithmic scale over the noise floor; a click inverts up to a mode. */
final class ScreeChart extends PaintedRegion {
    private static final double LEFT = 44;
    private static final double RIGHT = 10;
    private static final double TOP = 8;
    private static final double BOTTOM = 20;

    /** Orders of magnitude that are shown at most. */
    private static final double DEEPEST = 4;

    private @Nullable PatterningState state;
    private IntConsumer chosen = rank -> {};

    ScreeChart() {
        getStyleClass().add("scree-chart");
        setId("scree-chart");
        setMinHeight(96);
        setPrefHeight(128);
        setCursor(Cursor.HAND);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
    }

    void setChosen(IntConsumer told) {
        chosen = told;
    }

    void show(@Nullable PatterningState now) {
        state = now;
        requestLayout();
    }

    private void press(MouseEvent event) {
        PatterningState shown = state;
        if (shown != null && shown.scree().values().length > 0) {
            int modes = shown.scree().values().length;
            double step = (getWidth() - LEFT - RIGHT) / modes;
            chosen.accept(
                    Math.clamp(
                            Math.round((event.getX() - LEFT) / step - 0.5) + 1,
                            0,
                            shown.scree().most()));
        }
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        PatterningState shown = state;
        if (shown == null || shown.scree().values().length == 0) {
            return;
        }
        PatterningState.Scree scree = shown.scree();
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        double[] values = scree.values();
        if (!(values[0] > 0)) {
            return;
        }
        double least = values[0];
        for (int i = 0; i < scree.most(); i++) {
            least = Math.min(least, values[i]);
        }
        if (scree.floor() > 0) {
            least = Math.min(least, scree.floor());
        }
        double top = Math.log10(Math.max(values[0] + scree.errors()[0], 1.3 * values[0]));
        if (!Double.isFinite(top)) {
            top = Math.log10(1.3 * values[0]);
        }
        if (scree.floor() > 0) {
            top = Math.max(top, Math.log10(1.2 * scree.floor()));
        }
        double bottom = Math.max(Math.log10(0.7 * least), top - DEEPEST);
        double end = height - BOTTOM;
        Axis axis = new Axis(bottom, top, end, TOP);
        double step = (width - LEFT - RIGHT) / values.length;

        brush.fill(LEFT, TOP, step * scree.rank(), end - TOP, palette.accentSoft());
        if (scree.floor() > 0) {
            double y = axis.at(Math.log10(scree.floor()));
            brush.fill(
                    LEFT,
                    y,
                    width - LEFT - RIGHT,
                    end - y,
                    palette.text().deriveColor(0, 1, 1, 0.1));
            brush.dashed(LEFT, y, width - RIGHT, y, palette.muted());
            brush.text(
                    "noise floor",
                    Brush.Type.SMALL,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    width - RIGHT - 6,
                    y - 8);
        }
        for (double power = Math.ceil(bottom); power <= top; power++) {
            double y = axis.at(power);
            brush.line(LEFT, y, width - RIGHT, y, palette.borderFaint(), 1);
            brush.text(
                    NumberText.power((int) power).isEmpty()
                            ? "1"
                            : NumberText.power((int) power).replace("× ", ""),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    LEFT - 6,
                    y);
        }
        brush.line(LEFT, end, width - RIGHT, end, palette.border(), 1);
        for (int i = 0; i < values.length; i++) {
            double x = LEFT + step * (i + 0.5);
            if (values.length <= 20 || (i + 1) % 5 == 0) {
                brush.text(
                        Integer.toString(i + 1),
                        Brush.Type.TICKS,
                        i < scree.rank() ? palette.text() : palette.muted(),
                        TextAlignment.CENTER,
                        x,
                        end + 10);
            }
            if (i >= scree.most() || Math.log10(values[i]) < bottom) {
                cross(brush, x, end - 5, palette.muted());
                continue;
            }
            boolean noise = values[i] <= scree.floor();
            Color colour = noise ? palette.warning() : palette.accent();
            double y = axis.at(Math.log10(values[i]));
            if (i < scree.rank()) {
                double error = scree.errors()[i];
                brush.errorUpright(
                        x,
                        axis.at(Math.max(bottom, Math.log10(Math.max(1e-300, values[i] - error)))),
                        axis.at(Math.log10(values[i] + error)),
                        colour);
                brush.dot(x, y, 3.5, colour);
            } else {
                brush.ring(x, y, 3.5, palette.faint());
            }
        }
        double cut = LEFT + step * scree.rank();
        brush.dashed(cut, TOP - 4, cut, end, palette.accent());
    }

    private static void cross(Brush brush, double x, double y, Color colour) {
        brush.line(x - 3, y - 3, x + 3, y + 3, colour, 1.25);
        brush.line(x - 3, y + 3, x + 3, y - 3, colour, 1.25);
    }
}
