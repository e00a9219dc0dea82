package org.chiscope.modes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

class PlaneMapTest {

    /** Columns in a plane of a space of 5 rows: every distance is kept, whatever the axes. */
    @Test
    void aPlaneIsFoundAndKeepsAllDistances() {
        RandomStream random = RandomStream.of(4);
        double[] first = {0.5, 0.5, 0.5, 0.5, 0};
        double[] second = {0.5, -0.5, 0.5, -0.5, 0};
        double[][] columns = new double[5][200];
        for (int z = 0; z < 200; z++) {
            double a = 3 * random.nextGaussian();
            double b = random.nextGaussian();
            for (int r = 0; r < 5; r++) {
                columns[r][z] = 7 + a * first[r] + b * second[r];
            }
        }
        PlaneMap map = PlaneMap.principalComponents(columns);
        assertEquals(1, map.distanceCorrelation(columns, 2000, RandomStream.of(1)), 1e-9);
        assertEquals(1, map.shares()[0] + map.shares()[1], 1e-9);
        // 9 of 10 parts of the spread in expectation; of 200 columns known to 1 %.
        assertEquals(0.9, map.shares()[0], 0.04);
        double[] column = new double[5];
        Arrays.setAll(column, r -> columns[r][17]);
        assertArrayEquals(new double[] {map.x()[17], map.y()[17]}, map.place(column), 1e-9);
        PlaneMap along = PlaneMap.along(columns, first, second);
        assertEquals(1, along.distanceCorrelation(columns, 2000, RandomStream.of(1)), 1e-9);
        for (int z = 0; z < 200; z++) {
            assertEquals(
                    Math.hypot(along.x()[z] - along.x()[0], along.y()[z] - along.y()[0]),
                    Math.hypot(map.x()[z] - map.x()[0], map.y()[z] - map.y()[0]),
                    1e-9);
        }
    }

    /** Two of many equal directions tell little of a distance over all. */
    @Test
    void aMapOfTwoDirectionsOutOfManyIsDistorted() {
        RandomStream random = RandomStream.of(5);
        double[][] columns = new double[40][300];
        for (double[] row : columns) {
            Arrays.setAll(row, z -> random.nextGaussian());
        }
        double[] first = new double[40];
        first[0] = 1;
        double[] second = new double[40];
        second[1] = 1;
        // Squared distances share 2 of 40 independent parts: a correlation near √(2/40) = 0.22.
        assertEquals(
                0.22,
                PlaneMap.along(columns, first, second)
                        .distanceCorrelation(columns, 20_000, RandomStream.of(2)),
                0.06);
    }

    @Test
    void oneRowHasOneAxis() {
        PlaneMap map = PlaneMap.principalComponents(new double[][] {{1, 2, 4}});
        assertArrayEquals(new double[] {-4.0 / 3, -1.0 / 3, 5.0 / 3}, map.x(), 1e-12);
        assertArrayEquals(new double[3], map.y());
        assertTrue(
                Double.isNaN(
                        PlaneMap.along(new double[1][2], new double[1], new double[1])
                                .distanceCorrelation(new double[1][2], 10, RandomStream.of(1))));
    }

    /** Ranks of (3, 1, 1, 5) are (3, 1.5, 1.5, 4): by hand, 4.5 / √(4.5 · 5). */
    @Test
    void equalNumbersShareTheirRank() {
        assertEquals(
                4.5 / Math.sqrt(4.5 * 5),
                RankCorrelation.of(new double[] {3, 1, 1, 5}, new double[] {30, 10, 20, 40}),
                1e-12);
        assertEquals(-1, RankCorrelation.of(new double[] {1, 2, 3}, new double[] {9, 4, 1}), 1e-12);
        assertTrue(Double.isNaN(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})));
    }

    @Test
    void aSampleShowsRarePatterns() {
        int[] rare = {17, 400, 999};
        int[] wide = IntStream.range(0, 900).toArray();
        int[] sample = ExampleSample.of(1000, List.of(rare, wide), 120, RandomStream.of(1));
        assertEquals(120, sample.length);
        assertEquals(120, Arrays.stream(sample).distinct().count());
        assertTrue(Arrays.stream(sample).boxed().toList().containsAll(List.of(17, 400, 999)));
        // The rest of the examples, 900 … 998, give as many as the wide pattern.
        long beyond = Arrays.stream(sample).filter(z -> z >= 900).count();
        assertEquals(60, beyond, 2);
        assertArrayEquals(
                sample, ExampleSample.of(1000, List.of(rare, wide), 120, RandomStream.of(1)));
        assertArrayEquals(
                IntStream.range(0, 9).toArray(),
                ExampleSample.of(9, List.of(new int[] {1}), 120, RandomStream.of(1)));
    }
}
