package org.chiscope.app.patterning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Target;
import org.chiscope.response.Part;

/**
 * All that a person sets in the panel: a value, so that undo is a stack of them.
 *
 * @param part which susceptibility is inverted
 * @param scaling of the rows
 * @param metric in which the perturbation is smallest
 * @param nonNegative whether every example's weight is to stay at least 0
 * @param changes wanted dμ in nats by component; components that are not named are held or free
 * @param holdOthers whether these are to stay as they are
 * @param rank modes that are inverted, or {@link Regularization#AUTOMATIC}
 * @param ridge in units of the largest singular value
 */
public record PatterningChoice(
        Part part,
        RowScaling scaling,
        Metric metric,
        boolean nonNegative,
        Map<String, Double> changes,
        boolean holdOthers,
        int rank,
        double ridge) {
    /** What a person finds at first. */
    public static final PatterningChoice FIRST =
            new PatterningChoice(
                    Part.FLUCTUATION,
                    RowScaling.RAW,
                    Metric.CHI_SQUARED,
                    true,
                    Map.of(),
                    true,
                    Regularization.AUTOMATIC,
                    0);

    /** Copies the map, in its order. */
    public PatterningChoice {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** The target over those components. */
    public Target target(List<String> components) {
        return new Target(
                components.stream()
                        .<Target.Wish>map(
                                name -> {
                                    Double change = changes.get(name);
                                    return change != null
                                            ? new Target.Change(change)
                                            : holdOthers ? new Target.Hold() : new Target.Free();
                                })
                        .toList());
    }

    /** Rank and ridge. */
    public Regularization regularization() {
        return new Regularization(rank, ridge);
    }

    /** What the perturbation must keep to. */
    public Constraints constraints() {
        return nonNegative ? Constraints.DISTRIBUTION : Constraints.NONE;
    }

    public PatterningChoice withPart(Part other) {
        return new PatterningChoice(
                other, scaling, metric, nonNegative, changes, holdOthers, rank, ridge);
    }

    public PatterningChoice withScaling(RowScaling other) {
        return new PatterningChoice(
                part, other, metric, nonNegative, changes, holdOthers, rank, ridge);
    }

    public PatterningChoice withMetric(Metric other) {
        return new PatterningChoice(
                part, scaling, other, nonNegative, changes, holdOthers, rank, ridge);
    }

    public PatterningChoice withNonNegative(boolean wanted) {
        return new PatterningChoice(
                part, scaling, metric, wanted, changes, holdOthers, rank, ridge);
    }

    public PatterningChoice withChanges(Map<String, Double> other) {
        return new PatterningChoice(
                part, scaling, metric, nonNegative, other, holdOthers, rank, ridge);
    }

    /** With another wish for one component; NaN: none. */
    public PatterningChoice withChange(String component, double change) {
        Map<String, Double> other = new LinkedHashMap<>(changes);
        if (Double.isNaN(change)) {
            other.remove(component);
        } else {
            other.put(component, change);
        }
        return withChanges(other);
    }

    public PatterningChoice withHoldOthers(boolean hold) {
        return new PatterningChoice(part, scaling, metric, nonNegative, changes, hold, rank, ridge);
    }

    public PatterningChoice withRank(int other) {
        return new PatterningChoice(
                part, scaling, metric, nonNegative, changes, holdOthers, other, ridge);
    }

    public PatterningChoice withRidge(double other) {
        return new PatterningChoice(
                part, scaling, metric, nonNegative, changes, holdOthers, rank, other);
    }
}
