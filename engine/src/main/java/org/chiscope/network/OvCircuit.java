package org.chiscope.network;

import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * What an attention head writes into the logits of each token by attending to each token: the table
 * W_E W_V W_O W_U, tokens × tokens, read from the weights alone (Elhage et al., <em>A mathematical
 * framework for transformer circuits</em>, 2021). The gains of the norms and, of a LayerNorm, its
 * centring are folded into the weights; its scales and biases, and what other blocks write in
 * between, are left out. So is the embedding of positions.
 */
public final class OvCircuit {
    /** tokens × head width: what is read from each token. */
    private final DMatrixRMaj read;

    /** tokens × head width: how each token's logit answers. */
    private final DMatrixRMaj write;

    private OvCircuit(DMatrixRMaj read, DMatrixRMaj write) {
        this.read = read;
        this.write = write;
    }

    /**
     * The circuit of one head.
     *
     * @param network of that shape, as {@link Transformer#build} makes it
     * @param w its parameters
     */
    public static OvCircuit of(
            TransformerConfig config, Network network, float[] w, int layer, int head) {
        ParameterLayout layout = network.layout();
        String block = "blocks." + layer + ".";
        int inner = config.width() / config.heads();
        boolean centred = config.norm() == TransformerConfig.NormKind.LAYER_NORM;
        DMatrixRMaj value = matrix(layout.tensor(block + "attn.v.weight"), w);
        DMatrixRMaj output = matrix(layout.tensor(block + "attn.o.weight"), w);
        DMatrixRMaj values =
                CommonOps_DDRM.extract(value, head * inner, (head + 1) * inner, 0, value.numCols);
        DMatrixRMaj outputs =
                CommonOps_DDRM.extract(output, 0, output.numRows, head * inner, (head + 1) * inner);
        DMatrixRMaj embedded = matrix(layout.tensor("embed.weight"), w);
        DMatrixRMaj unembedded =
                matrix(
                        layout.tensor(config.tiedEmbeddings() ? "embed.weight" : "unembed.weight"),
                        w);
        if (centred) {
            centreRows(embedded);
        }
        scaleColumns(embedded, layout.tensor(block + "norm1.weight"), w);
        scaleColumns(unembedded, layout.tensor("final_norm.weight"), w);
        if (centred) {
            centreRows(unembedded);
        }
        DMatrixRMaj read = new DMatrixRMaj(embedded.numRows, inner);
        CommonOps_DDRM.multTransB(embedded, values, read);
        DMatrixRMaj write = new DMatrixRMaj(unembedded.numRows, inner);
        CommonOps_DDRM.mult(unembedded, outputs, write);
        return new OvCircuit(read, write);
    }

    private static DMatrixRMaj matrix(ParameterLayout.Tensor tensor, float[] w) {
        DMatrixRMaj matrix = new DMatrixRMaj(tensor.shape()[0], tensor.shape()[1]);
        for (int i = 0; i < tensor.size(); i++) {
            matrix.data[i] = w[tensor.offset() + i];
        }
        return matrix;
    }

    private static void centreRows(DMatrixRMaj matrix) {
        for (int row = 0; row < matrix.numRows; row++) {
            double sum = 0;
            for (int column = 0; column < matrix.numCols; column++) {
                sum += matrix.get(row, column);
            }
            for (int column = 0; column < matrix.numCols; column++) {
                matrix.add(row, column, -sum / matrix.numCols);
            }
        }
    }

    private static void scaleColumns(DMatrixRMaj matrix, ParameterLayout.Tensor gains, float[] w) {
        for (int i = 0; i < matrix.getNumElements(); i++) {
            matrix.data[i] *= w[gains.offset() + i % matrix.numCols];
        }
    }

    /** The entry of the table, a logit: what attending to {@code source} adds to {@code next}. */
    public double logit(int source, int next) {
        double sum = 0;
        for (int i = 0; i < read.numCols; i++) {
            sum += read.get(source, i) * write.get(next, i);
        }
        return sum;
    }

    /**
     * The copying score Σ λ_i / Σ |λ_i| over the eigenvalues of the table (Elhage et al., 2021),
     * from −1 to 1: 1 where attending to a token raises its own logit in every direction. The
     * eigenvalues other than 0 are those of the small matrix, head width squared, that multiplies
     * the factors the other way round. NaN if all are 0.
     */
    public double copying() {
        DMatrixRMaj small = new DMatrixRMaj(read.numCols, read.numCols);
        CommonOps_DDRM.multTransA(read, write, small);
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(small.numRows, false, false);
        if (!eigen.decompose(small)) {
            throw new ArithmeticException("The eigenvalues of a head's table were not found.");
        }
        double sum = 0;
        double size = 0;
        for (int i = 0; i < small.numRows; i++) {
            Complex_F64 value = eigen.getEigenvalue(i);
            sum += value.real;
            size += value.getMagnitude();
        }
        return size == 0 ? Double.NaN : sum / size;
    }

    /**
     * How much the table is a table of n-grams: its correlation with the logarithms of ratios
     * p(next | source) / p(next), over pairs of tokens drawn independently by their frequency.
     * Means of rows are removed first, since a constant over the next tokens changes no
     * probability. NaN if either is constant then.
     *
     * @param ratios logarithms, tokens × tokens: source, then next
     * @param frequency of each token, sums to 1
     */
    public double correlation(double[][] ratios, double[] frequency) {
        int tokens = frequency.length;
        double product = 0;
        double own = 0;
        double other = 0;
        double[] logits = new double[tokens];
        for (int source = 0; source < tokens; source++) {
            double meanLogit = 0;
            double meanRatio = 0;
            for (int next = 0; next < tokens; next++) {
                logits[next] = logit(source, next);
                meanLogit += frequency[next] * logits[next];
                meanRatio += frequency[next] * ratios[source][next];
            }
            for (int next = 0; next < tokens; next++) {
                double weight = frequency[source] * frequency[next];
                double x = logits[next] - meanLogit;
                double y = ratios[source][next] - meanRatio;
                product += weight * x * y;
                own += weight * x * x;
                other += weight * y * y;
            }
        }
        return own == 0 || other == 0 ? Double.NaN : product / Math.sqrt(own * other);
    }
}
