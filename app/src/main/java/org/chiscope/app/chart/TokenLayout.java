package org.chiscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.chiscope.app.chart.TokenText.Paragraph;
import org.chiscope.app.chart.TokenText.Token;

/**
 * Where the tokens of a text stand: lines are filled from the left, a token is never cut but at its
 * own breaks, and a leading space is the gap before its box.
 *
 * @param heads one a paragraph, the middle of its title's line
 * @param boxes in reading order
 * @param height of everything
 */
record TokenLayout(List<Double> heads, List<Box> boxes, double height) {
    static final double LINE = 27;
    static final double BOX = 22;
    private static final double HEAD = 26;
    private static final double AFTER = 18;
    private static final double PADDING = 2;

    /**
     * A piece of a token on one line.
     *
     * @param shown its text with signs in the place of what cannot be seen
     */
    record Box(
            Token token,
            String shown,
            boolean code,
            boolean unseen,
            double x,
            double y,
            double width) {
        boolean holds(double px, double py) {
            return px >= x && px < x + width && py >= y - 2 && py < y + BOX + 3;
        }
    }

    /**
     * Lays {@code text} out.
     *
     * @param measure the width of words, set as code or not
     */
    static TokenLayout of(
            TokenText text, double width, ToDoubleBiFunction<String, Boolean> measure) {
        List<Double> heads = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        double y = 0;
        for (Paragraph paragraph : text.paragraphs()) {
            heads.add(y + HEAD / 2);
            y += HEAD;
            double space = measure.applyAsDouble(" ", paragraph.code());
            double x = 0;
            for (Token token : paragraph.tokens()) {
                String left = token.text();
                if (left.length() > 1 && left.charAt(0) == ' ' && left.charAt(1) > ' ') {
                    x += x > 0 ? space : 0;
                    left = left.substring(1);
                }
                while (!left.isEmpty()) {
                    int end = left.indexOf('\n');
                    boolean breaks = end >= 0;
                    String piece = breaks ? left.substring(0, end) : left;
                    left = breaks ? left.substring(end + 1) : "";
                    String shown = visible(piece) + (breaks ? "↵" : "");
                    double wide = measure.applyAsDouble(shown, paragraph.code()) + 2 * PADDING;
                    if (x > 0 && x + wide > width) {
                        x = 0;
                        y += LINE;
                    }
                    boolean unseen = piece.isBlank();
                    boxes.add(new Box(token, shown, paragraph.code(), unseen, x, y, wide));
                    x += wide;
                    if (breaks) {
                        x = 0;
                        y += LINE;
                    }
                }
            }
            y += (x > 0 ? LINE : 0) + AFTER;
        }
        return new TokenLayout(heads, boxes, y);
    }

    /** Spaces that would not be seen, and other signs without a shape, as signs with one. */
    private static String visible(String piece) {
        StringBuilder shown = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < piece.length(); i++) {
            char sign = piece.charAt(i);
            inside |= sign > ' ';
            boolean alone = i + 1 == piece.length() || piece.charAt(i + 1) <= ' ';
            if (sign == '\t') {
                shown.append('→');
            } else if (sign < ' ' || (sign == ' ' && (!inside || alone))) {
                shown.append('·');
            } else {
                shown.append(sign);
            }
        }
        return shown.toString();
    }
}
