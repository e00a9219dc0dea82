package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chiscope.app.theme.Tint;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.ExampleColumns;
import org.chiscope.math.RandomStream;
import org.chiscope.modes.ExampleSample;
import org.chiscope.modes.PlaneMap;

/**
 * Examples in a plane, and those that a mode moves most. Immutable.
 *
 * @param kind how they are laid out
 * @param first mode of the horizontal axis
 * @param second mode of the upright axis
 * @param dots a sample of the examples
 * @param arrows where the means of the patterns' examples lie
 * @param families of the dots, in order, with their colours
 * @param correlation Spearman's, of distances in the map with those between the full columns
 * @param shares what the two axes hold of the sample's spread
 * @param examples how many there are in all
 * @param unit of the axes
 * @param strongUnit of the responses along the mode
 * @param top examples of the largest response along the first mode, the largest first
 * @param bottom examples of the smallest, the smallest first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExampleMap(
        MapKind kind,
        int first,
        int second,
        List<Dot> dots,
        List<Arrow> arrows,
        List<Family> families,
        double correlation,
        double[] shares,
        int examples,
        String unit,
        String strongUnit,
        List<Strong> top,
        List<Strong> bottom) {
    /** Dots that a map shows at most. */
    static final int MOST_DOTS = 1500;

    private static final int LISTED = 9;
    private static final int PAIRS = 20_000;
    private static final long SAMPLE = RandomStream.hash("examples of a map");
    private static final long DISTANCES = RandomStream.hash("pairs of a map");

    /**
     * An example.
     *
     * @param example position in the evaluation set
     * @param family place of its rarest pattern's family in the list, or −1 where it has no pattern
     */
    public record Dot(int example, double x, double y, int family) {}

    /** The mean of a pattern's examples. */
    public record Arrow(String pattern, double x, double y, Tint tint) {}

    /** Patterns of one colour. */
    public record Family(String name, Tint tint) {}

    /**
     * An example and its response along the mode.
     *
     * @param example position in the evaluation set
     * @param value u_i · χ_z
     */
    public record Strong(int example, double value) {}

    /**
     * Lays the examples out.
     *
     * @param patterns those of the state's columns, in their order
     */
    static ExampleMap of(
            ModesState state, ExampleColumns columns, List<Pattern> patterns, ModesChoice choice) {
        int count = state.modes().count();
        int first = choice.modeOf(count);
        int second = choice.partnerOf(count);
        long seed = state.data().snapshot().experiment().seed();
        int[] sample =
                ExampleSample.of(
                        columns.examples(),
                        patterns.stream().map(Pattern::examples).toList(),
                        MOST_DOTS,
                        RandomStream.of(seed, SAMPLE));
        double[][] sampled = columns.columns(sample);
        double[] reading = state.modes().reading(first);
        PlaneMap map =
                switch (choice.map()) {
                    case MODES ->
                            PlaneMap.along(
                                    sampled,
                                    reading,
                                    first == second
                                            ? new double[reading.length]
                                            : state.modes().reading(second));
                    case PCA -> PlaneMap.principalComponents(sampled);
                };
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Family> families = new ArrayList<>();
        int[] familyOfColumn = new int[patterns.size()];
        for (int k = 0; k < familyOfColumn.length; k++) {
            ModesState.Item column = state.columns().get(k);
            if (places.putIfAbsent(column.group(), families.size()) == null) {
                families.add(new Family(column.group(), column.tint()));
            }
            familyOfColumn[k] = places.getOrDefault(column.group(), 0);
        }
        int[] family = families(columns.examples(), patterns, familyOfColumn);
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < sample.length; i++) {
            dots.add(new Dot(sample[i], map.x()[i], map.y()[i], family[sample[i]]));
        }
        List<Arrow> arrows = new ArrayList<>();
        for (int k = 0; k < patterns.size(); k++) {
            double[] tip = map.place(columns.mean(patterns.get(k).examples()));
            ModesState.Item column = state.columns().get(k);
            arrows.add(new Arrow(column.name(), tip[0], tip[1], column.tint()));
        }
        double[] along = columns.along(reading);
        return new ExampleMap(
                choice.map(),
                first,
                second,
                dots,
                arrows,
                families,
                map.distanceCorrelation(sampled, PAIRS, RandomStream.of(seed, DISTANCES)),
                map.shares(),
                columns.examples(),
                choice.map() == MapKind.PCA ? state.reading().squareUnit() : state.exampleUnit(),
                state.exampleUnit(),
                strongest(along, -1),
                strongest(along, 1));
    }

    /** The family of each example's rarest pattern, which says most of it. */
    private static int[] families(int examples, List<Pattern> patterns, int[] familyOfColumn) {
        int[] family = new int[examples];
        Arrays.fill(family, -1);
        IntStream.range(0, patterns.size())
                .boxed()
                .sorted(Comparator.comparingInt(k -> -patterns.get(k).examples().length))
                .forEach(
                        k -> {
                            for (int example : patterns.get(k).examples()) {
                                family[example] = familyOfColumn[k];
                            }
                        });
        return family;
    }

    private static List<Strong> strongest(double[] along, int sign) {
        return IntStream.range(0, along.length)
                .boxed()
                .sorted(Comparator.comparingDouble(z -> sign * along[z]))
                .limit(LISTED)
                .map(z -> new Strong(z, along[z]))
                .toList();
    }
}
