package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** Inversions of random responses, of 1 to 6 components and 1 to 6 overlapping patterns. */
class InversionProperties {
    private static final double N_BETA = 20;

    /** A random case, and the random numbers that follow. */
    private static final class Case {
        final RandomStream random;
        final DataMixture mixture;
        final ResponseMatrix response;
        final Metric metric;
        final Inversion inversion;
        final double[] wanted;
        final int components;
        final int patterns;

        Case(int n, Metric metric, RowScaling scaling) {
            random = RandomStream.of(8, n);
            components = 1 + random.nextInt(6);
            patterns = 1 + random.nextInt(6);
            mixture = Mixtures.weighted(random, 20, patterns);
            response = Mixtures.response(mixture, components, N_BETA, random);
            this.metric = metric;
            boolean[] all = new boolean[components];
            Arrays.fill(all, true);
            inversion = new Inversion(response, all, metric, scaling);
            wanted = Mixtures.gaussians(random, components);
            // Rounding is amplified by the squares of condition numbers.
            double[] values = inversion.singularValues();
            Assume.that(values[values.length - 1] > 1e-3 * values[0]);
            double[] sizes = SingularOps_DDRM.singularValues(new DMatrixRMaj(mixture.metric()));
            Arrays.sort(sizes);
            Assume.that(sizes[0] > 1e-3 * sizes[sizes.length - 1]);
        }

        Solution solve(int rank, double ridge) {
            return inversion.solve(Target.of(wanted), new Regularization(rank, ridge));
        }

        /** G, or the identity. */
        DMatrixRMaj size() {
            return metric == Metric.EUCLIDEAN
                    ? CommonOps_DDRM.identity(patterns)
                    : new DMatrixRMaj(mixture.metric());
        }

        double size(double[] h) {
            return Mixtures.dot(h, product(size(), vector(h)).data);
        }

        DMatrixRMaj matrix() {
            return new DMatrixRMaj(response.matrix());
        }
    }

    private static void assertSame(double[] expected, double[] found) {
        assertArrayEquals(expected, found, 1e-8 * Mixtures.norm(expected) + 1e-15);
    }

    private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_DDRM.mult(a, b, product);
        return product;
    }

    private static DMatrixRMaj vector(double[] values) {
        return DMatrixRMaj.wrap(values.length, 1, values);
    }

    private static DMatrixRMaj pseudoInverse(DMatrixRMaj matrix) {
        DMatrixRMaj inverse = new DMatrixRMaj(matrix.numCols, matrix.numRows);
        CommonOps_DDRM.pinv(matrix, inverse);
        return inverse;
    }

    /** R with RRᵀ = G⁻¹, from G = LLᵀ: another root than G^{−½}, of which any serves. */
    private static DMatrixRMaj root(DMatrixRMaj metric) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
                DecompositionFactory_DDRM.chol(metric.numRows, true);
        assertTrue(cholesky.decompose(metric.copy()));
        DMatrixRMaj root = cholesky.getT(null);
        CommonOps_DDRM.invert(root);
        CommonOps_DDRM.transpose(root);
        return root;
    }

    /** dh = (1/nβ) R (χR)⁺ dμ, by the pseudo-inverse of EJML. */
    @Property(tries = 300, seed = "1")
    void itIsThePseudoInverse(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, RowScaling.RAW);
        DMatrixRMaj root = root(one.size());
        DMatrixRMaj inverse = product(root, pseudoInverse(product(one.matrix(), root)));
        DMatrixRMaj formula = product(inverse, vector(one.wanted));
        CommonOps_DDRM.divide(formula, N_BETA);
        assertSame(formula.data, one.solve(one.inversion.numericalRank(), 0).h());
    }

    /** A truncated solution is the sum of those of its modes, each with its part of the target. */
    @Property(tries = 200, seed = "2")
    void aTruncatedSolutionIsASumOverModes(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, RowScaling.RAW);
        double[] sum = new double[one.patterns];
        for (int i = 0; i < one.inversion.numericalRank(); i++) {
            double[] mode = one.inversion.mode(i);
            assertEquals(1, Mixtures.norm(mode), 1e-12);
            double[] h =
                    one.inversion
                            .solve(
                                    Target.of(mode),
                                    Regularization.ofRank(one.inversion.numericalRank()))
                            .h();
            // A unit of mode i costs 1/(nβ s_i), and the pattern that it moves most is added to.
            assertEquals(
                    1 / (N_BETA * one.inversion.singularValues()[i]),
                    Math.sqrt(one.size(h)),
                    1e-8 * Math.sqrt(one.size(h)));
            double most = Arrays.stream(h).map(Math::abs).max().orElseThrow();
            assertTrue(Arrays.stream(h).anyMatch(x -> x > most * (1 - 1e-9)));
            sum = Mixtures.plus(sum, h, Mixtures.dot(mode, one.wanted));
            assertSame(sum, one.solve(i + 1, 0).h());
        }
    }

    /**
     * Ridge ρ: to first order in ρ² the solution is that without it, and for large ρ it is (1/nβ)
     * G⁺χᵀdμ/(ρ²s₁²).
     */
    @Property(tries = 200, seed = "3")
    void theRidgeHasItsLimits(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, RowScaling.RAW);
        int rank = one.inversion.numericalRank();
        double[] without = one.solve(rank, 0).h();
        double small = 1e-5;
        double[] with = one.solve(rank, small).h();
        double share = Math.pow(small * one.solve(rank, 0).condition(), 2);
        assertTrue(
                Math.sqrt(one.size(Mixtures.plus(with, without, -1)))
                        <= (share + 1e-8) * Math.sqrt(one.size(without)) + 1e-15);
        double large = 1e5;
        double first = one.inversion.singularValues()[0];
        DMatrixRMaj slope = new DMatrixRMaj(one.patterns, 1);
        CommonOps_DDRM.multTransA(one.matrix(), vector(one.wanted), slope);
        DMatrixRMaj limit = product(pseudoInverse(one.size()), slope);
        CommonOps_DDRM.divide(limit, N_BETA * first * first);
        double[] scaled =
                Arrays.stream(one.solve(rank, large).h()).map(h -> h * large * large).toArray();
        assertSame(limit.data, scaled);
        double between = one.size(one.solve(rank, 0.3).h());
        assertTrue(between <= one.size(without) * (1 + 1e-9));
    }

    /** Whatever changes nothing only makes it larger. */
    @Property(tries = 200, seed = "4")
    void itIsTheSmallestOfThoseThatReachAsFar(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, RowScaling.RAW);
        double[] h = one.solve(one.inversion.numericalRank(), 0).h();
        DMatrixRMaj projector = CommonOps_DDRM.identity(one.patterns);
        CommonOps_DDRM.subtractEquals(
                projector, product(pseudoInverse(one.matrix()), one.matrix()));
        for (int direction = 0; direction < 5; direction++) {
            double[] random = Mixtures.gaussians(one.random, one.patterns);
            double[] silent = product(projector, vector(random)).data;
            double[] other = Mixtures.plus(h, silent, 1);
            assertArrayEquals(
                    Mixtures.times(one.response.matrix(), h),
                    Mixtures.times(one.response.matrix(), other),
                    1e-9 * Mixtures.norm(other));
            // hᵀGv = 0: the size is that of h and that of the rest, as of a right angle.
            assertEquals(
                    one.size(h) + one.size(silent),
                    one.size(other),
                    1e-8 * (one.size(h) + one.size(silent)));
        }
    }

    /** (Dχ)ᵀ D (nβ χ h − dμ) = 0: no h comes closer, each row counted in its scale. */
    @Property(tries = 200, seed = "5")
    void noOtherComesCloser(
            @ForAll @IntRange(max = 1 << 30) int n,
            @ForAll Metric metric,
            @ForAll RowScaling scaling) {
        Case one = new Case(n, metric, scaling);
        double[][] matrix = one.response.matrix();
        double[] h = one.solve(one.inversion.numericalRank(), 0).h();
        double[] miss = Mixtures.plus(Mixtures.times(matrix, h), one.wanted, -1 / N_BETA);
        double[] slope = new double[one.patterns];
        double scale = 0;
        double missed = 0;
        double length = 0;
        for (int r = 0; r < one.components; r++) {
            double norm = scaling == RowScaling.RAW ? 1 : 1 / Mixtures.norm(matrix[r]);
            slope = Mixtures.plus(slope, matrix[r], norm * norm * miss[r]);
            scale += norm * norm * Mixtures.dot(matrix[r], matrix[r]);
            missed += norm * norm * miss[r] * miss[r];
            length += Math.pow(norm * one.wanted[r] / N_BETA, 2);
        }
        assertEquals(0, Mixtures.norm(slope), 1e-8 * Math.sqrt(scale * length));
        assertEquals(
                missed / length, one.solve(one.inversion.numericalRank(), 0).unreachable(), 1e-8);
    }

    /** Twice the wish, twice the perturbation: what follows a hand must not jump. */
    @Property(tries = 50, seed = "6")
    void itIsLinearInTheTarget(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, RowScaling.NORM);
        Target target = Target.of(one.wanted);
        Regularization some = new Regularization(2, 0.1);
        double[] h = one.inversion.solve(target, some).h();
        double[] twice = one.inversion.solve(target.times(2), some).h();
        assertSame(twice, Arrays.stream(h).map(x -> 2 * x).toArray());
    }
}
