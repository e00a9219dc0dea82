package org.chiscope.patterning;

import java.util.Arrays;
import java.util.List;

/**
 * A wanted structural change: dμ of some components, and what is wanted of the others.
 *
 * @param wishes one a component, in the order of the matrix
 */
public record Target(List<Wish> wishes) {

    /** What is wanted of one component. */
    public sealed interface Wish {}

    /**
     * That it changes.
     *
     * @param change dμ in nats; more of a component is dμ &gt; 0
     */
    public record Change(double change) implements Wish {
        /**
         * @throws IllegalArgumentException with one sentence if it is no number
         */
        public Change {
            if (!Double.isFinite(change)) {
                throw new IllegalArgumentException(
                        "A wanted change needs a number of nats, but got " + change + ".");
            }
        }
    }

    /** That it stays as it is, as far as that can be had. */
    public record Hold() implements Wish {}

    /** That it stays exactly as it is; asks for {@link ConstrainedInversion}. */
    public record Fix() implements Wish {}

    /** Nothing: it may follow wherever the others lead it. */
    public record Free() implements Wish {}

    /** Copies the list. */
    public Target {
        wishes = List.copyOf(wishes);
    }

    /** Those changes, zeros among them. */
    public static Target of(double... changes) {
        return new Target(Arrays.stream(changes).<Wish>mapToObj(Change::new).toList());
    }

    /** dμ in nats, one a component: 0 where nothing, or no change, is wanted. */
    public double[] changes() {
        return wishes.stream()
                .mapToDouble(wish -> wish instanceof Change change ? change.change() : 0)
                .toArray();
    }

    /** Which components it speaks of. */
    public boolean[] active() {
        boolean[] active = new boolean[wishes.size()];
        for (int r = 0; r < active.length; r++) {
            active[r] = !(wishes.get(r) instanceof Free);
        }
        return active;
    }

    /** Whether no change is wanted. */
    public boolean isZero() {
        return Arrays.stream(changes()).allMatch(change -> change == 0);
    }

    /** The same wish, τ times as large. */
    public Target times(double step) {
        return new Target(
                wishes.stream()
                        .map(
                                wish ->
                                        wish instanceof Change change
                                                ? new Change(step * change.change())
                                                : wish)
                        .toList());
    }
}
