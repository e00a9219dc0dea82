package org.chiscope.app.chart;

import javafx.scene.canvas.GraphicsContext;
import org.chiscope.app.theme.Palette;

/** One input that is a square picture, in grey levels from its least to its largest number. */
public final class InputPicture extends PaintedRegion {
    private final float[] input;
    private final int side;

    /**
     * @param input side · side numbers, row by row
     * @param size in pixels
     */
    public InputPicture(float[] input, int side, double size) {
        this.input = input.clone();
        this.side = side;
        setMinSize(size, size);
        setMaxSize(size, size);
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        paint(g, paletteProperty().get(), input, side, 0, 0, width);
    }

    static void paint(
            GraphicsContext g,
            Palette palette,
            float[] input,
            int side,
            double x,
            double y,
            double size) {
        float least = 0;
        float most = 0;
        for (float value : input) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        g.setFill(palette.inset());
        g.fillRect(x, y, size, size);
        double pixel = size / side;
        for (int i = 0; i < input.length && most > least; i++) {
            double share = (input[i] - least) / (most - least);
            g.setFill(palette.text().deriveColor(0, 1, 1, share));
            g.fillRect(x + i % side * pixel, y + (double) (i / side) * pixel, pixel, pixel);
        }
    }
}
