package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
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
import org.jspecify.annotations.Nullable;

/**
 * Examples as dots, and the means of patterns as arrows. The few examples far outside lie at the
 * edge, open. A click selects an example.
 */
final class ExampleMapChart extends PaintedRegion {
    private static final double LEFT = 50;
    private static final double RIGHT = 14;
    private static final double TOP = 10;
    private static final double BOTTOM = 36;
    private static final double DOT = 2.6;
    private static final double OPACITY = 0.6;

    /** Shares of the dots that may lie beyond either end of an axis. */
    private static final double BEYOND = 0.005;

    /** How near to a dot the pointer has to be, pixels. */
    private static final double NEAR = 8;

    private @Nullable ExampleMap map;
    private @Nullable Integer selected;
    private int hovered = -1;
    private String a = "";
    private String b = "";
    private double[] rangeX = {-1, 1};
    private double[] rangeY = {-1, 1};
    private Consumer<Integer> selector = example -> {};
    private Consumer<@Nullable Integer> hoverer = example -> {};

    ExampleMapChart() {
        setId("modes-map");
        setMinHeight(160);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> hover(nearest(event)));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hover(-1));
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    int dot = nearest(event);
                    ExampleMap shown = map;
                    if (shown != null && dot >= 0 && event.getButton() == MouseButton.PRIMARY) {
                        selector.accept(shown.dots().get(dot).example());
                    }
                });
    }

    /** Told of an example that was clicked. */
    void setSelector(Consumer<Integer> told) {
        selector = told;
    }

    /** Told of the example under the pointer, or null. */
    void setHoverer(Consumer<@Nullable Integer> told) {
        hoverer = told;
    }

    /** Rings that example. */
    void setSelected(@Nullable Integer example) {
        selected = example;
        requestLayout();
    }

    /** Frames the names of these patterns; empty: none. */
    void setTagged(String patternA, String patternB) {
        a = patternA;
        b = patternB;
        requestLayout();
    }

    void show(@Nullable ExampleMap now) {
        map = now;
        hovered = -1;
        if (now != null) {
            rangeX =
                    range(
                            now.dots().stream().mapToDouble(ExampleMap.Dot::x),
                            now.arrows().stream().mapToDouble(ExampleMap.Arrow::x));
            rangeY =
                    range(
                            now.dots().stream().mapToDouble(ExampleMap.Dot::y),
                            now.arrows().stream().mapToDouble(ExampleMap.Arrow::y));
        }
        requestLayout();
    }

    /** From dots but for the farthest, zero and all arrows. */
    private static double[] range(DoubleStream dots, DoubleStream arrows) {
        double[] sorted = dots.sorted().toArray();
        double[] tips = arrows.toArray();
        int cut = (int) (BEYOND * sorted.length);
        double low = Math.min(0, sorted.length == 0 ? 0 : sorted[cut]);
        double high = Math.max(0, sorted.length == 0 ? 0 : sorted[sorted.length - 1 - cut]);
        low = Math.min(low, Arrays.stream(tips).min().orElse(0));
        high = Math.max(high, Arrays.stream(tips).max().orElse(0));
        double span = high - low;
        return span > 0
                ? new double[] {low - 0.06 * span, high + 0.06 * span}
                : new double[] {-1, 1};
    }

    private Axis across() {
        return new Axis(rangeX[0], rangeX[1], LEFT, Math.max(LEFT + 40, getWidth() - RIGHT));
    }

    private Axis upright() {
        return new Axis(rangeY[0], rangeY[1], Math.max(TOP + 40, getHeight() - BOTTOM), TOP);
    }

    /** Where a dot is drawn, in pixels. */
    Point2D place(ExampleMap.Dot dot) {
        Axis x = across();
        Axis y = upright();
        return new Point2D(
                Math.clamp(x.at(dot.x()), x.start(), x.end()),
                Math.clamp(y.at(dot.y()), y.end(), y.start()));
    }

    private int nearest(MouseEvent event) {
        ExampleMap shown = map;
        int best = -1;
        double least = NEAR;
        for (int i = 0; shown != null && i < shown.dots().size(); i++) {
            double distance = place(shown.dots().get(i)).distance(event.getX(), event.getY());
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private void hover(int dot) {
        ExampleMap shown = map;
        if (dot != hovered && shown != null) {
            hovered = dot;
            setCursor(dot < 0 ? Cursor.DEFAULT : Cursor.HAND);
            hoverer.accept(dot < 0 ? null : shown.dots().get(dot).example());
            requestLayout();
        }
    }

    /** Where the dot under the pointer lies, or null. */
    @Nullable Point2D hoveredPlace() {
        ExampleMap shown = map;
        return shown == null || hovered < 0 ? null : place(shown.dots().get(hovered));
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        ExampleMap shown = map;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        Axis x = across();
        Axis y = upright();
        paintAxes(brush, shown, x, y);
        for (ExampleMap.Dot dot : shown.dots()) {
            Point2D at = place(dot);
            Color colour =
                    dot.family() < 0
                            ? palette.faint()
                            : palette.colour(shown.families().get(dot.family()).tint());
            boolean beyond =
                    dot.x() < x.low()
                            || dot.x() > x.high()
                            || dot.y() < y.low()
                            || dot.y() > y.high();
            if (beyond) {
                brush.ring(at.getX(), at.getY(), DOT, colour);
            } else {
                brush.dot(at.getX(), at.getY(), DOT, colour.deriveColor(0, 1, 1, OPACITY));
            }
        }
        paintArrows(brush, shown, x, y);
        for (int i = 0; i < shown.dots().size(); i++) {
            ExampleMap.Dot dot = shown.dots().get(i);
            boolean chosen = selected != null && selected == dot.example();
            if (chosen || i == hovered) {
                Point2D at = place(dot);
                g.setStroke(palette.text());
                g.setLineWidth(chosen ? 2 : 1.25);
                g.strokeOval(at.getX() - 6, at.getY() - 6, 12, 12);
            }
        }
    }

    private static void paintAxes(Brush brush, ExampleMap shown, Axis x, Axis y) {
        Palette palette = brush.palette();
        int exponent = Math.max(x.exponent(), y.exponent());
        double unit = Math.pow(10, exponent);
        for (double tick : x.ticks(x.room() / 2 + 1)) {
            brush.line(x.at(tick), y.start(), x.at(tick), y.end(), palette.borderFaint(), 1);
            brush.text(
                    NumberText.plain(tick / unit),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    x.at(tick),
                    y.start() + 10);
        }
        for (double tick : y.ticks(Math.max(2, y.room() - 1))) {
            brush.line(x.start(), y.at(tick), x.end(), y.at(tick), palette.borderFaint(), 1);
            brush.text(
                    NumberText.plain(tick / unit),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    x.start() - 6,
                    y.at(tick));
        }
        brush.line(x.at(0), y.start(), x.at(0), y.end(), palette.border(), 1);
        brush.line(x.start(), y.at(0), x.end(), y.at(0), palette.border(), 1);
        String power = NumberText.unit(exponent, shown.unit()).replace("× ", "");
        String in = power.isEmpty() ? "" : ", " + power;
        boolean pca = shown.kind() == MapKind.PCA;
        brush.text(
                (pca ? "→ component 1" + spread(shown, 0) : "→ along mode " + (shown.first() + 1))
                        + "     "
                        + (pca
                                ? "↑ component 2" + spread(shown, 1)
                                : "↑ along mode " + (shown.second() + 1))
                        + in,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (x.start() + x.end()) / 2,
                y.start() + 26);
    }

    private static String spread(ExampleMap shown, int axis) {
        double share = shown.shares()[axis];
        return Double.isNaN(share)
                ? ""
                : " (" + NumberText.fixed(100 * share, 0) + " % of the spread)";
    }

    /** The longest first; a name that would cover another one is left out. */
    private void paintArrows(Brush brush, ExampleMap shown, Axis x, Axis y) {
        List<Bounds> taken = new ArrayList<>();
        Point2D origin = new Point2D(x.at(0), y.at(0));
        List<ExampleMap.Arrow> arrows =
                shown.arrows().stream()
                        .sorted(Comparator.comparingDouble(arrow -> -length(arrow, x, y, origin)))
                        .toList();
        for (ExampleMap.Arrow arrow : arrows) {
            Point2D tip = new Point2D(x.at(arrow.x()), y.at(arrow.y()));
            arrow(brush, origin, tip, brush.palette().colour(arrow.tint()));
        }
        for (ExampleMap.Arrow arrow : arrows) {
            Point2D tip = new Point2D(x.at(arrow.x()), y.at(arrow.y()));
            boolean tagged = arrow.pattern().equals(a) || arrow.pattern().equals(b);
            if (tagged || tip.distance(origin) >= 6) {
                name(brush, arrow, tip, tip.getX() >= origin.getX(), taken, x, y);
            }
        }
    }

    private static double length(ExampleMap.Arrow arrow, Axis x, Axis y, Point2D origin) {
        return origin.distance(x.at(arrow.x()), y.at(arrow.y()));
    }

    private static void arrow(Brush brush, Point2D from, Point2D to, Color colour) {
        Point2D along = to.subtract(from);
        if (along.magnitude() < 3) {
            return;
        }
        Point2D unit = along.normalize();
        Point2D side = new Point2D(-unit.getY(), unit.getX());
        Point2D back = to.subtract(unit.multiply(6));
        Point2D left = back.add(side.multiply(3.2));
        Point2D right = back.subtract(side.multiply(3.2));
        Color halo = brush.palette().background();
        brush.line(from.getX(), from.getY(), to.getX(), to.getY(), halo, 3.5);
        brush.line(from.getX(), from.getY(), to.getX(), to.getY(), colour, 1.75);
        brush.line(to.getX(), to.getY(), left.getX(), left.getY(), colour, 1.75);
        brush.line(to.getX(), to.getY(), right.getX(), right.getY(), colour, 1.75);
    }

    private void name(
            Brush brush,
            ExampleMap.Arrow arrow,
            Point2D tip,
            boolean rightwards,
            List<Bounds> taken,
            Axis x,
            Axis y) {
        Palette palette = brush.palette();
        double width = brush.width(arrow.pattern(), Brush.Type.SMALL);
        double[] lifts = {0, -9, 9};
        for (boolean right : new boolean[] {rightwards, !rightwards}) {
            for (double lift : lifts) {
                double left = right ? tip.getX() + 5 : tip.getX() - 5 - width;
                Bounds box = new BoundingBox(left - 1, tip.getY() + lift - 7, width + 2, 14);
                boolean inside =
                        box.getMinX() >= x.start()
                                && box.getMaxX() <= x.end() + RIGHT
                                && box.getMinY() >= 0
                                && box.getMaxY() <= y.start();
                if (!inside || taken.stream().anyMatch(box::intersects)) {
                    continue;
                }
                taken.add(box);
                brush.fill(
                        box.getMinX(),
                        box.getMinY(),
                        box.getWidth(),
                        box.getHeight(),
                        palette.background().deriveColor(0, 1, 1, 0.75));
                brush.text(
                        arrow.pattern(),
                        Brush.Type.SMALL,
                        palette.text(),
                        TextAlignment.LEFT,
                        left,
                        tip.getY() + lift);
                if (arrow.pattern().equals(a) || arrow.pattern().equals(b)) {
                    GraphicsContext g = brush.context();
                    g.setLineDashes(
                            arrow.pattern().equals(a) ? new double[0] : new double[] {3, 2});
                    g.setStroke(palette.text());
                    g.setLineWidth(1.5);
                    g.strokeRect(
                            box.getMinX() - 1, box.getMinY(), box.getWidth() + 2, box.getHeight());
                    g.setLineDashes();
                }
                return;
            }
        }
    }
}
