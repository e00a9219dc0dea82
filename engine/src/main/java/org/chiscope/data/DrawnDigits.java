package org.chiscope.data;

import java.util.Map;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;

/**
 * Digits drawn with one stroke, each time with another slant, size, place, thickness and trembling
 * hand: {@value #SIZE} × {@value #SIZE} grey values in [0, 1], row by row, with the digit as class.
 * Other drawings are the probe set {@value #TEST}. Labels: {@code digit}, {@code slant}, {@code
 * thickness}, {@code size} and {@code set}.
 *
 * @param examples drawings of each digit to train on
 * @param testExamples drawings of each digit beside them
 * @param noise standard deviation of the grey values' noise
 */
public record DrawnDigits(int examples, int testExamples, double noise) implements Generator {
    /** Rows and columns of a drawing. */
    public static final int SIZE = 8;

    /** Name of the drawings that are not trained on. */
    public static final String TEST = "test";

    /** Grey values, from black to white of a stroke's edge, in units of the drawing's height. */
    private static final double SOFTNESS = 0.1;

    /** The one stroke of each digit as points x, y, x, y, … in a square of side 1, y down. */
    private static final double[][] STROKES = {
        {.5, .05, .25, .15, .15, .5, .25, .85, .5, .95, .75, .85, .85, .5, .75, .15, .5, .05},
        {.3, .25, .55, .05, .55, .95},
        {.2, .25, .35, .08, .65, .08, .8, .27, .7, .5, .2, .95, .85, .95},
        {.2, .15, .5, .05, .78, .2, .7, .42, .45, .48, .75, .58, .82, .8, .5, .95, .18, .85},
        {.65, .95, .65, .05, .15, .65, .88, .65},
        {.8, .05, .28, .05, .22, .45, .55, .4, .82, .6, .75, .87, .45, .95, .18, .85},
        {.75, .1, .45, .08, .2, .45, .2, .75, .45, .95, .75, .85, .78, .6, .5, .48, .22, .6},
        {.15, .05, .85, .05, .4, .95},
        {
            .5, .48, .25, .35, .3, .12, .5, .05, .7, .12, .75, .35, .5, .48, .22, .65, .25, .88, .5,
            .95, .75, .88, .78, .65, .5, .48
        },
        {.78, .4, .5, .52, .22, .4, .25, .15, .55, .05, .8, .25, .78, .55, .55, .92, .25, .9},
    };

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public DrawnDigits {
        if (examples < 1 || testExamples < 1 || !(noise >= 0)) {
            throw new IllegalArgumentException(
                    "Drawn digits need at least 1 example and testExample of each digit and a noise of"
                            + " at least 0, but they are "
                            + examples
                            + ", "
                            + testExamples
                            + " and "
                            + noise
                            + ".");
        }
    }

    @Override
    public GeneratedData generate(long seed) {
        LabelTable labels = new LabelTable();
        Batch training = draw("train", examples, seed, labels);
        Batch test = draw(TEST, testExamples, seed, labels);
        return new GeneratedData(training, Map.of(TEST, test), labels.labels());
    }

    private Batch draw(String set, int each, long seed, LabelTable labels) {
        int count = each * STROKES.length;
        float[] inputs = new float[count * SIZE * SIZE];
        int[] digits = new int[count];
        for (int z = 0; z < count; z++) {
            RandomStream random = RandomStream.of(seed, RandomStream.hash(set + " digits"), z);
            int digit = z % STROKES.length;
            digits[z] = digit;
            double slant = 0.45 * (random.nextDouble() - 0.4);
            double thickness = 0.05 + 0.07 * random.nextDouble();
            double size = 0.62 + 0.25 * random.nextDouble();
            draw(strokes(digit, slant, size, random), thickness, random, inputs, z * SIZE * SIZE);
            labels.add("digit", digit);
            labels.add("slant", slant);
            labels.add("thickness", thickness);
            labels.add("size", size);
            labels.add("set", set);
        }
        return new Batch.Labelled(inputs, digits);
    }

    /** A digit's points, sheared, scaled, moved, and each a little beside its place. */
    private static double[] strokes(int digit, double slant, double size, RandomStream random) {
        double right = 0.5 + 0.12 * (random.nextDouble() - 0.5);
        double down = 0.5 + 0.12 * (random.nextDouble() - 0.5);
        double width = size * (0.8 + 0.2 * random.nextDouble());
        double[] points = STROKES[digit].clone();
        for (int i = 0; i < points.length; i += 2) {
            double x = points[i] - 0.5 + 0.03 * random.nextGaussian();
            double y = points[i + 1] - 0.5 + 0.03 * random.nextGaussian();
            points[i] = right + width * (x - slant * y);
            points[i + 1] = down + size * y;
        }
        return points;
    }

    private void draw(
            double[] points, double thickness, RandomStream random, float[] inputs, int at) {
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double distance = distance(points, (column + 0.5) / SIZE, (row + 0.5) / SIZE);
                double grey = Math.clamp(1 - (distance - thickness) / SOFTNESS, 0, 1);
                inputs[at + row * SIZE + column] =
                        (float) Math.clamp(grey + noise * random.nextGaussian(), 0, 1);
            }
        }
    }

    /** From a point to the nearest stroke. */
    private static double distance(double[] points, double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 3 < points.length; i += 2) {
            double dx = points[i + 2] - points[i];
            double dy = points[i + 3] - points[i + 1];
            double along = ((x - points[i]) * dx + (y - points[i + 1]) * dy) / (dx * dx + dy * dy);
            double nearest = Math.clamp(along, 0, 1);
            least =
                    Math.min(
                            least,
                            Math.hypot(
                                    x - points[i] - nearest * dx,
                                    y - points[i + 1] - nearest * dy));
        }
        return least;
    }
}
