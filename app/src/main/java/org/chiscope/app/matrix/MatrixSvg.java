package org.chiscope.app.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Tint;

/**
 * The matrix as scalable vector graphics (SVG 1.1), for a figure whose words stay words: cells,
 * hatch over noise, crosses, names, bands of kinds and families, and the key to the colours. JavaFX
 * has no writer of its own, and what is drawn here is few rectangles and words.
 */
final class MatrixSvg {
    private static final double CELL_WIDTH = 40;
    private static final double CELL_HEIGHT = 20;
    private static final double GAP = 6;
    private static final double BAND = 5;
    private static final double MARGIN = 20;
    private static final double TITLE = 48;
    private static final double SIGN = 7.4;
    private static final int KEY_STEPS = 64;

    private final MatrixData data;
    private final Palette palette;
    private final StringBuilder svg = new StringBuilder();

    private MatrixSvg(MatrixData data, Palette palette) {
        this.data = data;
        this.palette = palette;
    }

    /**
     * The text of the file.
     *
     * @param title of the experiment
     * @param words what is shown
     */
    static String text(MatrixData data, Palette palette, String title, String words) {
        return new MatrixSvg(data, palette).text(title, words);
    }

    private String text(String title, String words) {
        double labels =
                SIGN * data.rows().stream().mapToInt(r -> r.label().length()).max().orElse(0) + 16;
        double headers =
                SIGN
                                * 0.72
                                * data.columns().stream()
                                        .mapToInt(c -> c.name().length())
                                        .max()
                                        .orElse(0)
                        + 16;
        double left = MARGIN + labels + BAND + 6;
        double top = TITLE + headers + BAND + 8;
        double[] xs =
                starts(
                        data.columns().stream().map(MatrixData.Column::family).toList(),
                        left,
                        CELL_WIDTH);
        double[] ys =
                starts(data.rows().stream().map(MatrixData.Row::group).toList(), top, CELL_HEIGHT);
        double right = xs.length == 0 ? left : xs[xs.length - 1] + CELL_WIDTH;
        double bottom = ys.length == 0 ? top : ys[ys.length - 1] + CELL_HEIGHT;
        double width = Math.max(right + headers * 0.8, left + 360) + MARGIN;
        double height = bottom + 150;
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                                + " viewBox=\"0 0 %.0f %.0f\" font-family=\"Inter, sans-serif\""
                                + " font-size=\"12\">%n",
                        width,
                        height,
                        width,
                        height));
        svg.append(
                "<defs><pattern id=\"noise\" width=\"6\" height=\"6\""
                        + " patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                        + "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\""
                        + Palette.web(palette.text())
                        + "\" stroke-opacity=\"0.4\" stroke-width=\"0.55\"/></pattern></defs>\n");
        rectangle(0, 0, width, height, Palette.web(palette.background()));
        word(title, MARGIN, 26, "start", palette.text(), " font-size=\"15\" font-weight=\"600\"");
        word(words, MARGIN, 44, "start", palette.muted(), "");
        cells(xs, ys);
        for (int r = 0; r < ys.length; r++) {
            MatrixData.Row row = data.rows().get(r);
            rectangle(left - BAND - 6, ys[r], BAND, CELL_HEIGHT, colour(row.tint()));
            word(
                    row.label(),
                    left - BAND - 12,
                    ys[r] + CELL_HEIGHT / 2 + 4,
                    "end",
                    palette.text(),
                    " font-family=\"JetBrains Mono, monospace\"");
        }
        for (int c = 0; c < xs.length; c++) {
            MatrixData.Column column = data.columns().get(c);
            rectangle(xs[c], top - BAND - 6, CELL_WIDTH, BAND, colour(column.tint()));
            double x = xs[c] + CELL_WIDTH / 2;
            double y = top - BAND - 12;
            word(
                    column.name(),
                    x,
                    y,
                    "start",
                    palette.text(),
                    String.format(Locale.ROOT, " transform=\"rotate(-45 %.1f %.1f)\"", x, y));
        }
        key(left, bottom + 24, Math.max(320, right - left));
        legend(bottom + 104, width);
        return svg.append("</svg>\n").toString();
    }

    private void cells(double[] xs, double[] ys) {
        DivergingMap map = DivergingMap.of(palette);
        for (int r = 0; r < ys.length; r++) {
            for (int c = 0; c < xs.length; c++) {
                switch (data.cell(r, c)) {
                    case MatrixData.Value value -> {
                        Color fill = map.at(data.range().position(value.value()));
                        rectangle(xs[c], ys[r], CELL_WIDTH - 1, CELL_HEIGHT - 1, Palette.web(fill));
                        if (value.noise()) {
                            rectangle(xs[c], ys[r], CELL_WIDTH - 1, CELL_HEIGHT - 1, "url(#noise)");
                        }
                    }
                    case MatrixData.Missing _ ->
                            word(
                                    "×",
                                    xs[c] + CELL_WIDTH / 2,
                                    ys[r] + CELL_HEIGHT / 2 + 4,
                                    "middle",
                                    palette.danger(),
                                    "");
                    case MatrixData.Waiting _ ->
                            word(
                                    "…",
                                    xs[c] + CELL_WIDTH / 2,
                                    ys[r] + CELL_HEIGHT / 2 + 2,
                                    "middle",
                                    palette.faint(),
                                    "");
                }
            }
        }
    }

    private void key(double left, double top, double width) {
        DivergingMap map = DivergingMap.of(palette);
        double step = width / KEY_STEPS;
        for (int i = 0; i < KEY_STEPS; i++) {
            rectangle(
                    left + i * step,
                    top,
                    step + 0.3,
                    12,
                    Palette.web(map.at(2 * (i + 0.5) / KEY_STEPS - 1)));
        }
        double limit = data.range().limit();
        int exponent = NumberText.exponent(limit);
        for (int tick = -2; tick <= 2; tick++) {
            word(
                    NumberText.plain(limit * tick / 2 / Math.pow(10, exponent)),
                    left + width * (tick + 2) / 4,
                    top + 26,
                    "middle",
                    palette.muted(),
                    "");
        }
        word("← " + data.quantity().negative(), left, top + 44, "start", palette.muted(), "");
        word(
                data.quantity().axis(exponent),
                left + width / 2,
                top + 44,
                "middle",
                palette.muted(),
                "");
        word(data.quantity().positive() + " →", left + width, top + 44, "end", palette.muted(), "");
    }

    private void legend(double top, double width) {
        Map<String, Tint> entries = new LinkedHashMap<>();
        data.rows().forEach(row -> entries.putIfAbsent(row.group(), row.tint()));
        data.columns().forEach(column -> entries.putIfAbsent(column.family(), column.tint()));
        double x = MARGIN;
        double y = top;
        for (Map.Entry<String, Tint> entry : entries.entrySet()) {
            double wide = 30 + SIGN * entry.getKey().length();
            if (x + wide > width - MARGIN) {
                x = MARGIN;
                y += 18;
            }
            rectangle(x, y - 8, 10, 8, colour(entry.getValue()));
            word(entry.getKey(), x + 16, y, "start", palette.muted(), "");
            x += wide;
        }
        boolean noise =
                data.cells().stream()
                        .flatMap(List::stream)
                        .anyMatch(cell -> cell instanceof MatrixData.Value v && v.noise());
        if (noise) {
            if (x + 120 > width - MARGIN) {
                x = MARGIN;
                y += 18;
            }
            rectangle(x, y - 10, 20, 12, "url(#noise)");
            word(data.noiseLegend(), x + 26, y, "start", palette.muted(), "");
        }
    }

    private static double[] starts(List<String> groups, double from, double size) {
        double[] starts = new double[groups.size()];
        double at = from;
        for (int i = 0; i < starts.length; i++) {
            if (i > 0 && !groups.get(i).equals(groups.get(i - 1))) {
                at += GAP;
            }
            starts[i] = at;
            at += size;
        }
        return starts;
    }

    private void rectangle(double x, double y, double width, double height, String fill) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                        x,
                        y,
                        width,
                        height,
                        fill));
    }

    private void word(
            String words, double x, double y, String anchor, Color colour, String attributes) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>%n",
                        x,
                        y,
                        anchor,
                        Palette.web(colour),
                        attributes,
                        escaped(words)));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String colour(Tint tint) {
        return Palette.web(palette.colour(tint));
    }
}
