package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterning over single examples against the same with patterns of one example each. */
class ExampleInversionTest {
    private static final double N_BETA = 30;

    private static double[][] matrix(int components, int examples, long seed) {
        RandomStream random = RandomStream.of(seed);
        double[][] matrix = new double[components][examples];
        for (double[] row : matrix) {
            double size = Math.exp(random.nextGaussian());
            for (int z = 0; z < examples; z++) {
                row[z] = 0.01 * size * (random.nextGaussian() + 0.3);
            }
        }
        return matrix;
    }

    private static boolean[] all(int components) {
        boolean[] all = new boolean[components];
        Arrays.fill(all, true);
        return all;
    }

    static Inversion byPatterns(double[][] matrix, boolean[] active, RowScaling scaling) {
        int examples = matrix[0].length;
        List<Pattern> patterns = new ArrayList<>();
        for (int z = 0; z < examples; z++) {
            patterns.add(new Pattern("z" + z, "examples", "One example.", new int[] {z}));
        }
        return new Inversion(
                ResponseMatrix.exact(
                        IntStream.range(0, matrix.length).mapToObj(r -> "c" + r).toList(),
                        patterns.stream().map(Pattern::name).toList(),
                        Part.FLUCTUATION,
                        N_BETA,
                        matrix,
                        DataMixture.of(patterns, examples)),
                active,
                Metric.CHI_SQUARED,
                scaling);
    }

    private static Target target(boolean[] active, long seed) {
        RandomStream random = RandomStream.of(seed, 1);
        List<Target.Wish> wishes = new ArrayList<>();
        for (int r = 0; r < active.length; r++) {
            wishes.add(
                    !active[r]
                            ? new Target.Free()
                            : r % 3 == 2
                                    ? new Target.Hold()
                                    : new Target.Change(0.01 * random.nextGaussian()));
        }
        return new Target(wishes);
    }

    private static void near(double expected, double found, double scale) {
        if (Double.isFinite(expected) && expected != 0) {
            assertEquals(expected, found, 1e-9 * Math.max(Math.abs(expected), scale));
        } else {
            assertEquals(expected, found, scale * 1e-9 + Double.MIN_VALUE);
        }
    }

    /** 30 systems of 1 to 7 components and 3 to 40 examples, all ranks and some ridges. */
    @ParameterizedTest
    @EnumSource(RowScaling.class)
    void theSameAsPatternsOfOneExampleEach(RowScaling scaling) {
        for (long seed = 0; seed < 30; seed++) {
            RandomStream random = RandomStream.of(seed, 2);
            int components = 1 + random.nextInt(7);
            int examples = 3 + random.nextInt(38);
            double[][] matrix = matrix(components, examples, seed);
            boolean[] active = all(components);
            if (components > 2) {
                active[1] = false;
            }
            Target target = target(active, seed);
            Inversion known = byPatterns(matrix, active, scaling);
            ExampleInversion inversion =
                    new ExampleInversion(N_BETA, matrix, active, scaling, List.of());
            assertEquals(known.numericalRank(), inversion.numericalRank());
            for (int i = 0; i < inversion.numericalRank(); i++) {
                near(known.singularValues()[i], inversion.singularValues()[i], 0);
                assertArrayEquals(known.mode(i), inversion.mode(i), 1e-8);
            }
            for (int rank = -1; rank <= inversion.numericalRank(); rank++) {
                Regularization regularization = new Regularization(rank, seed % 3 * 0.1);
                same(known.solve(target, regularization), inversion.solve(target, regularization));
            }
        }
    }

    private static void same(Solution known, ExampleSolution found) {
        double size = Arrays.stream(known.h()).map(Math::abs).max().orElse(0);
        for (int z = 0; z < known.h().length; z++) {
            near(known.h()[z], found.perturbation()[z], size);
        }
        double[] predicted = known.predicted().stream().mapToDouble(Estimate::value).toArray();
        double largest = Arrays.stream(predicted).map(Math::abs).max().orElse(0);
        for (int r = 0; r < predicted.length; r++) {
            near(predicted[r], found.predicted()[r], largest);
        }
        near(known.reached().value(), found.reached(), 1);
        near(known.unreachable(), found.unreachable(), 1);
        assertEquals(known.rank(), found.rank());
        near(known.condition(), found.condition(), 0);
        near(known.regularizedCondition(), found.regularizedCondition(), 0);
        near(known.largestStep(), found.largestStep(), 0);
        near(known.chiSquaredDivergence(), found.chiSquaredDivergence(), 0);
        // Σ w log w of weights near 1 cancels down to a half of Σ (w − 1)².
        near(known.klDivergence(), found.klDivergence(), 1e-5);
        assertEquals(known.isZero(), found.isZero());
    }

    /** Blocks of 4096: one, one that is not full, several and a rest; against one SVD of it all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 4095, 4096, 4097, 8192, 12_345})
    void blocksOfExamplesMakeUpTheWhole(int examples) {
        int components = 4;
        double[][] matrix = matrix(components, examples, examples);
        ExampleInversion inversion =
                new ExampleInversion(N_BETA, matrix, all(components), RowScaling.RAW, List.of());
        DMatrixRMaj centred = new DMatrixRMaj(components, examples);
        for (int r = 0; r < components; r++) {
            double mean = Arrays.stream(matrix[r]).average().orElse(0);
            for (int z = 0; z < examples; z++) {
                centred.set(r, z, (matrix[r][z] - mean) / Math.sqrt(examples));
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(components, examples, false, false, true);
        assertTrue(svd.decompose(centred));
        double[] expected = Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
        Arrays.sort(expected);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[expected.length - 1 - i], inversion.singularValues()[i], 1e-15);
        }
        Target target = target(all(components), 3);
        ExampleSolution solution = inversion.solve(target, Regularization.DEFAULT);
        assertEquals(0, Arrays.stream(solution.perturbation()).sum(), 1e-9);
        assertEquals(examples, Arrays.stream(solution.relativeWeights()).sum(), 1e-9 * examples);
        if (examples > components) {
            assertArrayEquals(target.changes(), solution.predicted(), 1e-12);
            assertEquals(1, solution.reached(), 1e-9);
        }
    }

    @Test
    void floatsGiveWhatDoublesGive() {
        double[][] matrix = matrix(5, 5000, 1);
        float[][] floats = new float[5][5000];
        for (int r = 0; r < 5; r++) {
            for (int z = 0; z < 5000; z++) {
                floats[r][z] = (float) matrix[r][z];
                matrix[r][z] = floats[r][z];
            }
        }
        Target target = target(all(5), 1);
        assertArrayEquals(
                new ExampleInversion(N_BETA, matrix, all(5), RowScaling.NORM, List.of())
                        .solve(target, Regularization.DEFAULT)
                        .perturbation(),
                new ExampleInversion(N_BETA, floats, all(5), RowScaling.NORM, List.of())
                        .solve(target, Regularization.DEFAULT)
                        .perturbation());
    }

    /** Two rows of sizes 3 and 1 that are orthogonal, and noise whose floor is 2. */
    @Test
    void modesBelowTheNoiseAreNotInverted() {
        int examples = 100;
        double[][] matrix = new double[2][examples];
        for (int z = 0; z < examples; z++) {
            matrix[0][z] = z % 2 == 0 ? 3 : -3;
            matrix[1][z] = z % 4 < 2 ? 1 : -1;
        }
        double[][] noise = new double[2][50];
        Arrays.fill(noise[0], 2);
        ExampleInversion inversion =
                new ExampleInversion(
                        N_BETA, matrix, all(2), RowScaling.RAW, List.<double[][]>of(noise));
        assertEquals(3, inversion.singularValues()[0], 1e-12);
        assertEquals(1, inversion.singularValues()[1], 1e-12);
        assertEquals(2, inversion.noiseFloor(), 1e-12);
        assertEquals(1, inversion.automaticRank());
        ExampleSolution solution = inversion.solve(Target.of(0.5, 0.5), Regularization.DEFAULT);
        assertArrayEquals(new double[] {0.5, 0}, solution.predicted(), 1e-12);
        assertEquals(0, solution.unreachable(), 1e-12);
        assertEquals(0.5, solution.reached(), 1e-12);
    }

    @Test
    void degenerateInputsHaveAnswers() {
        double[][] matrix = matrix(3, 50, 1);
        ExampleInversion inversion =
                new ExampleInversion(N_BETA, matrix, all(3), RowScaling.RAW, List.of());
        ExampleSolution nothing = inversion.solve(Target.of(0, 0, 0), Regularization.DEFAULT);
        assertTrue(nothing.isZero());
        assertTrue(nothing.whyZero().startsWith("No change is wanted"));
        assertEquals(Double.POSITIVE_INFINITY, nothing.largestStep());
        ExampleSolution none = inversion.solve(Target.of(1, 0, 0), Regularization.ofRank(0));
        assertTrue(none.whyZero().startsWith("No mode rises"), none.whyZero());
        // Rows that say the same of every example move nothing.
        ExampleInversion flat =
                new ExampleInversion(N_BETA, new double[2][9], all(2), RowScaling.NORM, List.of());
        ExampleSolution unreached = flat.solve(Target.of(1, 1), Regularization.DEFAULT);
        assertEquals(0, unreached.rank());
        assertEquals(1, unreached.unreachable());
        ExampleInversion free =
                new ExampleInversion(N_BETA, matrix, new boolean[3], RowScaling.RAW, List.of());
        Target follow =
                new Target(List.of(new Target.Free(), new Target.Free(), new Target.Free()));
        assertTrue(free.solve(follow, Regularization.DEFAULT).isZero());

        assertThrows(
                IllegalArgumentException.class,
                () -> new ExampleInversion(N_BETA, matrix, all(2), RowScaling.RAW, List.of()));
        matrix[1][7] = Double.NaN;
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () ->
                                                        new ExampleInversion(
                                                                N_BETA,
                                                                matrix,
                                                                all(3),
                                                                RowScaling.RAW,
                                                                List.of()))
                                        .getMessage())
                        .contains("row 2 is not known for some"));
    }

    @Test
    @Timeout(60)
    void aMillionExamplesTakeSeconds() {
        int components = 20;
        int examples = 1_000_000;
        RandomStream random = RandomStream.of(1);
        float[][] rows = new float[components][examples];
        for (float[] row : rows) {
            for (int z = 0; z < examples; z++) {
                row[z] = random.nextInt(2001) - 1000;
            }
        }
        long start = System.nanoTime();
        ExampleInversion inversion =
                new ExampleInversion(N_BETA, rows, all(components), RowScaling.RAW, List.of());
        Target target = target(all(components), 1);
        ExampleSolution solution = inversion.solve(target, Regularization.DEFAULT);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertArrayEquals(target.changes(), solution.predicted(), 1e-10);
        assertEquals(examples, Arrays.stream(solution.relativeWeights()).sum(), 1e-4);
        assertTrue(taken.compareTo(Duration.ofSeconds(20)) < 0, "It took " + taken);
    }
}
