package org.chiscope.experiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;

/**
 * Which components a verification samples unless it is told: all of a few; of many, those that are
 * wanted to change and the held ones that are predicted to move most.
 */
public final class DefaultSample {
    /** All are sampled up to so many; and at most so many that are wanted to change. */
    public static final int FEW = 8;

    /** Components that are not wanted to change. */
    public static final int HELD = 3;

    private DefaultSample() {}

    /**
     * Names of the components to sample, in the order of the matrix.
     *
     * @param components names, as many as the target has wishes
     * @param predicted dμ of each
     */
    public static List<String> of(
            List<String> components, Target target, List<Estimate> predicted) {
        if (components.size() <= FEW) {
            return components;
        }
        double[] wanted = target.changes();
        Stream<Integer> changed =
                largest(wanted, places(wanted.length, r -> wanted[r] != 0)).limit(FEW);
        double[] moves = predicted.stream().mapToDouble(Estimate::value).toArray();
        Stream<Integer> held =
                largest(
                                moves,
                                places(
                                        moves.length,
                                        r ->
                                                target.wishes().get(r) instanceof Target.Hold
                                                        || target.wishes().get(r)
                                                                instanceof Target.Fix))
                        .limit(HELD);
        return Stream.concat(changed, held).sorted().map(components::get).toList();
    }

    /** Those that are wanted to change, in the order of the matrix. */
    public static List<String> targets(List<String> components, Target target) {
        double[] wanted = target.changes();
        return IntStream.range(0, wanted.length)
                .filter(r -> wanted[r] != 0)
                .mapToObj(components::get)
                .toList();
    }

    private static int[] places(int size, IntPredicate which) {
        return IntStream.range(0, size).filter(which).toArray();
    }

    private static Stream<Integer> largest(double[] values, int[] places) {
        return Arrays.stream(places)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> -Math.abs(values[r])));
    }
}
