package org.chiscope.app.chart;

import java.util.List;
import javafx.scene.paint.Color;
import org.chiscope.app.theme.Palette;

/**
 * A zero-centred map from signed numbers to colours: an odd number of stops, the middle one for
 * zero, and straight lines in sRGB between neighbours (the stops are close enough that the lines
 * stay even).
 */
public final class DivergingMap {
    private final double[][] stops;

    /**
     * @param stops from −1 over 0 to +1, equally spaced
     * @throws IllegalArgumentException unless their number is odd and at least 3
     */
    public DivergingMap(List<Color> stops) {
        if (stops.size() < 3 || stops.size() % 2 == 0) {
            throw new IllegalArgumentException(
                    "A diverging map needs an odd number of stops, at least 3, but got "
                            + stops.size()
                            + ".");
        }
        this.stops =
                stops.stream()
                        .map(c -> new double[] {c.getRed(), c.getGreen(), c.getBlue()})
                        .toArray(double[][]::new);
    }

    /** The map of a theme. */
    public static DivergingMap of(Palette palette) {
        return new DivergingMap(palette.diverging());
    }

    /** The colour of {@code t}; below −1 and above 1 it is that of the end. */
    public Color at(double t) {
        return Color.rgb((argb(t) >> 16) & 255, (argb(t) >> 8) & 255, argb(t) & 255);
    }

    /** The same as an opaque pixel: alpha, red, green, blue from the highest byte. */
    public int argb(double t) {
        double clamped = Math.clamp(t, -1.0, 1.0);
        double position = (clamped + 1) / 2 * (stops.length - 1);
        int lower = Math.min((int) position, stops.length - 2);
        double share = position - lower;
        int pixel = 0xFF;
        for (int channel = 0; channel < 3; channel++) {
            double level = stops[lower][channel] * (1 - share) + stops[lower + 1][channel] * share;
            pixel = pixel << 8 | (int) Math.round(level * 255);
        }
        return pixel;
    }
}
