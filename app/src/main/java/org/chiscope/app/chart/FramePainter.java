package org.chiscope.app.chart;

import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.theme.Palette;

/** Draws the frames of cells: hovered, selected with its tag, focused by the keyboard. */
final class FramePainter {
    private static final double HALO = 5;
    private static final double LINE = 2;
    private static final double TAG = 14;

    private final GraphicsContext g;
    private final Palette palette;
    private final ChartFonts fonts;

    FramePainter(GraphicsContext g, Palette palette, ChartFonts fonts) {
        this.g = g;
        this.palette = palette;
        this.fonts = fonts;
    }

    void hovered(Rectangle2D cell) {
        g.setStroke(palette.text());
        g.setLineWidth(1.25);
        strokeAround(cell, 0);
    }

    /**
     * A solid frame inside a halo of the background, and a tag with {@code letter} on its corner,
     * unless the cell is so small that the tag would hide it.
     */
    void selected(Rectangle2D cell, String letter) {
        g.setStroke(palette.background());
        g.setLineWidth(HALO);
        strokeAround(cell, 0.5);
        g.setStroke(palette.text());
        g.setLineWidth(LINE);
        strokeAround(cell, 0.5);
        tag(cell, letter);
    }

    /** The same with a dashed frame: what is pinned for comparison. */
    void pinned(Rectangle2D cell, String letter) {
        g.setStroke(palette.background());
        g.setLineWidth(HALO);
        strokeAround(cell, 0.5);
        g.setStroke(palette.text());
        g.setLineWidth(LINE);
        g.setLineDashes(3, 2.5);
        strokeAround(cell, 0.5);
        g.setLineDashes();
        tag(cell, letter);
    }

    private void tag(Rectangle2D cell, String letter) {
        if (Math.min(cell.getWidth(), cell.getHeight()) < TAG) {
            return;
        }
        double x = cell.getMaxX() - TAG / 2;
        double y = cell.getMinY() - TAG / 2;
        g.setFill(palette.background());
        g.fillRoundRect(x - 1.5, y - 1.5, TAG + 3, TAG + 3, 6, 6);
        g.setFill(palette.text());
        g.fillRoundRect(x, y, TAG, TAG, 5, 5);
        g.setFill(palette.background());
        g.setFont(fonts.wordsStrong());
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(letter, x + TAG / 2, y + TAG / 2);
    }

    /** A ring of the accent colour, two pixels off. */
    void focused(Rectangle2D cell) {
        g.setStroke(palette.accent());
        g.setLineWidth(2);
        strokeAround(cell, 3);
    }

    private void strokeAround(Rectangle2D cell, double off) {
        g.strokeRect(
                cell.getMinX() - off,
                cell.getMinY() - off,
                cell.getWidth() + 2 * off,
                cell.getHeight() + 2 * off);
    }
}
