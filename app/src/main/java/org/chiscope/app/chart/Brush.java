package org.chiscope.app.chart;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.theme.Fonts;
import org.chiscope.app.theme.Palette;

/** Draws the marks that all figures share, by the design: error bars, hatch, ticks, dashes. */
public final class Brush {
    private static final double HATCH_PERIOD = 6;
    private static final double HATCH_LINE = 0.55;
    private static final double HATCH_OPACITY = 0.4;
    private static final double CAP = 3;
    private static final double LINE = 1.25;

    private final GraphicsContext g;
    private final Palette palette;
    private final Font words = Font.font(Fonts.WORDS, 12);
    private final Font wordsStrong = Font.font(Fonts.WORDS_SEMIBOLD, 12);
    private final Font small = Font.font(Fonts.WORDS, 11);
    private final Font numbers = Font.font(Fonts.NUMBERS, 12);
    private final Font numbersStrong = Font.font(Fonts.NUMBERS_SEMIBOLD, 12);
    private final Font ticks = Font.font(Fonts.NUMBERS, 10.5);

    public Brush(GraphicsContext g, Palette palette) {
        this.g = g;
        this.palette = palette;
    }

    /** In which type words are written. */
    public enum Type {
        WORDS,
        WORDS_STRONG,
        SMALL,
        NUMBERS,
        NUMBERS_STRONG,
        TICKS
    }

    private Font font(Type type) {
        return switch (type) {
            case WORDS -> words;
            case WORDS_STRONG -> wordsStrong;
            case SMALL -> small;
            case NUMBERS -> numbers;
            case NUMBERS_STRONG -> numbersStrong;
            case TICKS -> ticks;
        };
    }

    /** Words, centred on {@code y}. */
    public void text(
            String text, Type type, Color colour, TextAlignment alignment, double x, double y) {
        g.setFont(font(type));
        g.setFill(colour);
        g.setTextAlign(alignment);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, x, y);
    }

    /** The same, cut and ended by … where they are wider than {@code width}. */
    public void fit(
            String text,
            Type type,
            Color colour,
            TextAlignment alignment,
            double x,
            double y,
            double width) {
        text(TextMeasure.fit(text, font(type), width), type, colour, alignment, x, y);
    }

    /** How wide words are. */
    public double width(String text, Type type) {
        return TextMeasure.width(text, font(type));
    }

    /** A horizontal error bar with caps; nothing where an end is no number. */
    public void errorAcross(double low, double high, double y, Color colour) {
        if (Double.isFinite(low) && Double.isFinite(high)) {
            line(low, y, high, y, colour, LINE);
            line(low, y - CAP, low, y + CAP, colour, LINE);
            line(high, y - CAP, high, y + CAP, colour, LINE);
        }
    }

    /** A vertical error bar with caps. */
    public void errorUpright(double x, double low, double high, Color colour) {
        if (Double.isFinite(low) && Double.isFinite(high)) {
            line(x, low, x, high, colour, LINE);
            line(x - CAP, low, x + CAP, low, colour, LINE);
            line(x - CAP, high, x + CAP, high, colour, LINE);
        }
    }

    public void line(double x0, double y0, double x1, double y1, Color colour, double width) {
        g.setStroke(colour);
        g.setLineWidth(width);
        g.setLineCap(StrokeLineCap.BUTT);
        g.strokeLine(x0, y0, x1, y1);
    }

    /** A reference line, dashed 4-3. */
    public void dashed(double x0, double y0, double x1, double y1, Color colour) {
        g.setLineDashes(4, 3);
        line(x0, y0, x1, y1, colour, LINE);
        g.setLineDashes();
    }

    public void dot(double x, double y, double radius, Color colour) {
        g.setFill(colour);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    /** A circle of the background's colour with a line around it. */
    public void ring(double x, double y, double radius, Color colour) {
        g.setFill(palette.background());
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
        g.setStroke(colour);
        g.setLineWidth(LINE);
        g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    public void square(double x, double y, double radius, Color colour) {
        g.setFill(colour);
        g.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    public void fill(double x, double y, double width, double height, Color colour) {
        g.setFill(colour);
        g.fillRect(x, y, width, height);
    }

    /** What is selected: a solid frame in the colour of the text. */
    public void frame(double x, double y, double width, double height) {
        g.setStroke(palette.text());
        g.setLineWidth(2);
        g.strokeRect(x, y, width, height);
    }

    /** 45° lines over a rectangle, cut exactly at its edge. */
    public void hatch(double x0, double y0, double width, double height, Color colour) {
        double x1 = x0 + width;
        double y1 = y0 + height;
        g.beginPath();
        double first = Math.ceil((x0 + y0) / HATCH_PERIOD) * HATCH_PERIOD;
        for (double sum = first; sum < x1 + y1; sum += HATCH_PERIOD) {
            double from = Math.max(x0, sum - y1);
            double to = Math.min(x1, sum - y0);
            if (to > from) {
                g.moveTo(from, sum - from);
                g.lineTo(to, sum - to);
            }
        }
        g.setStroke(colour.deriveColor(0, 1, 1, HATCH_OPACITY));
        g.setLineWidth(HATCH_LINE);
        g.setLineCap(StrokeLineCap.BUTT);
        g.stroke();
    }

    public GraphicsContext context() {
        return g;
    }

    public Palette palette() {
        return palette;
    }
}
