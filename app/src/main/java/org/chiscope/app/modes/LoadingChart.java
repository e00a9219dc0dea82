package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
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
 * One side of a mode: a bar a component, or a pattern, with its error. Where there are more than
 * fit, the strongest are shown, in their order. A click selects.
 */
final class LoadingChart extends PaintedRegion {
    private static final double LEAST_ROW = 12;
    private static final double MOST_ROW = 22;
    private static final double GAP = 3;
    private static final double TOP = 4;
    private static final double FOOTER = 18;
    private static final double BAND = 5;
    private static final double TAG = 14;

    private final double labels;
    private final Brush.Type type;
    private List<ModesState.Item> items = List.of();
    private List<Estimate> loadings = List.of();
    private String selected = "";
    private String pinned = "";
    private Consumer<String> selector = name -> {};
    private List<Row> rows = List.of();

    /** A bar: which loading it is of, and where it lies. */
    private record Row(int item, double top, double height) {}

    /**
     * @param labels pixels for names
     * @param type in which they are written
     */
    LoadingChart(String id, double labels, Brush.Type type) {
        this.labels = labels;
        this.type = type;
        setId(id);
        addEventHandler(
                MouseEvent.MOUSE_MOVED,
                event -> setCursor(at(event.getY()) == null ? Cursor.DEFAULT : Cursor.HAND));
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    String name = at(event.getY());
                    if (name != null && event.getButton() == MouseButton.PRIMARY) {
                        selector.accept(name);
                    }
                });
    }

    /** Told of a name that was clicked. */
    void setSelector(Consumer<String> told) {
        selector = told;
    }

    /** Tags what is selected (A) and pinned (B); empty names: nothing. */
    void setTagged(String a, String b) {
        selected = a;
        pinned = b;
        requestLayout();
    }

    void show(List<ModesState.Item> shown, List<Estimate> values) {
        items = List.copyOf(shown);
        loadings = List.copyOf(values);
        requestLayout();
    }

    /** How many bars have room in that height. */
    int fitting(double height) {
        return Math.clamp(
                (long) ((height - TOP - FOOTER) / LEAST_ROW), 1, Math.max(1, items.size()));
    }

    private @Nullable String at(double y) {
        for (Row row : rows) {
            if (y >= row.top() && y < row.top() + row.height()) {
                return items.get(row.item()).name();
            }
        }
        return null;
    }

    /** The middle of the bar of that name, in pixels; NaN where it is not shown. */
    double middle(String name) {
        return rows.stream()
                .filter(row -> items.get(row.item()).name().equals(name))
                .mapToDouble(row -> row.top() + row.height() / 2)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The strongest that fit, in their order, groups a little apart if there is room. */
    private List<Row> rows(double height) {
        int fitting = fitting(height);
        List<Integer> chosen =
                IntStream.range(0, items.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -Math.abs(loadings.get(i).value())))
                        .limit(fitting)
                        .sorted()
                        .toList();
        int groups = 0;
        for (int i = 1; i < chosen.size(); i++) {
            groups += sameGroup(chosen.get(i - 1), chosen.get(i)) ? 0 : 1;
        }
        double room = height - TOP - FOOTER;
        double gap = room - groups * GAP >= LEAST_ROW * chosen.size() ? GAP : 0;
        double row = Math.min(MOST_ROW, (room - groups * gap) / Math.max(1, chosen.size()));
        List<Row> made = new ArrayList<>();
        double top = TOP;
        for (int i = 0; i < chosen.size(); i++) {
            if (i > 0 && !sameGroup(chosen.get(i - 1), chosen.get(i))) {
                top += gap;
            }
            made.add(new Row(chosen.get(i), top, row));
            top += row;
        }
        return made;
    }

    private boolean sameGroup(int one, int other) {
        return items.get(one).group().equals(items.get(other).group());
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        rows = items.isEmpty() ? List.of() : rows(height);
        if (rows.isEmpty()) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        double most = 0.1;
        for (Estimate loading : loadings) {
            double error = loading.monteCarloError();
            most = Math.max(most, Math.abs(loading.value()) + (Double.isNaN(error) ? 0 : error));
        }
        double limit = Math.min(1.05, Axis.nice(1.05 * most));
        Axis axis = new Axis(-limit, limit, labels + BAND + 10, width - 10);
        Row last = rows.getLast();
        double bottom = last.top() + last.height() + 2;
        double[] ticks = axis.ticks(axis.room());
        for (double tick : ticks) {
            brush.line(axis.at(tick), TOP, axis.at(tick), bottom, palette.borderFaint(), 1);
        }
        for (Row row : rows) {
            paintRow(brush, axis, row);
        }
        brush.line(axis.at(0), TOP, axis.at(0), bottom, palette.border(), 1);
        for (double tick : ticks) {
            brush.text(
                    NumberText.plain(tick),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    axis.at(tick),
                    bottom + 9);
        }
    }

    private void paintRow(Brush brush, Axis axis, Row row) {
        Palette palette = brush.palette();
        ModesState.Item item = items.get(row.item());
        Estimate loading = loadings.get(row.item());
        boolean noise = loading.isNoise();
        double y = row.top() + row.height() / 2;
        boolean a = item.name().equals(selected);
        boolean b = item.name().equals(pinned);
        brush.fit(
                item.label(),
                type,
                noise ? palette.muted() : palette.text(),
                TextAlignment.RIGHT,
                labels - 6,
                y,
                labels - 8 - (a || b ? TAG : 0));
        brush.fill(labels, row.top(), BAND, row.height(), palette.colour(item.tint()));
        if (a || b) {
            tag(brush, a ? "A" : "B", a, y, row.height());
        }
        double zero = axis.at(0);
        double to = axis.at(loading.value());
        double thick = Math.min(12, row.height() - 3);
        boolean negative = loading.value() < 0;
        Color colour = palette.diverging().get(negative ? (noise ? 3 : 2) : (noise ? 7 : 8));
        double left = Math.min(zero, to);
        brush.fill(left, y - thick / 2, Math.abs(to - zero), thick, colour);
        if (noise) {
            brush.hatch(left, y - thick / 2, Math.abs(to - zero), thick, palette.text());
        }
        double error = loading.monteCarloError();
        brush.errorAcross(
                Math.max(axis.start() - 4, axis.at(loading.value() - error)),
                Math.min(axis.end() + 4, axis.at(loading.value() + error)),
                y,
                palette.text());
    }

    /** A frame around the name, solid for A and dashed for B, with the letter. */
    private void tag(Brush brush, String letter, boolean solid, double y, double height) {
        GraphicsContext g = brush.context();
        g.setLineDashes(solid ? new double[0] : new double[] {3, 2});
        g.setStroke(brush.palette().text());
        g.setLineWidth(1.5);
        g.strokeRect(1, y - height / 2 + 0.75, labels - 3, height - 1.5);
        g.setLineDashes();
        brush.text(
                letter,
                Brush.Type.TICKS,
                brush.palette().text(),
                TextAlignment.CENTER,
                TAG / 2 + 1,
                y);
    }
}
