package org.chiscope.app.chart;

import java.util.List;
import java.util.Set;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.theme.Palette;

/**
 * Draws what lies around and over the cells: names, bands, bars of draws, hatch, cross and dots.
 */
final class MarkPainter {
    private static final double HATCH_PERIOD = 6 * Math.sqrt(2);
    private static final double HATCH_LINE = 0.55;
    private static final double HATCH_OPACITY = 0.4;
    private static final double LINE_HEIGHT = 14;

    private final GraphicsContext g;
    private final MatrixData data;
    private final MatrixGeometry geometry;
    private final Palette palette;
    private final ChartFonts fonts;

    MarkPainter(
            GraphicsContext g,
            MatrixData data,
            MatrixGeometry geometry,
            Palette palette,
            ChartFonts fonts) {
        this.g = g;
        this.data = data;
        this.geometry = geometry;
        this.palette = palette;
        this.fonts = fonts;
    }

    /**
     * Draws everything; the names of {@code strong}'s row and column stand out, and those of {@code
     * emphasis} in the accent colour.
     */
    void paint(List<CellPosition> strong, Emphasis emphasis) {
        hatch();
        for (int r = 0; r < data.rows().size(); r++) {
            for (int c = 0; c < data.columns().size(); c++) {
                switch (data.cell(r, c)) {
                    case MatrixData.Value value -> {}
                    case MatrixData.Missing missing -> cross(r, c);
                    case MatrixData.Waiting waiting -> dots(r, c);
                }
            }
        }
        rows(strong, emphasis.rows());
        columns(strong, emphasis.columns());
        if (geometry.liveWidth() > 0) {
            live();
        }
    }

    /** 45° lines over every noisy cell, cut exactly at its edge, in phase over the whole matrix. */
    private void hatch() {
        if (geometry.sharesPixels()) {
            return;
        }
        int gap = geometry.cellWidth() >= 8 && geometry.cellHeight() >= 8 ? 1 : 0;
        g.beginPath();
        for (int r = 0; r < data.rows().size(); r++) {
            for (int c = 0; c < data.columns().size(); c++) {
                if (data.cell(r, c) instanceof MatrixData.Value value && value.noise()) {
                    hatchCell(
                            geometry.columnLefts()[c],
                            geometry.rowTops()[r],
                            geometry.cellWidth() - gap,
                            geometry.cellHeight() - gap);
                }
            }
        }
        g.setStroke(palette.text().deriveColor(0, 1, 1, HATCH_OPACITY));
        g.setLineWidth(HATCH_LINE);
        g.setLineCap(StrokeLineCap.BUTT);
        g.stroke();
    }

    private void hatchCell(double x0, double y0, double width, double height) {
        double x1 = x0 + width;
        double y1 = y0 + height;
        double first = Math.ceil((x0 + y0) / HATCH_PERIOD) * HATCH_PERIOD;
        for (double sum = first; sum < x1 + y1; sum += HATCH_PERIOD) {
            double from = Math.max(x0, sum - y1);
            double to = Math.min(x1, sum - y0);
            if (to > from) {
                g.moveTo(from, sum - from);
                g.lineTo(to, sum - to);
            }
        }
    }

    private void cross(int row, int column) {
        double x = geometry.columnLefts()[column] + geometry.cellWidth() / 2;
        double y = geometry.rowTops()[row] + geometry.cellHeight() / 2;
        double arm = Math.min(4.5, Math.min(geometry.cellWidth(), geometry.cellHeight()) / 3);
        g.setStroke(palette.danger());
        g.setLineWidth(1.5);
        g.setLineCap(StrokeLineCap.ROUND);
        g.strokeLine(x - arm, y - arm, x + arm, y + arm);
        g.strokeLine(x - arm, y + arm, x + arm, y - arm);
    }

    private void dots(int row, int column) {
        if (geometry.cellWidth() < 12) {
            return;
        }
        double x = geometry.columnLefts()[column] + geometry.cellWidth() / 2;
        double y = geometry.rowTops()[row] + geometry.cellHeight() / 2;
        double step = Math.min(6, geometry.cellWidth() / 5);
        g.setFill(palette.faint());
        for (int i = -1; i <= 1; i++) {
            g.fillOval(x + i * step - 1, y - 1, 2, 2);
        }
    }

    private void rows(List<CellPosition> strong, Set<String> accented) {
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        int every = thin(LINE_HEIGHT - 2, geometry.cellHeight());
        for (int r = 0; r < data.rows().size(); r++) {
            MatrixData.Row row = data.rows().get(r);
            double top = geometry.rowTops()[r];
            double band = geometry.left() - MatrixGeometry.SPACE - MatrixGeometry.BAND;
            g.setFill(palette.colour(row.tint()));
            // Bands of neighbours touch, as one bar for the group.
            g.fillRect(band, top, MatrixGeometry.BAND, geometry.cellHeight());
            int index = r;
            boolean stands = strong.stream().anyMatch(p -> p.row() == index);
            boolean crowded =
                    !stands && strong.stream().anyMatch(p -> Math.abs(p.row() - index) < every);
            if (stands || (r % every == 0 && !crowded)) {
                boolean accent = accented.contains(row.name());
                Font font = stands || accent ? fonts.numbersStrong() : fonts.numbers();
                g.setFont(font);
                g.setFill(nameColour(stands, accent));
                g.fillText(
                        TextMeasure.fit(row.label(), font, geometry.rowLabelWidth()),
                        band - MatrixGeometry.SPACE,
                        top + geometry.cellHeight() / 2);
            }
        }
    }

    private void columns(List<CellPosition> strong, Set<String> accented) {
        int every = thin(LINE_HEIGHT - 2, geometry.cellWidth());
        double band = geometry.headerHeight() + 4;
        for (int c = 0; c < data.columns().size(); c++) {
            MatrixData.Column column = data.columns().get(c);
            double left = geometry.columnLefts()[c];
            g.setFill(palette.colour(column.tint()));
            g.fillRect(left, band, geometry.cellWidth(), MatrixGeometry.BAND);
            int index = c;
            boolean stands = strong.stream().anyMatch(p -> p.column() == index);
            boolean accent = accented.contains(column.name());
            g.setFill(nameColour(stands, accent));
            Font font = stands || accent ? fonts.wordsStrong() : fonts.words();
            g.setFont(font);
            double middle = left + geometry.cellWidth() / 2;
            switch (geometry.headers()) {
                case LEVEL -> level(column.name(), font, middle);
                case SLANTED -> turned(column.name(), font, middle + 3, -45);
                case UPRIGHT -> {
                    boolean crowded =
                            !stands
                                    && strong.stream()
                                            .anyMatch(p -> Math.abs(p.column() - index) < every);
                    if (stands || (c % every == 0 && !crowded)) {
                        turned(column.name(), font, middle + 4, -90);
                    }
                }
            }
        }
    }

    private Color nameColour(boolean stands, boolean accent) {
        return accent ? palette.accentText() : stands ? palette.text() : palette.muted();
    }

    private void level(String name, Font font, double middle) {
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BASELINE);
        List<String> lines = TextMeasure.wrap(name, font, geometry.cellWidth() - 4);
        double y = geometry.headerHeight() - 3 - LINE_HEIGHT * (lines.size() - 1);
        for (String line : lines) {
            g.fillText(line, middle, y);
            y += LINE_HEIGHT;
        }
    }

    private void turned(String name, Font font, double x, double degrees) {
        double room =
                degrees == -90
                        ? geometry.headerHeight()
                        : geometry.headerHeight() * Math.sqrt(2) - 10;
        g.save();
        g.translate(x, geometry.headerHeight());
        g.rotate(degrees);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.BASELINE);
        g.fillText(TextMeasure.fit(name, font, room), 0, 0);
        g.restore();
    }

    private void live() {
        double x = geometry.right() + 14;
        boolean numbers = geometry.liveWidth() > MatrixGeometry.LIVE_BAR;
        g.setFont(fonts.words());
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.BASELINE);
        g.fillText("draws", x, geometry.headerHeight() + 4 + MatrixGeometry.BAND);
        g.setFont(fonts.ticks());
        g.setTextBaseline(VPos.CENTER);
        int every = thin(LINE_HEIGHT - 3, geometry.cellHeight());
        for (int r = 0; r < data.rows().size(); r++) {
            MatrixData.Row row = data.rows().get(r);
            double middle = geometry.rowTops()[r] + geometry.cellHeight() / 2;
            double share =
                    row.totalDraws() == 0
                            ? 0
                            : Math.min(1, (double) row.draws() / row.totalDraws());
            bar(x, middle, 1, palette.borderMuted());
            bar(x, middle, share, barColour(row.progress()));
            if (numbers && r % every == 0) {
                g.setFill(numberColour(row.progress()));
                g.fillText(liveText(row), x + MatrixGeometry.LIVE_BAR + 8, middle);
            }
        }
    }

    private void bar(double x, double middle, double share, Color colour) {
        if (share > 0) {
            double height = Math.min(4, geometry.cellHeight() - 2);
            double width = Math.max(height, MatrixGeometry.LIVE_BAR * share);
            g.setFill(colour);
            g.fillRoundRect(x, middle - height / 2, width, height, height, height);
        }
    }

    private Color barColour(MatrixData.Progress progress) {
        return switch (progress) {
            case RUNNING -> palette.accent();
            case FAILED -> palette.danger();
            case WAITING, PAUSED, DONE -> palette.faint();
        };
    }

    private Color numberColour(MatrixData.Progress progress) {
        return switch (progress) {
            case RUNNING -> palette.accentText();
            case FAILED -> palette.danger();
            case WAITING, PAUSED, DONE -> palette.muted();
        };
    }

    private static String liveText(MatrixData.Row row) {
        return switch (row.progress()) {
            case WAITING -> "waiting";
            case FAILED -> row.draws() == 0 ? "failed" : NumberText.count(row.draws());
            case RUNNING, PAUSED, DONE -> NumberText.count(row.draws());
        };
    }

    private static int thin(double needed, double available) {
        return Math.max(1, (int) Math.ceil(needed / Math.max(available, 0.01)));
    }
}
