package org.chiscope.modes;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.CellCombination;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The modes of a susceptibility matrix: χ = Σ_i s_i u_i v_iᵀ, components × patterns, Euclidean. To
 * perturb the data along v_i is to move structure along u_i, s_i as strongly (Elliott and Murfet,
 * arXiv:2605.07980). Immutable.
 */
public final class Modes {
    private final List<Mode> modes;

    /**
     * A mode.
     *
     * @param singularValue s_i, nats². Its Monte-Carlo error is that of u_iᵀ χ v_i with u_i and v_i
     *     held fixed, which is right to first order. Noise makes singular values larger: one that
     *     is not far above those of noise alone is not known, whatever its error
     * @param components u_i, one a row, of unit length
     * @param patterns v_i, one a pattern, of unit length; the entry of largest size is positive
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Mode(Estimate singularValue, double[] components, double[] patterns) {}

    private Modes(List<Mode> modes) {
        this.modes = List.copyOf(modes);
    }

    /**
     * The modes, the strongest first: as many as the shorter side of the matrix has.
     *
     * @param rows of one matrix, at least one
     * @param part which estimate of the cells
     * @throws IllegalArgumentException with one sentence if a cell is not known
     */
    public static Modes of(List<SusceptibilityRow> rows, Part part) {
        int columns = rows.getFirst().cells().size();
        DMatrixRMaj matrix = new DMatrixRMaj(rows.size(), columns);
        for (int r = 0; r < rows.size(); r++) {
            for (int k = 0; k < columns; k++) {
                double value = part.of(rows.get(r).cells().get(k)).value();
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "Modes need every cell of the matrix, but the "
                                    + part.label()
                                    + " of "
                                    + rows.get(r).component()
                                    + " is not known; sample on.");
                }
                matrix.set(r, k, value);
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(rows.size(), columns, true, true, true);
        if (!decomposition.decompose(matrix)) {
            throw new IllegalStateException("The singular value decomposition did not converge.");
        }
        DMatrixRMaj u = decomposition.getU(null, false);
        DMatrixRMaj v = decomposition.getV(null, false);
        double[] values = decomposition.getSingularValues().clone();
        SingularOps_DDRM.descendingOrder(
                u, false, values, decomposition.numberOfSingularValues(), v, false);
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < decomposition.numberOfSingularValues(); i++) {
            modes.add(mode(rows, part, column(u, i, rows.size()), column(v, i, columns)));
        }
        return new Modes(modes);
    }

    private static Mode mode(
            List<SusceptibilityRow> rows, Part part, double[] components, double[] patterns) {
        int largest = 0;
        for (int k = 1; k < patterns.length; k++) {
            if (Math.abs(patterns[k]) > Math.abs(patterns[largest])) {
                largest = k;
            }
        }
        if (patterns[largest] < 0) {
            CommonOps_DDRM.changeSign(DMatrixRMaj.wrap(patterns.length, 1, patterns));
            CommonOps_DDRM.changeSign(DMatrixRMaj.wrap(components.length, 1, components));
        }
        double[][] coefficients = new double[components.length][patterns.length];
        for (int r = 0; r < components.length; r++) {
            for (int k = 0; k < patterns.length; k++) {
                coefficients[r][k] = components[r] * patterns[k];
            }
        }
        return new Mode(CellCombination.of(rows, coefficients, part), components, patterns);
    }

    private static double[] column(DMatrixRMaj matrix, int column, int length) {
        double[] values = new double[length];
        for (int row = 0; row < length; row++) {
            values[row] = matrix.get(row, column);
        }
        return values;
    }

    /** All modes, the strongest first. */
    public List<Mode> all() {
        return modes;
    }

    /** The share of mode {@code i} in Σ s². */
    public double share(int i) {
        double squares = 0;
        for (Mode mode : modes) {
            squares += mode.singularValue().value() * mode.singularValue().value();
        }
        double own = modes.get(i).singularValue().value();
        return own * own / squares;
    }
}
