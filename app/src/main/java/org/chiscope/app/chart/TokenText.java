package org.chiscope.app.chart;

import java.util.List;
import org.chiscope.app.theme.Tint;
import org.jspecify.annotations.Nullable;

/**
 * Text whose tokens are coloured by a signed number, once.
 *
 * @param paragraphs one a context
 * @param range what the ends of the colour map stand for
 * @param mark the colour that marked tokens are underlined with
 */
public record TokenText(List<Paragraph> paragraphs, ColourRange range, @Nullable Tint mark) {

    /** The example of a token that is none. */
    public static final int NONE = -1;

    public TokenText {
        paragraphs = List.copyOf(paragraphs);
    }

    /**
     * One context.
     *
     * @param title where it comes from
     * @param remark what is said beside it
     * @param code whether its indentation matters, so that it is set in one width
     */
    public record Paragraph(
            String title, @Nullable Tint tint, String remark, boolean code, List<Token> tokens) {

        public Paragraph {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * One token.
     *
     * @param example its position among the examples; {@link #NONE} where it is none, and below
     *     that where it can be pointed at but is none of the examples
     * @param text with its leading space and its breaks of lines
     * @param value what it is coloured by; NaN: not known
     * @param noise whether that is no more than noise: then it is hatched and not coloured
     * @param marked whether it is underlined
     * @param faded whether others are spoken of
     */
    public record Token(
            int example, String text, double value, boolean noise, boolean marked, boolean faded) {}
}
