import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws the application's icon: a small susceptibility matrix in the diverging colours whose strong
 * cells make a χ. Run from the repository's root: {@code java assets/docs/MakeIcons.java}; it writes
 * {@code assets/icons/chiscope.svg} and {@code chiscope-16.png} to {@code chiscope-256.png}.
 */
class MakeIcons {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};
    private static final int CELLS = 5;

    // In units of the icon's width.
    private static final double CORNER = 0.2;
    private static final double MARGIN = 0.155;
    private static final double GAP = 0.022;
    private static final double CELL = (1 - 2 * MARGIN - (CELLS - 1) * GAP) / CELLS;

    private static final String ACCENT = "#00695C";
    private static final String QUIET = "#1F7D71";
    private static final String[] NEGATIVE = {"#78B3E0", "#BEDCF0", "#F6F6F6", "#BEDCF0", "#78B3E0"};
    private static final String[] POSITIVE = {"#E3A377", "#F1D4BD", "#F6F6F6", "#F1D4BD", "#E3A377"};

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of("assets/icons"));
        Files.writeString(folder.resolve("chiscope.svg"), svg());
        for (int size : SIZES) {
            File file = folder.resolve("chiscope-" + size + ".png").toFile();
            ImageIO.write(image(size), "png", file);
        }
    }

    private static String colour(int row, int column) {
        if (row == column) {
            return POSITIVE[row];
        }
        return row + column == CELLS - 1 ? NEGATIVE[row] : QUIET;
    }

    private static double at(int index) {
        return MARGIN + index * (CELL + GAP);
    }

    private static String svg() {
        StringBuilder svg =
                new StringBuilder(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\">\n"
                                + "  <title>Chiscope</title>\n");
        svg.append(rectangle(0, 0, 1, CORNER, ACCENT));
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                svg.append(rectangle(at(column), at(row), CELL, CELL / 6, colour(row, column)));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static String rectangle(double x, double y, double side, double corner, String fill) {
        return String.format(
                Locale.ROOT,
                "  <rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" fill=\"%s\"/>%n",
                512 * x,
                512 * y,
                512 * side,
                512 * side,
                512 * corner,
                fill);
    }

    private static BufferedImage image(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        fill(graphics, 0, 0, size, size * CORNER, ACCENT);
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                if (size <= 32) {
                    // Whole pixels: a cell of 2 or 3 would blur otherwise.
                    int cell = size / 8;
                    int gap = size / 32;
                    int start = (size - CELLS * cell - (CELLS - 1) * gap) / 2;
                    int x = start + column * (cell + gap);
                    int y = start + row * (cell + gap);
                    fill(graphics, x, y, cell, 0, colour(row, column));
                } else {
                    double side = size * CELL;
                    fill(graphics, size * at(column), size * at(row), side, side / 6, colour(row, column));
                }
            }
        }
        graphics.dispose();
        return image;
    }

    private static void fill(
            Graphics2D graphics, double x, double y, double side, double corner, String colour) {
        graphics.setColor(Color.decode(colour));
        graphics.fill(new RoundRectangle2D.Double(x, y, side, side, 2 * corner, 2 * corner));
    }
}
