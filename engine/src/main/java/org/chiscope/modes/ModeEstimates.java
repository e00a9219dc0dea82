package org.chiscope.modes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.response.Estimate;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/**
 * The modes of a matrix with all that says how far they can be read: errors of the loadings, and
 * the singular values of noise alone. Immutable.
 *
 * <p>Errors of loadings are Monte-Carlo errors, from {@link MatrixReplicates}: the matrix is
 * decomposed again without each group of blocks, and without each chain for the floor. Each
 * replicate's modes are put into the order and the signs of those of all draws by how well their
 * vectors match ({@code |u·u′|·|v·v′|}, the strongest mode first), so that an exchange of two modes
 * or a change of sign is no error. Between modes whose singular values lie as close as noise is
 * large, vectors turn into each other, and the errors are as large as the loadings.
 */
public final class ModeEstimates {
    private final List<SusceptibilityRow> rows;
    private final Part part;
    private final MatrixForm form;
    private final Modes modes;
    private final NoiseBand noise;
    private final int groups;
    private final double[][] componentErrors;
    private final double[][] patternErrors;

    private ModeEstimates(
            List<SusceptibilityRow> rows, Part part, MatrixForm form, List<double[][]> noise) {
        this.rows = List.copyOf(rows);
        this.part = part;
        this.form = form;
        modes = Modes.of(rows, part, form);
        FormedMatrix matrix = modes.matrix();
        int count = modes.all().size();
        this.noise = NoiseBand.of(noise, matrix::addition, count);
        MatrixReplicates replicates = MatrixReplicates.of(rows, part);
        groups = replicates.groups();
        MatrixReplicates.Worked<Decomposition> worked =
                replicates.work(
                        other ->
                                Decomposition.of(matrix.replicate(other))
                                        .alignedTo(modes.decomposition()));
        componentErrors = new double[count][];
        patternErrors = new double[count][];
        for (int i = 0; i < count; i++) {
            int mode = i;
            componentErrors[i] = worked.errors(d -> d.left()[mode]);
            patternErrors[i] = worked.errors(d -> d.right()[mode]);
        }
    }

    /**
     * The modes of {@code rows}.
     *
     * @param rows of one matrix, at least one
     * @param part which estimate of the cells
     * @param form in which the matrix is decomposed
     * @param noise matrices of noise alone for these rows, as they are, {@code [row][pattern]};
     *     none where it is not known
     * @throws IllegalArgumentException with one sentence if a cell, or an error that the form
     *     needs, is not known
     */
    public static ModeEstimates of(
            List<SusceptibilityRow> rows, Part part, MatrixForm form, List<double[][]> noise) {
        return new ModeEstimates(rows, part, form, noise);
    }

    /** How many modes there are. */
    public int count() {
        return modes.all().size();
    }

    /** Which estimate of the cells was decomposed. */
    public Part part() {
        return part;
    }

    /** In which form. */
    public MatrixForm form() {
        return form;
    }

    /** Names of the rows. */
    public List<String> components() {
        return rows.stream().map(SusceptibilityRow::component).toList();
    }

    /** s_i of mode {@code i}, the strongest first. */
    public Estimate singularValue(int i) {
        return modes.all().get(i).singularValue();
    }

    /** The share of mode {@code i} in Σ s². */
    public double share(int i) {
        return modes.share(i);
    }

    /** The share that the {@code count} strongest modes have in Σ s², that is in Σ χ². */
    public double shareOfFirst(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += modes.share(i);
        }
        return sum;
    }

    /** u_i: one loading a row. */
    public List<Estimate> componentLoadings(int i) {
        return loadings(modes.all().get(i).components(), componentErrors[i]);
    }

    /** v_i: one loading a pattern. */
    public List<Estimate> patternLoadings(int i) {
        return loadings(modes.all().get(i).patterns(), patternErrors[i]);
    }

    private List<Estimate> loadings(double[] values, double[] errors) {
        List<Estimate> loadings = new ArrayList<>();
        for (int j = 0; j < values.length; j++) {
            loadings.add(new Estimate(values[j], errors[j], Double.NaN, groups));
        }
        return loadings;
    }

    /** What singular values of noise alone are. */
    public NoiseBand noise() {
        return noise;
    }

    /** What the largest singular value of noise stays below in 95 % of cases; NaN if unknown. */
    public double noiseFloor() {
        return noise.high()[0];
    }

    /** Whether mode {@code i} is no stronger than the strongest that noise makes. */
    public boolean isNoise(int i) {
        return singularValue(i).value() <= noiseFloor();
    }

    /** How many modes stand above the noise floor: the first ones; all where it is unknown. */
    public int aboveFloor() {
        int above = 0;
        while (above < count() && !isNoise(above)) {
            above++;
        }
        return above;
    }

    /**
     * The structure that moves where data are perturbed along v_i, in nats² as it is: χ v_i of the
     * raw matrix, divided by its length. For the raw matrix that is u_i; where rows are in units of
     * their own, it is u_i taken back to nats².
     *
     * @return one a row, of unit length; zeros if nothing moves
     */
    public double[] direction(int i) {
        double[] v = modes.all().get(i).patterns();
        double[] direction = new double[rows.size()];
        for (int r = 0; r < direction.length; r++) {
            for (int k = 0; k < v.length; k++) {
                direction[r] += part.of(rows.get(r).cells().get(k)).value() * v[k];
            }
        }
        double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        for (int r = 0; r < direction.length && length > 0; r++) {
            direction[r] /= length;
        }
        return direction;
    }

    /**
     * The weights by which mode {@code i} reads a column of raw values, such as the response to one
     * example: u_i ÷ what the rows were divided by. Columns are not whitened, since single
     * examples' errors differ, nor centred.
     *
     * @return one a row
     */
    public double[] reading(int i) {
        double[] u = modes.all().get(i).components().clone();
        for (int r = 0; r < u.length; r++) {
            u[r] /= form.whitened() ? 1 : modes.matrix().norm(r);
        }
        return u;
    }

    /**
     * How much two estimates of one mode have in common.
     *
     * @param components |u_i · u_i′|: 1 if they agree, of the size 1/√rows if they have nothing to
     *     do with each other
     * @param patterns |v_i · v_i′|
     */
    public record Overlap(double components, double patterns) {}

    /**
     * How far this matrix' modes are found again in two independent estimates of it, such as the
     * halves of the chains: for each mode, the overlap of the two modes that match it best.
     *
     * @param first rows of the same components and patterns
     * @param second from other draws
     * @return one a mode; not a number where a cell of them is not known
     */
    public List<Overlap> overlaps(List<SusceptibilityRow> first, List<SusceptibilityRow> second) {
        Decomposition a = half(first);
        Decomposition b = half(second);
        List<Overlap> overlaps = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            overlaps.add(
                    new Overlap(
                            Math.abs(FormedMatrix.dot(a.left()[i], b.left()[i])),
                            Math.abs(FormedMatrix.dot(a.right()[i], b.right()[i]))));
        }
        return overlaps;
    }

    /** In this matrix' own form: its errors weigh the cells of the half as well. */
    private Decomposition half(List<SusceptibilityRow> half) {
        double[][] values = new double[half.size()][];
        for (int r = 0; r < values.length; r++) {
            values[r] =
                    half.get(r).cells().stream()
                            .mapToDouble(cell -> part.of(cell).value())
                            .toArray();
        }
        return Decomposition.of(modes.matrix().replicate(values)).alignedTo(modes.decomposition());
    }
}
