package org.chiscope.app.chains;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.response.Estimate;

/** Paints the lines of the table that are in sight, and the table's head. */
final class EnsembleCanvas extends PaintedRegion {
    static final double ROW = 20;
    static final double HEAD = 38;
    private static final double TAG = 14;
    private static final double BAND = 5;
    private static final double PADDING = 8;
    private static final double BAR = 34;
    private static final int MOST_DECIMALS = 5;

    private List<EnsembleLine> lines = List.of();
    private double offset;
    private int hovered = -1;
    private String selected = "";
    private String pinned = "";
    private boolean focused;
    private EnsembleColumn sorted = EnsembleColumn.NAME;
    private boolean descending;
    private int heatPower;
    private int risePower;
    private String unit = "";

    /** What is shown, in this order; {@code unit} is that of the loss. */
    void show(List<EnsembleLine> shown, String lossUnit) {
        lines = shown;
        unit = lossUnit;
        heatPower = power(EnsembleColumn.HEAT);
        risePower = power(EnsembleColumn.RISE);
        requestLayout();
    }

    private int power(EnsembleColumn column) {
        double most =
                lines.stream()
                        .mapToDouble(line -> Math.abs(column.number(line)))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0);
        return NumberText.exponent(most);
    }

    void scrollTo(double pixels) {
        offset = pixels;
        requestLayout();
    }

    void mark(String a, String b) {
        selected = a;
        pinned = b;
        requestLayout();
    }

    void hover(int line) {
        if (hovered != line) {
            hovered = line;
            requestLayout();
        }
    }

    void focus(boolean visible) {
        focused = visible;
        requestLayout();
    }

    void order(EnsembleColumn column, boolean down) {
        sorted = column;
        descending = down;
        requestLayout();
    }

    /** The line at that height, or −1. */
    int lineAt(double y) {
        int line = (int) Math.floor((y - HEAD + offset) / ROW);
        return y >= HEAD && line < lines.size() ? line : -1;
    }

    /** The column there. */
    EnsembleColumn columnAt(double x) {
        double[] edges = EnsembleColumn.edges(getWidth());
        int column = 0;
        while (column < EnsembleColumn.values().length - 1 && x >= edges[column + 1]) {
            column++;
        }
        return EnsembleColumn.values()[column];
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        double[] edges = EnsembleColumn.edges(width);
        int first = Math.max(0, (int) Math.floor(offset / ROW));
        int last = Math.min(lines.size(), (int) Math.ceil((offset + height - HEAD) / ROW));
        g.save();
        g.beginPath();
        g.rect(0, HEAD, width, Math.max(0, height - HEAD));
        g.clip();
        for (int i = first; i < last; i++) {
            double top = HEAD + i * ROW - offset;
            if (i == hovered) {
                brush.fill(0, top, width, ROW, palette.subtle());
            }
            brush.line(0, top + ROW - 0.5, width, top + ROW - 0.5, palette.borderFaint(), 1);
            line(brush, lines.get(i), edges, top + ROW / 2);
        }
        for (int i = first; i < last; i++) {
            double top = HEAD + i * ROW - offset;
            EnsembleLine line = lines.get(i);
            if (!pinned.isEmpty() && line.component().equals(pinned)) {
                g.setLineDashes(4, 3);
                brush.frame(1, top, width - 2, ROW - 1);
                g.setLineDashes();
                tag(brush, "B", top + ROW / 2);
            }
            if (!selected.isEmpty() && line.component().equals(selected)) {
                brush.frame(1, top, width - 2, ROW - 1);
                tag(brush, "A", top + ROW / 2);
            }
        }
        g.restore();
        head(brush, edges, width);
        if (focused) {
            g.setStroke(palette.accent());
            g.setLineWidth(2);
            g.strokeRect(1, 1, width - 2, height - 2);
        }
    }

    private static void tag(Brush brush, String letter, double y) {
        GraphicsContext g = brush.context();
        g.setFill(brush.palette().text());
        g.fillRoundRect(3, y - TAG / 2, TAG, TAG, 5, 5);
        brush.text(
                letter,
                Brush.Type.SMALL,
                brush.palette().background(),
                TextAlignment.CENTER,
                3 + TAG / 2,
                y);
    }

    private void head(Brush brush, double[] edges, double width) {
        Palette palette = brush.palette();
        for (EnsembleColumn column : EnsembleColumn.values()) {
            boolean chosen = column == sorted;
            Color colour = chosen ? palette.text() : palette.muted();
            double left = edges[column.ordinal()];
            double x = column.right() ? edges[column.ordinal() + 1] - PADDING : left + PADDING;
            if (column == EnsembleColumn.NAME) {
                x = left + TAG + 8;
            }
            TextAlignment alignment = column.right() ? TextAlignment.RIGHT : TextAlignment.LEFT;
            brush.text(column.first(), Brush.Type.SMALL, colour, alignment, x, 10);
            if (column.hat()) {
                // A sign of its own over the last letter, as combining ones are not laid out alike.
                String letter = column.first().substring(column.first().length() - 1);
                brush.text(
                        "\u02c6",
                        Brush.Type.SMALL,
                        colour,
                        TextAlignment.CENTER,
                        x - brush.width(letter, Brush.Type.SMALL) / 2,
                        column == EnsembleColumn.R_HAT ? 6.5 : 7.5);
            }
            brush.text(second(column), Brush.Type.SMALL, palette.muted(), alignment, x, 25);
            if (chosen && column != EnsembleColumn.NAME) {
                double at =
                        column.right()
                                ? x - brush.width(column.first(), Brush.Type.SMALL) - 8
                                : x + brush.width(column.first(), Brush.Type.SMALL) + 8;
                double sign = descending ? 1 : -1;
                brush.line(at - 3, 10 - 1.5 * sign, at, 10 + 1.5 * sign, colour, 1.25);
                brush.line(at, 10 + 1.5 * sign, at + 3, 10 - 1.5 * sign, colour, 1.25);
            }
        }
        brush.line(0, HEAD - 0.5, width, HEAD - 0.5, palette.border(), 1);
    }

    private String second(EnsembleColumn column) {
        return switch (column) {
            case RISE -> NumberText.unit(risePower, unit).replace("× ", "");
            case HEAT ->
                    (column.second() + " " + NumberText.power(heatPower).replace("× ", "")).strip();
            default -> column.second();
        };
    }

    private void line(Brush brush, EnsembleLine line, double[] edges, double y) {
        Palette palette = brush.palette();
        EnsembleDiagnostics d = line.report().diagnostics();
        for (EnsembleColumn column : EnsembleColumn.values()) {
            double left = edges[column.ordinal()];
            double end = edges[column.ordinal() + 1] - PADDING;
            Color colour = faulty(column, line) ? palette.danger() : palette.text();
            switch (column) {
                case NAME -> name(brush, line, left, end, y);
                case R_HAT -> {
                    number(brush, NumberText.fixed(d.rHat(), 2), colour, end, y);
                    scale(brush, d.rHat(), left + PADDING, end - 40, y);
                }
                case ESS -> {
                    number(brush, size(d.ess()), colour, end, y);
                    double share = d.ess() / line.report().progress().draws();
                    bar(brush, share, Double.NaN, left + PADDING, y, palette.faint());
                }
                case WEAKEST -> number(brush, size(line.report().weakestEss()), colour, end, y);
                case TIME ->
                        number(brush, NumberText.fixed(d.autocorrelationTime(), 1), colour, end, y);
                case ACCEPTANCE -> {
                    number(brush, NumberText.fixed(d.acceptance(), 2), colour, end, y);
                    bar(
                            brush,
                            d.acceptance(),
                            Caution.ACCEPTANCE,
                            left + PADDING,
                            y,
                            faulty(column, line) ? palette.danger() : palette.faint());
                }
                case HEAT -> number(brush, scaled(d.minibatchHeat(), heatPower), colour, end, y);
                case RISE -> number(brush, scaled(line.report().rise(), risePower), colour, end, y);
                case LAMBDA -> lambda(brush, d.lambda(), end, y);
                case VERDICT -> verdict(brush, line, left + PADDING, end, y);
            }
        }
    }

    private static void name(Brush brush, EnsembleLine line, double left, double end, double y) {
        Palette palette = brush.palette();
        Tint tint = line.tint();
        double band = left + TAG + 8;
        double start = tint == null ? band : band + BAND + 6;
        if (tint != null) {
            brush.fill(band, y - ROW / 2, BAND, ROW, palette.colour(tint));
        }
        brush.fit(
                line.label(),
                tint == null ? Brush.Type.WORDS_STRONG : Brush.Type.NUMBERS,
                palette.text(),
                TextAlignment.LEFT,
                start,
                y,
                end - start + PADDING);
    }

    /** A dot between 1.00 and the largest R̂ of agreement, or a chevron beyond it. */
    private static void scale(Brush brush, double rHat, double left, double right, double y) {
        Palette palette = brush.palette();
        brush.line(left, y, right, y, palette.border(), 1);
        brush.line(left, y - 3, left, y + 3, palette.border(), 1);
        brush.line(right, y - 3, right, y + 3, palette.border(), 1);
        if (rHat > Caution.R_HAT) {
            brush.line(right + 2, y - 4, right + 6, y, palette.danger(), 1.5);
            brush.line(right + 6, y, right + 2, y + 4, palette.danger(), 1.5);
        } else if (Double.isFinite(rHat)) {
            double share = Math.clamp((rHat - 1) / (Caution.R_HAT - 1), 0, 1);
            brush.dot(left + share * (right - left), y, 3, palette.text());
        }
    }

    private static void bar(
            Brush brush, double share, double limit, double left, double y, Color colour) {
        Palette palette = brush.palette();
        if (Double.isNaN(share)) {
            return;
        }
        brush.fill(left, y - 2, BAR, 4, palette.borderMuted());
        brush.fill(left, y - 2, BAR * Math.clamp(share, 0, 1), 4, colour);
        if (!Double.isNaN(limit)) {
            brush.line(left + BAR * limit, y - 4, left + BAR * limit, y + 4, palette.muted(), 1);
        }
    }

    private static void lambda(Brush brush, Estimate lambda, double end, double y) {
        Palette palette = brush.palette();
        if (!Double.isFinite(lambda.value())) {
            number(brush, "–", palette.text(), end, y);
            return;
        }
        double error = lambda.monteCarloError();
        int decimals = Math.min(MOST_DECIMALS, NumberText.decimals(lambda.value(), error));
        double right = end;
        if (Double.isFinite(error)) {
            String words = " ± " + NumberText.fixed(error, decimals);
            brush.text(words, Brush.Type.TICKS, palette.muted(), TextAlignment.RIGHT, end, y);
            right -= brush.width(words, Brush.Type.TICKS);
        }
        number(brush, NumberText.fixed(lambda.value(), decimals), palette.text(), right, y);
    }

    private static void verdict(Brush brush, EnsembleLine line, double left, double end, double y) {
        Palette palette = brush.palette();
        Color colour =
                switch (line.standing()) {
                    case WAITING -> palette.faint();
                    case SOUND -> palette.success();
                    case FAULTY -> palette.danger();
                };
        brush.dot(left + 4, y, 3.5, colour);
        brush.fit(
                line.verdict(),
                Brush.Type.WORDS,
                line.standing() == EnsembleLine.Standing.SOUND ? palette.text() : colour,
                TextAlignment.LEFT,
                left + 14,
                y,
                end - left - 14 + PADDING);
    }

    private static boolean faulty(EnsembleColumn column, EnsembleLine line) {
        return switch (column) {
            case R_HAT -> line.has(Caution.DISAGREE);
            case ACCEPTANCE -> line.has(Caution.STEP_TOO_LARGE);
            case HEAT -> line.has(Caution.HEATED);
            case RISE ->
                    line.has(Caution.FAR)
                            || line.has(Caution.BELOW_CHECKPOINT)
                            || line.has(Caution.CLIMBS)
                            || line.has(Caution.STILL_CLIMBS)
                            || line.has(Caution.FALLS);
            case NAME, ESS, WEAKEST, TIME, LAMBDA, VERDICT -> false;
        };
    }

    private static void number(Brush brush, String text, Color colour, double right, double y) {
        brush.text(
                text,
                Brush.Type.NUMBERS,
                text.equals("–") ? brush.palette().faint() : colour,
                TextAlignment.RIGHT,
                right,
                y);
    }

    private static String size(double ess) {
        return Double.isNaN(ess) ? "–" : NumberText.count(Math.round(ess));
    }

    /** Two decimals, one from 10 on, and for a small number as many as show a digit of it. */
    private static String scaled(double value, int power) {
        double number = value / Math.pow(10, power);
        double size = Math.abs(number);
        if (size == 0 || !Double.isFinite(number)) {
            return NumberText.fixed(number, 0);
        }
        int decimals =
                size >= 10 ? 1 : Math.clamp((long) Math.ceil(-Math.log10(size)), 2, MOST_DECIMALS);
        return NumberText.fixed(number, decimals);
    }
}
