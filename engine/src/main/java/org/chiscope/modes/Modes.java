package org.chiscope.modes;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.CellCombination;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/**
 * The modes of a susceptibility matrix: χ = Σ_i s_i u_i v_iᵀ, components × patterns, Euclidean. To
 * perturb the data along v_i is to move structure along u_i, s_i as strongly (Elliott and Murfet,
 * arXiv:2605.07980). Immutable.
 */
public final class Modes {
    private final List<Mode> modes;
    private final FormedMatrix matrix;
    private final Decomposition decomposition;

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

    private Modes(List<SusceptibilityRow> rows, Part part, FormedMatrix matrix) {
        this.matrix = matrix;
        decomposition = Decomposition.of(matrix.matrix());
        List<Mode> found = new ArrayList<>();
        for (int i = 0; i < decomposition.values().length; i++) {
            double[] u = decomposition.left()[i];
            double[] v = decomposition.right()[i];
            Estimate linear = CellCombination.of(rows, matrix.coefficients(u, v), part);
            found.add(
                    new Mode(
                            new Estimate(
                                    decomposition.values()[i],
                                    linear.monteCarloError(),
                                    Double.NaN,
                                    linear.blocks()),
                            u,
                            v));
        }
        modes = List.copyOf(found);
    }

    /**
     * The modes, the strongest first: as many as the shorter side of the matrix has.
     *
     * @param rows of one matrix, at least one
     * @param part which estimate of the cells
     * @throws IllegalArgumentException with one sentence if a cell is not known
     */
    public static Modes of(List<SusceptibilityRow> rows, Part part) {
        return of(rows, part, MatrixForm.RAW);
    }

    /**
     * The modes of the matrix in another form; singular values have its unit.
     *
     * @throws IllegalArgumentException with one sentence if a cell, or an error that the form
     *     needs, is not known
     */
    public static Modes of(List<SusceptibilityRow> rows, Part part, MatrixForm form) {
        for (SusceptibilityRow row : rows) {
            if (!row.cells().stream().allMatch(cell -> Double.isFinite(part.of(cell).value()))) {
                throw new IllegalArgumentException(
                        "Modes need every cell of the matrix, but the "
                                + part.label()
                                + " of "
                                + row.component()
                                + " is not known; sample on.");
            }
        }
        return new Modes(rows, part, new FormedMatrix(rows, part, form));
    }

    /** The matrix that was decomposed. */
    FormedMatrix matrix() {
        return matrix;
    }

    /** Values and vectors as they were found. */
    Decomposition decomposition() {
        return decomposition;
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
