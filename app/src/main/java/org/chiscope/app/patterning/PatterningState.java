package org.chiscope.app.patterning;

import java.util.List;
import org.chiscope.app.theme.Tint;
import org.chiscope.patterning.Solution;
import org.chiscope.response.Estimate;

/**
 * What the panel shows for one choice. Immutable.
 *
 * @param choice that it is the answer to
 * @param rows components that have values
 * @param leftOut components without values
 * @param columns patterns, or fields
 * @param scree singular values of χG^{+½} over the components that the target speaks of
 * @param solution the data perturbation
 * @param refusal why there is none under the constraints, one sentence, or empty
 * @param linearUpTo multiple of it up to which the response is linear
 * @param gauge directions that change nothing, in words
 * @param naturalSize a change in nats that is neither small nor out of reach
 * @param fields whether columns are fields, which are added
 * @param nBeta inverse temperature
 * @param unit of μ
 */
public record PatterningState(
        PatterningChoice choice,
        List<Row> rows,
        List<String> leftOut,
        List<Column> columns,
        Scree scree,
        Solution solution,
        String refusal,
        double linearUpTo,
        List<String> gauge,
        double naturalSize,
        boolean fields,
        double nBeta,
        String unit) {

    /** Copies the lists. */
    public PatterningState {
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
        columns = List.copyOf(columns);
        gauge = List.copyOf(gauge);
    }

    /**
     * A component.
     *
     * @param name the engine's
     * @param label on an axis
     * @param title in words
     * @param tint of its kind
     * @param change wanted, nats; NaN where none is
     * @param predicted change, nats
     */
    public record Row(
            String name, String label, String title, Tint tint, double change, Estimate predicted) {

        /** Whether a change of it is wanted. */
        public boolean targeted() {
            return !Double.isNaN(change);
        }
    }

    /**
     * A pattern.
     *
     * @param tint of its family
     * @param strength dh
     * @param least strength, alone, at which some example's weight is 0; −∞ for fields
     * @param tokens examples that it holds
     */
    public record Column(
            String name, String family, Tint tint, Estimate strength, double least, int tokens) {

        /** Whether its strength is told from 0 by two standard errors. */
        public boolean recruited() {
            return !strength.isNoise();
        }
    }

    /**
     * Singular values.
     *
     * @param values the largest first, nats²
     * @param errors of each
     * @param floor of the noise; NaN if unknown
     * @param rank modes that are inverted
     * @param automaticRank modes above the floor
     * @param most modes that are not zero to rounding
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Scree(
            double[] values,
            double[] errors,
            double floor,
            int rank,
            int automaticRank,
            int most) {}

    /** Whether any change is wanted. */
    public boolean hasTarget() {
        return rows.stream().anyMatch(Row::targeted);
    }
}
