package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.paint.Color;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DivergingMapTest {

    @ParameterizedTest
    @EnumSource(Theme.class)
    void zeroIsTheMiddleStop(Theme theme) {
        Palette palette = theme.palette();
        assertEquals(palette.diverging().get(5), DivergingMap.of(palette).at(0));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void everyStopLiesAtItsTenth(Theme theme) {
        DivergingMap map = DivergingMap.of(theme.palette());
        for (int i = 0; i <= 10; i++) {
            assertEquals(theme.palette().diverging().get(i), map.at(i / 5.0 - 1));
        }
    }

    /** Both arms are equally long: 5 stops each, and halfway out is halfway along either. */
    @ParameterizedTest
    @EnumSource(Theme.class)
    void armsAreSymmetric(Theme theme) {
        List<Color> stops = theme.palette().diverging();
        DivergingMap mirrored = new DivergingMap(stops.reversed());
        DivergingMap map = DivergingMap.of(theme.palette());
        for (double t = -1; t <= 1; t += 0.01) {
            assertNear(map.at(t), mirrored.at(-t), 1.01 / 255);
        }
    }

    /** Light: away from zero is darker. Dark: away from zero is brighter. */
    @ParameterizedTest
    @EnumSource(Theme.class)
    void luminanceIsMonotoneAlongEachArm(Theme theme) {
        DivergingMap map = DivergingMap.of(theme.palette());
        int direction = theme == Theme.LIGHT ? -1 : 1;
        for (int sign : new int[] {-1, 1}) {
            double before = luminance(map.at(0));
            for (double t = 0.02; t <= 1.0001; t += 0.02) {
                double now = luminance(map.at(sign * t));
                assertTrue(
                        direction * (now - before) > -0.004,
                        theme + " at " + sign * t + ": " + before + " to " + now);
                before = now;
            }
        }
    }

    @Test
    void beyondTheRangeIsTheColourOfItsEnd() {
        DivergingMap map = DivergingMap.of(Theme.LIGHT.palette());
        assertEquals(map.argb(-1), map.argb(-7));
        assertEquals(map.argb(1), map.argb(Double.POSITIVE_INFINITY));
    }

    @Test
    void anEvenNumberOfStopsIsRefused() {
        List<Color> two = List.of(Color.WHITE, Color.BLACK);
        assertThrows(IllegalArgumentException.class, () -> new DivergingMap(two));
    }

    private static void assertNear(Color expected, Color actual, double tolerance) {
        assertEquals(expected.getRed(), actual.getRed(), tolerance);
        assertEquals(expected.getGreen(), actual.getGreen(), tolerance);
        assertEquals(expected.getBlue(), actual.getBlue(), tolerance);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed())
                + 0.7152 * linear(c.getGreen())
                + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
