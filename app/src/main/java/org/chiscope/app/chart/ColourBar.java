package org.chiscope.app.chart;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * The key to a matrix' colours: their range, the cells beyond it, and how the values are spread.
 * The handles at the range's ends can be dragged; a double click gives the range back to the data.
 */
public final class ColourBar extends PaintedRegion {
    private static final double HISTOGRAM = 22;
    private static final double BAR = 12;
    private static final double HEIGHT = HISTOGRAM + BAR + 38;
    private static final double HANDLE = 6;
    private static final int BINS = 72;

    /** How far the bar reaches beyond the range, so that outliers do not shrink it. */
    private static final double MOST_BEYOND = 1.75;

    private final ObjectProperty<@Nullable MatrixData> data =
            new SimpleObjectProperty<>(this, "data");
    private final ObjectProperty<@Nullable Double> chosenLimit =
            new SimpleObjectProperty<>(this, "chosenLimit");
    private final ChartFonts fonts = ChartFonts.standard();
    private String noun = "cell";

    public ColourBar() {
        getStyleClass().add("colour-bar");
        setAccessibleRole(AccessibleRole.SLIDER);
        data.addListener((o, before, now) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_MOVED, e -> setCursor(cursorAt(e.getX())));
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(
                MouseEvent.MOUSE_CLICKED,
                e -> {
                    if (e.getClickCount() == 2) {
                        chosenLimit.set(null);
                    }
                });
    }

    /** What there is one of for each value, in the singular: {@code cell}. */
    public void setNoun(String singular) {
        noun = singular;
        requestLayout();
    }

    public ObjectProperty<@Nullable MatrixData> dataProperty() {
        return data;
    }

    /** The limit that the person dragged the handles to, or null where the data decides. */
    public ObjectProperty<@Nullable Double> chosenLimitProperty() {
        return chosenLimit;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    /** What the left and right end stand for, ±. */
    private static double extent(ColourRange range) {
        return range.clips()
                ? Math.min(range.largest() * 1.06, range.limit() * MOST_BEYOND)
                : range.limit();
    }

    private Cursor cursorAt(double x) {
        MatrixData shown = data.get();
        if (shown == null) {
            return Cursor.DEFAULT;
        }
        double limit = shown.range().limit() / extent(shown.range());
        double from = Math.abs(x / getWidth() * 2 - 1);
        return Math.abs(from - limit) * getWidth() / 2 < 2 * HANDLE
                ? Cursor.H_RESIZE
                : Cursor.DEFAULT;
    }

    private void drag(MouseEvent event) {
        MatrixData shown = data.get();
        if (shown == null || event.getButton() != MouseButton.PRIMARY || getWidth() < 1) {
            return;
        }
        double extent = extent(shown.range());
        double share = Math.clamp(Math.abs(event.getX() / getWidth() * 2 - 1), 0.02, 1);
        double largest = Math.max(shown.range().largest(), shown.range().limit());
        chosenLimit.set(Math.min(share * extent, largest));
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        MatrixData shown = data.get();
        if (shown != null && width > 60) {
            paint(g, shown, width);
        }
    }

    private void paint(GraphicsContext g, MatrixData shown, double width) {
        ColourRange range = shown.range();
        double extent = extent(range);
        histogram(g, range, extent, width);
        DivergingMap map = DivergingMap.of(paletteProperty().get());
        for (int x = 0; x < (int) width; x++) {
            g.setFill(map.at(range.position(((x + 0.5) / width * 2 - 1) * extent)));
            g.fillRect(x, HISTOGRAM, 1.5, BAR);
        }
        double left = (1 - range.limit() / extent) / 2 * width;
        double right = width - left;
        if (range.clips()) {
            chevrons(g, 2, left - HANDLE, -1);
            chevrons(g, right + HANDLE, width - 2, 1);
        }
        ticks(g, shown, extent, width);
        handle(g, left);
        handle(g, right);
        beyond(g, range, width);
    }

    private void histogram(GraphicsContext g, ColourRange range, double extent, double width) {
        int bins = (int) Math.clamp(width / 8, 12, BINS);
        int[] counts = new int[bins];
        for (double value : range.values()) {
            int bin = (int) ((value / extent + 1) / 2 * bins);
            counts[Math.clamp(bin, 0, bins - 1)]++;
        }
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        double step = width / bins;
        g.setFill(paletteProperty().get().faint().deriveColor(0, 1, 1, 0.7));
        for (int i = 0; i < bins; i++) {
            if (counts[i] > 0) {
                double height = Math.max(2, Math.sqrt((double) counts[i] / most) * (HISTOGRAM - 4));
                g.fillRect(i * step + 0.5, HISTOGRAM - 2 - height, step - 1.5, height);
            }
        }
    }

    /** Colours beyond a handle all look alike: chevrons point to where the values are. */
    private void chevrons(GraphicsContext g, double from, double to, int direction) {
        g.setStroke(paletteProperty().get().background());
        g.setLineWidth(1.25);
        g.setLineCap(StrokeLineCap.ROUND);
        double y = HISTOGRAM + BAR / 2;
        for (double x = from + 5; x < to - 3; x += 10) {
            g.strokePolyline(
                    new double[] {x - direction * 1.5, x + direction * 1.5, x - direction * 1.5},
                    new double[] {y - 3, y, y + 3},
                    3);
        }
    }

    private void handle(GraphicsContext g, double x) {
        double at = Math.clamp(x, HANDLE / 2, getWidth() - HANDLE / 2);
        g.setFill(paletteProperty().get().background());
        g.setStroke(paletteProperty().get().text());
        g.setLineWidth(1.5);
        double top = HISTOGRAM - 2.5;
        g.fillRoundRect(at - HANDLE / 2, top, HANDLE, BAR + 5, 4, 4);
        g.strokeRoundRect(at - HANDLE / 2, top, HANDLE, BAR + 5, 4, 4);
    }

    private void ticks(GraphicsContext g, MatrixData shown, double extent, double width) {
        int exponent = NumberText.exponent(shown.range().limit());
        double power = Math.pow(10, exponent);
        double step = Ticks.step(2 * extent / power, (int) Math.clamp(width / 80, 3, 9));
        int decimals = Ticks.decimals(step);
        double y = HISTOGRAM + BAR;
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFont(fonts.ticks());
        g.setLineWidth(1);
        for (double tick : Ticks.between(-extent / power, extent / power, step)) {
            double x = (tick * power / extent + 1) / 2 * width;
            g.setStroke(paletteProperty().get().faint());
            double sharp = Math.floor(x) + 0.5;
            g.strokeLine(sharp, y, sharp, y + 3);
            String words = NumberText.fixed(tick, decimals);
            double half = TextMeasure.width(words, fonts.ticks()) / 2;
            g.setFill(paletteProperty().get().muted());
            g.fillText(words, Math.clamp(x, half, width - half), y + 5);
        }
        g.setFont(fonts.words());
        g.setFill(paletteProperty().get().muted());
        double line = y + 20;
        g.fillText(shown.quantity().axis(exponent), width / 2, line);
        if (width > 420) {
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText("← " + shown.quantity().negative(), 0, line);
            g.setTextAlign(TextAlignment.RIGHT);
            g.fillText(shown.quantity().positive() + " →", width, line);
        }
    }

    private void beyond(GraphicsContext g, ColourRange range, double width) {
        g.setFont(fonts.words());
        g.setFill(paletteProperty().get().muted());
        g.setTextBaseline(VPos.TOP);
        if (width > 300 && range.clips()) {
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(words(range.beyondNegative()), 0, 0);
            g.setTextAlign(TextAlignment.RIGHT);
            g.fillText(words(range.beyondPositive()), width, 0);
        }
    }

    private String words(int count) {
        return count == 0
                ? "none beyond"
                : NumberText.count(count) + " " + noun + (count == 1 ? "" : "s") + " beyond";
    }
}
