package org.chiscope.app.chart;

import java.util.List;
import java.util.Optional;

/**
 * Where everything of a matrix lies in a viewport: as large cells as fit, on whole pixels, so that
 * nothing is clipped; below 4 × 6 pixels cells share pixels.
 *
 * @param headers how the names of columns are written
 * @param headerHeight room for them, above the band of families
 * @param rowLabelWidth room for the names of rows, left of the band of kinds
 * @param cellWidth may be fractional only where cells share pixels
 * @param rowTops the y of each row's cells
 * @param columnLefts the x of each column's cells
 * @param liveWidth room for the bar of draws, or 0 where there is none
 */
public record MatrixGeometry(
        Headers headers,
        double headerHeight,
        double rowLabelWidth,
        double cellWidth,
        double cellHeight,
        double[] rowTops,
        double[] columnLefts,
        double liveWidth) {
    static final double BAND = 5;
    static final double GROUP_GAP = 6;

    /** Between a label, a band and the cells. */
    static final double SPACE = 8;

    /** The bar of draws alone, and with the number of draws beside it. */
    static final double LIVE_BAR = 44;

    private static final double LIVE_WITH_NUMBER = LIVE_BAR + 62;
    private static final double MOST_CELL_WIDTH = 96;
    private static final double MOST_CELL_HEIGHT = 48;
    private static final double TWO_LINES = 32;
    private static final double LONGEST_HEADER = 104;
    private static final double NARROWEST_SLANTED = 20;

    /** How the names of columns are written. */
    public enum Headers {
        LEVEL,
        SLANTED,
        UPRIGHT
    }

    /** The words' sizes, which depend on the fonts. */
    public interface Words {
        /** The width of the widest row label. */
        double rowLabelWidth();

        /** The width of the widest column label on one line. */
        double columnLabelWidth();

        /** Whether every column label fits {@code width} on two lines. */
        boolean columnLabelsFit(double width);
    }

    /** The layout of {@code data} in {@code width} × {@code height} pixels. */
    public static MatrixGeometry of(
            MatrixData data, double width, double height, boolean live, Words words) {
        List<String> rowGroups = data.rows().stream().map(MatrixData.Row::group).toList();
        List<String> families = data.columns().stream().map(MatrixData.Column::family).toList();
        double liveWidth = !live ? 0 : width < 560 ? LIVE_BAR : LIVE_WITH_NUMBER;
        double rowLabels = Math.min(words.rowLabelWidth(), Math.max(40, width / 4));
        double left = rowLabels + SPACE + BAND + SPACE;
        double right = liveWidth == 0 ? 0 : liveWidth + 14;

        double columnGap = gap(families, width - left - right);
        double roomForColumns = width - left - right - columnGap * breaks(families);
        double cellWidth = whole(roomForColumns / Math.max(1, families.size()), 4, MOST_CELL_WIDTH);
        Headers headers = headers(cellWidth, words);
        double label = Math.min(words.columnLabelWidth(), LONGEST_HEADER * Math.sqrt(2));
        double headerHeight =
                switch (headers) {
                    case LEVEL -> TWO_LINES;
                    case SLANTED -> Math.ceil((label + 12) / Math.sqrt(2));
                    case UPRIGHT -> Math.ceil(Math.min(label, LONGEST_HEADER));
                };
        double top = headerHeight + 4 + BAND + SPACE;
        double rowGap = gap(rowGroups, height - top - 1);
        double roomForRows = height - top - 1 - rowGap * breaks(rowGroups);
        double cellHeight = whole(roomForRows / Math.max(1, rowGroups.size()), 6, MOST_CELL_HEIGHT);
        if (cellHeight >= 6) {
            cellHeight = Math.min(cellHeight, Math.max(12, cellWidth));
        }
        return new MatrixGeometry(
                headers,
                headerHeight,
                rowLabels,
                cellWidth,
                cellHeight,
                starts(rowGroups, top, cellHeight, rowGap),
                starts(families, left, cellWidth, columnGap),
                liveWidth);
    }

    private static Headers headers(double cellWidth, Words words) {
        if (words.columnLabelsFit(cellWidth - 4)) {
            return Headers.LEVEL;
        }
        return cellWidth >= NARROWEST_SLANTED ? Headers.SLANTED : Headers.UPRIGHT;
    }

    private static double whole(double size, double least, double most) {
        double clamped = Math.clamp(size, 0.01, most);
        return clamped >= least ? Math.floor(clamped) : clamped;
    }

    /** The gap between groups; many groups share a fifth of the room. */
    private static double gap(List<String> groups, double room) {
        return Math.min(GROUP_GAP, Math.max(0, room) / 5 / Math.max(1, breaks(groups)));
    }

    private static int breaks(List<String> groups) {
        int count = 0;
        for (int i = 1; i < groups.size(); i++) {
            if (!groups.get(i).equals(groups.get(i - 1))) {
                count++;
            }
        }
        return count;
    }

    private static double[] starts(List<String> groups, double from, double size, double gap) {
        double[] starts = new double[groups.size()];
        double at = from;
        for (int i = 0; i < starts.length; i++) {
            if (i > 0 && !groups.get(i).equals(groups.get(i - 1))) {
                at += gap;
            }
            starts[i] = at;
            at += size;
        }
        return starts;
    }

    /** Whether several cells share a pixel's row or column. */
    public boolean sharesPixels() {
        return cellWidth < 4 || cellHeight < 6;
    }

    /** The left end of the cells. */
    public double left() {
        return rowLabelWidth + SPACE + BAND + SPACE;
    }

    /** The upper end of the cells. */
    public double top() {
        return headerHeight + 4 + BAND + SPACE;
    }

    /** The right end of the cells. */
    public double right() {
        return columnLefts.length == 0 ? left() : columnLefts[columnLefts.length - 1] + cellWidth;
    }

    /** The lower end of the cells. */
    public double bottom() {
        return rowTops.length == 0 ? top() : rowTops[rowTops.length - 1] + cellHeight;
    }

    /** The right end of all that is drawn. */
    public double fullWidth() {
        return liveWidth == 0 ? right() : right() + 14 + liveWidth;
    }

    /** The cell at a point of the viewport, if there is one. */
    public Optional<CellPosition> cellAt(double x, double y) {
        int row = at(rowTops, cellHeight, y);
        int column = at(columnLefts, cellWidth, x);
        return row < 0 || column < 0
                ? Optional.empty()
                : Optional.of(new CellPosition(row, column));
    }

    private static int at(double[] starts, double size, double point) {
        for (int i = starts.length - 1; i >= 0; i--) {
            if (point >= starts[i]) {
                return point < starts[i] + size ? i : -1;
            }
        }
        return -1;
    }
}
