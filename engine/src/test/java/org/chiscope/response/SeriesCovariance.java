package org.chiscope.response;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The covariance of numbers that are means over draws, from means over blocks of a fixed length of
 * which nothing is chosen by looking at the draws: a way of its own beside {@link
 * MeanSeries#estimate}. The blocks of an ensemble are taken for independent.
 */
public final class SeriesCovariance {
    private SeriesCovariance() {}

    /**
     * The covariance matrix; ensembles are independent, so theirs add.
     *
     * @param blockDraws draws of a block, far beyond the autocorrelation time
     */
    public static DMatrixRMaj of(List<MeanSeries> numbers, int blockDraws) {
        Set<String> ensembles =
                numbers.stream()
                        .flatMap(number -> number.series().keySet().stream())
                        .collect(Collectors.toSet());
        DMatrixRMaj sum = new DMatrixRMaj(numbers.size(), numbers.size());
        for (String ensemble : ensembles) {
            double[][] means = new double[numbers.size()][];
            int blocks = 0;
            for (int i = 0; i < means.length; i++) {
                Map<Integer, double[]> chains = numbers.get(i).series().get(ensemble);
                if (chains != null) {
                    means[i] = blockMeans(chains, blockDraws);
                    blocks = means[i].length;
                }
            }
            for (int i = 0; i < means.length; i++) {
                for (int j = 0; j < means.length; j++) {
                    if (means[i] != null && means[j] != null) {
                        sum.add(i, j, covariance(means[i], means[j]) / blocks);
                    }
                }
            }
        }
        return sum;
    }

    /** Means of the blocks of all chains. */
    private static double[] blockMeans(Map<Integer, double[]> chains, int blockDraws) {
        return chains.keySet().stream()
                .sorted()
                .flatMapToDouble(
                        chain -> {
                            double[] values = chains.getOrDefault(chain, new double[0]);
                            double[] means = new double[values.length / blockDraws];
                            for (int t = 0; t < means.length * blockDraws; t++) {
                                means[t / blockDraws] += values[t] / blockDraws;
                            }
                            return Arrays.stream(means);
                        })
                .toArray();
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / (a.length - 1);
    }

    /** A χ² and its degrees of freedom. */
    public record ChiSquared(double value, int freedom) {}

    /**
     * Hotelling's T² = xᵀS⁻¹x of deviations x from the truth, carried over to the χ² that is as
     * likely: with S from B blocks, (B − p)/(p(B − 1)) T² has Fisher's distribution F(p, B − p).
     *
     * <p>In units of their errors, of the p directions of x only those count in which there is at
     * least {@code share} of the noise of the noisiest. In the others noise that all numbers meet
     * cancels, and what is left are the few moments in which coupled chains decide otherwise: their
     * block means are nothing like Gaussian.
     *
     * @param blocks B
     */
    public static ChiSquared chiSquared(
            double[] deviation, DMatrixRMaj covariance, int blocks, double share) {
        int size = deviation.length;
        DMatrixRMaj correlation = new DMatrixRMaj(size, size);
        DMatrixRMaj away = new DMatrixRMaj(size, 1);
        for (int i = 0; i < size; i++) {
            away.set(i, deviation[i] / Math.sqrt(covariance.get(i, i)));
            for (int j = 0; j < size; j++) {
                correlation.set(
                        i,
                        j,
                        covariance.get(i, j)
                                / Math.sqrt(covariance.get(i, i) * covariance.get(j, j)));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(correlation)) {
            throw new AssertionError("no eigenvalues");
        }
        double largest =
                IntStream.range(0, size)
                        .mapToDouble(i -> eigen.getEigenvalue(i).getReal())
                        .max()
                        .orElseThrow();
        double squared = 0;
        int p = 0;
        for (int i = 0; i < size; i++) {
            double noise = eigen.getEigenvalue(i).getReal();
            if (noise >= share * largest) {
                double along = CommonOps_DDRM.dot(eigen.getEigenVector(i), away);
                squared += along * along / noise;
                p++;
            }
        }
        double chance =
                FDistribution.of(p, blocks - (double) p)
                        .survivalProbability((blocks - p) / (p * (blocks - 1.0)) * squared);
        return new ChiSquared(ChiSquaredDistribution.of(p).inverseSurvivalProbability(chance), p);
    }
}
