package org.chiscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** How much room words take, before they are painted. FX thread only. */
final class TextMeasure {
    private static final Text TEXT = new Text();

    static {
        TEXT.setTextOrigin(VPos.TOP);
    }

    private TextMeasure() {}

    /** The width of {@code words} in pixels. */
    static double width(String words, Font font) {
        TEXT.setFont(font);
        TEXT.setText(words);
        return TEXT.getLayoutBounds().getWidth();
    }

    /** {@code words}, cut and ended by … where they are wider than {@code width}. */
    static String fit(String words, Font font, double width) {
        if (width(words, font) <= width) {
            return words;
        }
        int length = words.length() - 1;
        while (length > 0 && width(words.substring(0, length) + "…", font) > width) {
            length--;
        }
        return words.substring(0, length).strip() + "…";
    }

    /**
     * {@code words} on at most two lines that each fit {@code width}, broken at a space; empty if
     * they do not.
     */
    static List<String> wrap(String words, Font font, double width) {
        if (width(words, font) <= width) {
            return List.of(words);
        }
        List<String> best = new ArrayList<>();
        double narrowest = width;
        for (int at = words.indexOf(' '); at >= 0; at = words.indexOf(' ', at + 1)) {
            String first = words.substring(0, at);
            String second = words.substring(at + 1);
            double widest = Math.max(width(first, font), width(second, font));
            if (widest <= narrowest) {
                narrowest = widest;
                best = List.of(first, second);
            }
        }
        return best;
    }
}
