package org.chiscope.experiment;

import java.util.List;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.Part;

/**
 * χ_{C,z} of all components and single examples, as floats: 4 bytes a component and example.
 *
 * @param rows {@code [component][example]} in nats², components in the order of the places asked
 *     for; read only
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract: too large to be copied
public record ExampleColumns(float[][] rows) {

    /**
     * Reads them from a run's statistics: a pass over them for each component, on the run's own
     * thread, while the caller waits.
     *
     * @param places positions among the run's components
     * @throws ExperimentException with one sentence if single examples are not known: rows follow
     *     coordinates, or there are no draws
     */
    public static ExampleColumns of(ExperimentRun run, List<Integer> places, Part part)
            throws ExperimentException {
        float[][] rows = new float[places.size()][];
        for (int r = 0; r < rows.length; r++) {
            ExampleSusceptibility examples = ExperimentException.await(run.examples(places.get(r)));
            double[] values = examples.values(part);
            rows[r] = new float[values.length];
            for (int z = 0; z < values.length; z++) {
                rows[r][z] = (float) values[z];
            }
        }
        return new ExampleColumns(rows);
    }

    /** How many examples there are. */
    public int examples() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    /** The columns of some examples alone, {@code [component][example of those]}. */
    public double[][] columns(int[] examples) {
        double[][] columns = new double[rows.length][examples.length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < examples.length; i++) {
                columns[r][i] = rows[r][examples[i]];
            }
        }
        return columns;
    }

    /** The mean column of some examples, one number a component. */
    public double[] mean(int[] examples) {
        double[] mean = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int example : examples) {
                mean[r] += rows[r][example];
            }
            mean[r] /= examples.length;
        }
        return mean;
    }

    /**
     * All examples read along a direction, Σ_C w_C χ_{C,z}.
     *
     * @param weights one a component
     */
    public double[] along(double[] weights) {
        double[] sum = new double[examples()];
        for (int r = 0; r < rows.length; r++) {
            for (int z = 0; z < sum.length; z++) {
                sum[z] += weights[r] * rows[r][z];
            }
        }
        return sum;
    }
}
