package org.chiscope.app.patterning;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One bar a component: what is wanted of it, as a handle that a person drags, and what is
 * predicted, as a dot with its error. A click on a name selects it. Up and down arrows walk the
 * rows, left and right move the wish, Delete takes it back, Enter selects.
 */
final class TargetChart extends PaintedRegion {
    private static final double ROW = 24;
    private static final double HEADER = 22;
    private static final double FOOTER = 40;
    private static final double LABELS = 74;
    private static final double BAND = 5;
    private static final double NUMBERS = 74;

    /** A key moves the wish by this share of the axis. */
    private static final double KEY_STEP = 0.02;

    private @Nullable PatterningState state;
    private double limit = 1;
    private int row = -1;
    private int hovered = -1;
    private boolean dragging;
    private boolean pressedName;
    private String selected = "";
    private Consumer<String> selector = name -> {};
    private Handler handler = (name, value, done) -> {};

    /** Told of a wish: NaN takes it back. */
    @FunctionalInterface
    interface Handler {
        void wish(String component, double change, boolean done);
    }

    TargetChart() {
        getStyleClass().add("target-chart");
        setId("target-chart");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Wanted change of each component");
        addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hoverRow(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().addListener((o, before, now) -> requestLayout());
    }

    void setHandler(Handler told) {
        handler = told;
    }

    /** Told of a component whose name was clicked. */
    void setSelector(Consumer<String> told) {
        selector = told;
    }

    /** Frames the name of that component; empty: of none. */
    void setSelected(String component) {
        selected = component;
        requestLayout();
    }

    void show(@Nullable PatterningState now) {
        boolean resized =
                now != null && (state == null || state.rows().size() != now.rows().size());
        state = now;
        if (now != null && !dragging) {
            limit = limit(now);
        }
        if (resized && getParent() != null) {
            getParent().requestLayout();
        }
        requestLayout();
    }

    private static double limit(PatterningState state) {
        double most = 0;
        for (PatterningState.Row each : state.rows()) {
            Estimate predicted = each.predicted();
            double error = predicted.monteCarloError();
            most = Math.max(most, Math.abs(predicted.value()) + (Double.isNaN(error) ? 0 : error));
            if (each.targeted()) {
                most = Math.max(most, Math.abs(each.change()));
            }
        }
        return Axis.nice(most > 0 ? 1.2 * most : state.naturalSize());
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = state == null ? 12 : state.rows().size();
        return HEADER + ROW * rows + FOOTER;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    /** Where the rows' changes lie, in pixels. */
    Axis axis() {
        return new Axis(-limit, limit, LABELS + BAND + 10, Math.max(140, getWidth() - NUMBERS));
    }

    /** The middle of a row, in pixels. */
    double middle(int place) {
        return HEADER + ROW * (place + 0.5);
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        PatterningState shown = state;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        Axis axis = axis();
        List<PatterningState.Row> rows = shown.rows();
        double bottom = HEADER + ROW * rows.size();
        brush.text(
                "predicted",
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.RIGHT,
                width - 4,
                HEADER / 2);
        for (double tick : axis.ticks(axis.room())) {
            brush.line(axis.at(tick), HEADER, axis.at(tick), bottom, palette.borderFaint(), 1);
        }
        double zero = axis.at(0);
        long wanted = rows.stream().filter(PatterningState.Row::targeted).count();
        for (int r = 0; r < rows.size(); r++) {
            // Where everything is wanted, nothing needs to be told apart.
            if (rows.get(r).targeted() && wanted < rows.size()) {
                brush.fill(0, HEADER + ROW * r, width, ROW, palette.accentSoft());
            } else if (r == hovered) {
                brush.fill(0, HEADER + ROW * r, width, ROW, palette.subtle());
            }
        }
        brush.line(zero, HEADER, zero, bottom, palette.border(), 1);
        for (int r = 0; r < rows.size(); r++) {
            paintRow(brush, axis, rows.get(r), r, width);
        }
        if (isFocused() && row >= 0 && row < rows.size()) {
            g.setStroke(palette.accent());
            g.setLineWidth(2);
            g.strokeRoundRect(1, HEADER + ROW * row + 1, width - 2, ROW - 2, 6, 6);
        }
        paintAxis(brush, axis, bottom, shown.unit());
    }

    private void paintRow(
            Brush brush, Axis axis, PatterningState.Row each, int place, double width) {
        Palette palette = brush.palette();
        double y = middle(place);
        boolean wanted = each.targeted();
        brush.fit(
                each.label(),
                wanted ? Brush.Type.NUMBERS_STRONG : Brush.Type.NUMBERS,
                wanted ? palette.text() : palette.muted(),
                TextAlignment.RIGHT,
                LABELS - 8,
                y,
                LABELS - 8);
        brush.fill(LABELS, HEADER + ROW * place, BAND, ROW, palette.colour(each.tint()));
        if (each.name().equals(selected)) {
            brush.frame(2, y - ROW / 2 + 2, LABELS - 6, ROW - 4);
        }
        double zero = axis.at(0);
        double predicted = each.predicted().value();
        double error = each.predicted().monteCarloError();
        if (Double.isFinite(predicted)) {
            double to = inside(axis, predicted);
            if (wanted) {
                double wish = inside(axis, each.change());
                boolean along = predicted * each.change() > 0;
                double reached =
                        along ? (Math.abs(predicted) < Math.abs(each.change()) ? to : wish) : zero;
                bar(brush, zero, reached, y, 12, palette.accent());
                outline(brush, reached, wish, y, palette.accent());
                if (!along || Math.abs(predicted) > Math.abs(each.change())) {
                    bar(brush, along ? wish : zero, to, y, 8, palette.border());
                }
            } else if (Math.abs(predicted) > 0) {
                bar(brush, zero, to, y, 8, palette.border());
            }
            brush.errorAcross(
                    inside(axis, predicted - error),
                    inside(axis, predicted + error),
                    y,
                    palette.text());
            brush.dot(to, y, 2.6, palette.text());
        }
        handle(brush, wanted ? inside(axis, each.change()) : zero, y, wanted);
        double unit = Math.pow(10, axis.exponent());
        int decimals = Math.min(4, NumberText.decimals(predicted / unit, error / unit));
        boolean far = Math.abs(predicted) > 2 * error;
        brush.text(
                (predicted > 0 ? "+" : "") + NumberText.fixed(predicted / unit, decimals),
                far ? Brush.Type.NUMBERS_STRONG : Brush.Type.NUMBERS,
                far ? palette.text() : palette.muted(),
                TextAlignment.RIGHT,
                width - 4,
                y);
    }

    private static double inside(Axis axis, double value) {
        return Math.clamp(axis.at(value), axis.start() - 4, axis.end() + 4);
    }

    private static void bar(
            Brush brush, double from, double to, double y, double height, Color colour) {
        brush.fill(Math.min(from, to), y - height / 2, Math.abs(to - from), height, colour);
    }

    /** What is wanted and not reached: hatched. */
    private static void outline(Brush brush, double from, double to, double y, Color colour) {
        double left = Math.min(from, to);
        double width = Math.abs(to - from);
        if (width > 1) {
            brush.hatch(left, y - 6, width, 12, colour.deriveColor(0, 1, 1, 1 / 0.55));
            GraphicsContext g = brush.context();
            g.setStroke(colour);
            g.setLineWidth(1);
            g.strokeRect(left + 0.5, y - 5.5, Math.max(0, width - 1), 11);
        }
    }

    private static void handle(Brush brush, double x, double y, boolean wanted) {
        GraphicsContext g = brush.context();
        Palette palette = brush.palette();
        double half = wanted ? 4 : 2.5;
        double high = wanted ? 16 : 13;
        g.setFill(palette.background());
        g.fillRoundRect(x - half, y - high / 2, 2 * half, high, 4, 4);
        g.setStroke(wanted ? palette.accent() : palette.faint());
        g.setLineWidth(wanted ? 1.75 : 1);
        g.strokeRoundRect(x - half, y - high / 2, 2 * half, high, 4, 4);
    }

    private static void paintAxis(Brush brush, Axis axis, double bottom, String unit) {
        Palette palette = brush.palette();
        brush.line(axis.start(), bottom, axis.end(), bottom, palette.border(), 1);
        for (double tick : axis.ticks(axis.room())) {
            brush.text(
                    axis.words(tick, axis.room()),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    axis.at(tick),
                    bottom + 10);
        }
        String power = NumberText.unit(axis.exponent(), unit).replace("× ", "");
        brush.text(
                "change of ⟨φ⟩" + (power.isEmpty() ? "" : ", " + power),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (axis.start() + axis.end()) / 2,
                bottom + 28);
    }

    // ---- What a person does ----

    private int rowAt(double y) {
        PatterningState shown = state;
        int place = (int) Math.floor((y - HEADER) / ROW);
        return shown == null || place < 0 || place >= shown.rows().size() ? -1 : place;
    }

    private void hover(MouseEvent event) {
        hoverRow(rowAt(event.getY()));
        setCursor(hovered < 0 ? Cursor.DEFAULT : onName(event) ? Cursor.HAND : Cursor.H_RESIZE);
    }

    private static boolean onName(MouseEvent event) {
        return event.getX() < LABELS;
    }

    private void hoverRow(int now) {
        if (hovered != now) {
            hovered = now;
            requestLayout();
        }
    }

    private void press(MouseEvent event) {
        requestFocus();
        row = rowAt(event.getY());
        if (row < 0 || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (onName(event)) {
            select();
        } else if (event.getClickCount() == 2) {
            tell(Double.NaN, true);
        }
        pressedName = onName(event);
        requestLayout();
    }

    private void drag(MouseEvent event) {
        if (row >= 0 && event.getButton() == MouseButton.PRIMARY && !pressedName) {
            dragging = true;
            tell(at(event.getX()), false);
        }
    }

    private void release(MouseEvent event) {
        if (dragging) {
            dragging = false;
            tell(at(event.getX()), true);
        }
    }

    /** In hundredths of the axis; close to zero is zero, which takes the wish back. */
    private double at(double x) {
        Axis axis = axis();
        double value = Math.clamp(axis.value(x), -limit, limit);
        double unit = limit / 100;
        double rounded = Math.rint(value / unit) * unit;
        return Math.abs(axis.at(rounded) - axis.at(0)) < 3
                ? Double.NaN
                : ReadyMadeTarget.rounded(rounded);
    }

    private void select() {
        PatterningState shown = state;
        if (shown != null && row >= 0 && row < shown.rows().size()) {
            selector.accept(shown.rows().get(row).name());
        }
    }

    private void tell(double change, boolean done) {
        PatterningState shown = state;
        if (shown != null && row >= 0 && row < shown.rows().size()) {
            handler.wish(shown.rows().get(row).name(), change, done);
        }
    }

    private void key(KeyEvent event) {
        PatterningState shown = state;
        if (shown == null || shown.rows().isEmpty() || event.isShortcutDown()) {
            return;
        }
        switch (event.getCode()) {
            case UP -> row = Math.max(0, row - 1);
            case DOWN -> row = Math.min(shown.rows().size() - 1, row + 1);
            case LEFT -> move(shown, -1);
            case RIGHT -> move(shown, 1);
            case ENTER -> select();
            case DELETE, BACK_SPACE -> tell(Double.NaN, true);
            default -> {
                return;
            }
        }
        requestLayout();
        event.consume();
    }

    private void move(PatterningState shown, int sign) {
        if (row < 0) {
            row = 0;
            return;
        }
        double now = shown.rows().get(row).change();
        double next = (Double.isNaN(now) ? 0 : now) + sign * KEY_STEP * limit;
        tell(
                Math.abs(next) < KEY_STEP * limit / 2 ? Double.NaN : ReadyMadeTarget.rounded(next),
                true);
    }
}
