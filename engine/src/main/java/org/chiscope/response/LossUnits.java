package org.chiscope.response;

/**
 * Units of data whose mean loss is kept at every draw, for the influence matrix: runs of
 * neighbouring evaluation examples, one example or a whole context each.
 *
 * @param starts first example of each unit, ascending, and at last the end of the last unit
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LossUnits(int... starts) {

    /**
     * @throws IllegalArgumentException with one sentence if a unit is empty, there is none, or
     *     there are more than {@value InfluenceMatrix#MAXIMUM_UNITS}
     */
    public LossUnits {
        if (starts.length < 2) {
            throw new IllegalArgumentException("Units of data must be at least one, but are none.");
        }
        for (int u = 1; u < starts.length; u++) {
            if (starts[u] <= starts[u - 1]) {
                throw new IllegalArgumentException(
                        "Each unit of data needs an example, but unit " + (u - 1) + " has none.");
            }
        }
        InfluenceMatrix.checkUnits(starts.length - 1);
    }

    /** How many there are. */
    public int count() {
        return starts.length - 1;
    }

    /** The mean of {@code losses} (nats, one an example) over each unit. */
    float[] means(float[] losses) {
        float[] means = new float[count()];
        for (int u = 0; u < means.length; u++) {
            double sum = 0;
            for (int z = starts[u]; z < starts[u + 1]; z++) {
                sum += losses[z];
            }
            means[u] = (float) (sum / (starts[u + 1] - starts[u]));
        }
        return means;
    }
}
