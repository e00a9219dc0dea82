package org.chiscope.app.modes;

import java.util.function.IntConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.modes.ModeEstimates;
import org.jspecify.annotations.Nullable;

/**
 * Singular values on a logarithmic scale, over those that noise alone has. A click, or the left and
 * right arrows, choose a mode.
 */
final class SpectrumChart extends PaintedRegion {
    private static final double LEFT = 48;
    private static final double RIGHT = 10;
    private static final double TOP = 14;
    private static final double BOTTOM = 20;

    /** Pixels that a mode takes at least; there are not more modes shown than fit. */
    private static final double STEP = 9;

    /** Orders of magnitude that are shown at most. */
    private static final double DEEPEST = 4;

    /** Pixels that the number of a mode takes, and its share. */
    private static final double NUMBER_ROOM = 16;

    private static final double SHARE_ROOM = 46;

    private static final int SHARES = 4;
    private static final double LEAST_SHARE = 0.005;

    private @Nullable ModesState state;
    private int chosen;
    private IntConsumer chooser = mode -> {};

    SpectrumChart() {
        setId("modes-spectrum");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Singular values");
        setCursor(Cursor.HAND);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().addListener((o, before, now) -> requestLayout());
    }

    /** Told of a mode that was asked for. */
    void setChooser(IntConsumer told) {
        chooser = told;
    }

    void show(@Nullable ModesState now, int mode) {
        state = now;
        chosen = mode;
        requestLayout();
    }

    /** How many modes have room. */
    int fitting() {
        ModesState shown = state;
        return shown == null
                ? 0
                : Math.clamp((long) ((getWidth() - LEFT - RIGHT) / STEP), 1, shown.modes().count());
    }

    private double step() {
        return (getWidth() - LEFT - RIGHT) / Math.max(1, fitting());
    }

    /** The middle of a mode, in pixels. */
    double at(int mode) {
        return LEFT + step() * (mode + 0.5);
    }

    private void press(MouseEvent event) {
        requestFocus();
        // Else the pane that scrolls would take the focus.
        event.consume();
        if (state != null) {
            chooser.accept(
                    Math.clamp(
                            (long) Math.floor((event.getX() - LEFT) / step()), 0, fitting() - 1));
        }
    }

    private void key(KeyEvent event) {
        ModesState shown = state;
        boolean back = event.getCode() == KeyCode.LEFT;
        if (shown != null && (back || event.getCode() == KeyCode.RIGHT)) {
            chooser.accept(Math.clamp(chosen + (back ? -1 : 1), 0, shown.modes().count() - 1));
            event.consume();
        }
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        ModesState shown = state;
        if (shown == null || !(shown.modes().singularValue(0).value() > 0)) {
            return;
        }
        ModeEstimates modes = shown.modes();
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        double end = height - BOTTOM;
        Axis axis = axis(modes, end);
        paintTicks(brush, axis, width);
        paintNoise(brush, axis, modes, width, end);
        brush.line(LEFT, end, width - RIGHT, end, palette.border(), 1);
        int fitting = fitting();
        int every = (int) Math.ceil(NUMBER_ROOM / step());
        for (int i = 0; i < fitting; i++) {
            double x = at(i);
            if (i % every == 0) {
                brush.text(
                        Integer.toString(i + 1),
                        Brush.Type.TICKS,
                        i == chosen ? palette.text() : palette.muted(),
                        TextAlignment.CENTER,
                        x,
                        end + 10);
            }
            paintMode(brush, axis, modes, i, x, end);
        }
        if (isFocused()) {
            g.setStroke(palette.accent());
            g.setLineWidth(2);
            g.strokeRoundRect(1, 1, width - 2, height - 2, 6, 6);
        }
    }

    private Axis axis(ModeEstimates modes, double end) {
        double largest = modes.singularValue(0).value();
        double error = modes.singularValue(0).monteCarloError();
        double most = largest + (Double.isNaN(error) ? 0 : error);
        double least = largest;
        for (int i = 0; i < fitting(); i++) {
            double value = modes.singularValue(i).value();
            if (value > largest * 1e-12) {
                least = Math.min(least, value);
            }
            double low = modes.noise().low()[i];
            if (low > largest * 1e-12) {
                least = Math.min(least, low);
            }
        }
        if (modes.noiseFloor() > 0) {
            most = Math.max(most, modes.noiseFloor());
        }
        double top = Math.log10(1.25 * most);
        double bottom = Math.max(Math.log10(0.7 * least), top - DEEPEST);
        return new Axis(bottom, top, end, TOP);
    }

    private static void paintTicks(Brush brush, Axis axis, double width) {
        Palette palette = brush.palette();
        boolean close = axis.high() - axis.low() < 1.4;
        for (double power = Math.floor(axis.low()); power <= axis.high(); power++) {
            for (int digit : close ? new int[] {1, 2, 5} : new int[] {1}) {
                double place = power + Math.log10(digit);
                if (place >= axis.low() && place <= axis.high()) {
                    double y = axis.at(place);
                    brush.line(LEFT, y, width - RIGHT, y, palette.borderFaint(), 1);
                    String ten = NumberText.power((int) power).replace(" ", "");
                    brush.text(
                            ten.isEmpty()
                                    ? Integer.toString(digit)
                                    : digit == 1 ? ten.substring(1) : digit + ten,
                            Brush.Type.TICKS,
                            palette.muted(),
                            TextAlignment.RIGHT,
                            LEFT - 6,
                            y);
                }
            }
        }
    }

    /** Where noise alone would lie, hatched, and the floor. */
    private void paintNoise(Brush brush, Axis axis, ModeEstimates modes, double width, double end) {
        Palette palette = brush.palette();
        if (!(modes.noiseFloor() > 0)) {
            return;
        }
        for (int i = 0; i < fitting(); i++) {
            double high = axis.at(Math.log10(modes.noise().high()[i]));
            double low = modes.noise().low()[i];
            double bottom = low > 0 ? Math.min(end, axis.at(Math.log10(low))) : end;
            if (Double.isFinite(high) && high < bottom) {
                double x = LEFT + step() * i;
                brush.fill(
                        x, high, step(), bottom - high, palette.text().deriveColor(0, 1, 1, 0.06));
                brush.hatch(x, high, step(), bottom - high, palette.text());
            }
        }
        double y = axis.at(Math.log10(modes.noiseFloor()));
        brush.dashed(LEFT, y, width - RIGHT, y, palette.muted());
        String words = "noise floor " + NumberText.plain(modes.noiseFloor());
        double room = brush.width(words, Brush.Type.SMALL);
        double start = width - RIGHT - room - 6;
        double middle = crowded(axis, modes, start, y) ? y + 9 : y - 9;
        brush.fill(start, middle - 7, room + 4, 14, palette.background().deriveColor(0, 1, 1, 0.8));
        brush.text(
                words,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.RIGHT,
                width - RIGHT - 4,
                middle);
    }

    /** Whether some mode lies just above the floor where its name would stand. */
    private boolean crowded(Axis axis, ModeEstimates modes, double start, double y) {
        for (int i = 0; i < fitting(); i++) {
            double at = axis.at(Math.log10(modes.singularValue(i).value()));
            double end = at(i) + (i < SHARES ? SHARE_ROOM : 8);
            if (end > start && at < y && at > y - 22) {
                return true;
            }
        }
        return false;
    }

    private void paintMode(
            Brush brush, Axis axis, ModeEstimates modes, int i, double x, double end) {
        Palette palette = brush.palette();
        double value = modes.singularValue(i).value();
        if (!(value > 0) || Math.log10(value) < axis.low()) {
            brush.line(x - 3, end - 8, x + 3, end - 2, palette.muted(), 1.25);
            brush.line(x - 3, end - 2, x + 3, end - 8, palette.muted(), 1.25);
            return;
        }
        double y = axis.at(Math.log10(value));
        boolean noise = modes.isNoise(i);
        Color colour = noise ? palette.faint() : palette.accent();
        double error = modes.singularValue(i).monteCarloError();
        brush.errorUpright(
                x,
                axis.at(Math.max(axis.low(), Math.log10(Math.max(1e-300, value - error)))),
                axis.at(Math.log10(value + error)),
                colour);
        if (noise) {
            brush.ring(x, y, 3.5, palette.faint());
        } else {
            brush.dot(x, y, 3.5, colour);
        }
        if (i == chosen) {
            GraphicsContext g = brush.context();
            g.setStroke(palette.text());
            g.setLineWidth(1.75);
            g.strokeOval(x - 7.5, y - 7.5, 15, 15);
        }
        if (!noise && i < SHARES && modes.share(i) >= LEAST_SHARE) {
            double share = 100 * modes.share(i);
            brush.text(
                    NumberText.fixed(share, share < 9.95 ? 1 : 0) + " %",
                    Brush.Type.TICKS,
                    palette.text(),
                    TextAlignment.LEFT,
                    x + 11,
                    y - 6);
        }
    }
}
