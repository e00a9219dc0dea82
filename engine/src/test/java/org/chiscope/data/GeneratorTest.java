package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chiscope.network.Batch;
import org.junit.jupiter.api.Test;

/** Made data against what they are said to be. */
class GeneratorTest {

    private static List<String> column(GeneratedData data, String name) {
        return Objects.requireNonNull(data.labels().columns().get(name));
    }

    private static Batch probe(GeneratedData data, String name) {
        return Objects.requireNonNull(data.probes().get(name));
    }

    @Test
    void everyPairIsAddedOnceInOneOfTheSets() {
        GeneratedData data = new ModularAddition(11, 0.4).generate(3);
        Batch.Sequences training = (Batch.Sequences) data.sampling();
        Batch.Sequences test = (Batch.Sequences) probe(data, ModularAddition.TEST);

        assertEquals(48, training.units());
        assertEquals(121 - 48, test.units());
        BitSet pairs = new BitSet();
        Map<Integer, String> sets = new HashMap<>();
        Batch.Sequences all = (Batch.Sequences) training.followedBy(test);
        for (int i = 0; i < 121; i++) {
            int a = all.tokens()[3 * i];
            int b = all.tokens()[3 * i + 1];
            assertEquals(11, all.tokens()[3 * i + 2]);
            assertEquals((a + b) % 11, all.labels()[i]);
            assertEquals(Integer.toString(a), column(data, "a").get(i));
            assertEquals(Integer.toString((a + b) % 11), column(data, "sum").get(i));
            assertEquals(i < 48 ? "train" : "test", column(data, "set").get(i));
            assertEquals(Integer.toString((a - b + 11) % 11), column(data, "difference").get(i));
            pairs.set(11 * a + b);
            sets.put(11 * a + b, column(data, "set").get(i));
        }
        assertEquals(121, pairs.cardinality());
        for (int i = 0; i < 121; i++) {
            int mirror = 11 * all.tokens()[3 * i + 1] + all.tokens()[3 * i];
            assertEquals(sets.get(mirror), column(data, "mirror").get(i));
        }
    }

    @Test
    void oneFeatureIsActiveAndItsValuesAreSpreadEvenly() {
        GeneratedData data = new SparseFeatures(5, 8).generate(3);
        Batch.Pairs pairs = (Batch.Pairs) data.sampling();

        int[] counts = new int[5];
        BitSet intervals = new BitSet();
        for (int z = 0; z < 40; z++) {
            int feature = Integer.parseInt(column(data, "feature").get(z));
            for (int j = 0; j < 5; j++) {
                float value = pairs.inputs()[5 * z + j];
                if (j == feature) {
                    intervals.set(8 * feature + (int) (8 * value));
                } else {
                    assertEquals(0, value);
                }
            }
            counts[feature]++;
        }
        assertArrayEquals(new int[] {8, 8, 8, 8, 8}, counts);
        assertEquals(40, intervals.cardinality());
        assertEquals(pairs.inputs(), pairs.targets());
    }

    /**
     * With the same seed the noise is the same, so the difference of two teachers is the difference
     * of their maps: of a rank-1 map and none, D = s u (vᵀx), whose columns are proportional, and
     * whose mean square for x ~ N(0, I) is s²: here within 3 of its standard deviations, s² √(2/n).
     */
    @Test
    void targetsAreALinearMapAndUnitNoise() {
        int n = 4000;
        List<Double> scales = List.of(1.0, 1.0, 1.0);
        Batch.Pairs noise =
                (Batch.Pairs) new LinearTeacher(scales, 2, List.of(), n).generate(5).sampling();
        GeneratedData taught = new LinearTeacher(scales, 2, List.of(1.5), n).generate(5);
        Batch.Pairs pairs = (Batch.Pairs) taught.sampling();

        assertArrayEquals(noise.inputs(), pairs.inputs());
        double map = 0;
        double mixed = 0;
        double first = 0;
        double second = 0;
        double squares = 0;
        for (int z = 0; z < n; z++) {
            double a = pairs.targets()[2 * z] - noise.targets()[2 * z];
            double b = pairs.targets()[2 * z + 1] - noise.targets()[2 * z + 1];
            first += a * a;
            second += b * b;
            mixed += a * b;
            map += (a * a + b * b) / n;
            double length = Math.hypot(noise.targets()[2 * z], noise.targets()[2 * z + 1]);
            squares += length * length / (2 * n);
            assertEquals(Double.parseDouble(column(taught, "noise").get(z)), length, 1e-4);
        }
        assertEquals(first * second, mixed * mixed, 1e-5 * first * second);
        assertEquals(1.5 * 1.5, map, 3 * 1.5 * 1.5 * Math.sqrt(2.0 / n));
        assertEquals(1, squares, 3 * Math.sqrt(2.0 / (2 * n)));
    }

    /** Already the nearest mean drawing reads most of the unseen ones. */
    @Test
    void digitsCanBeTold() {
        GeneratedData data = new DrawnDigits(40, 20, 0.05).generate(3);
        Batch.Labelled training = (Batch.Labelled) data.sampling();
        Batch.Labelled test = (Batch.Labelled) probe(data, DrawnDigits.TEST);
        int pixels = DrawnDigits.SIZE * DrawnDigits.SIZE;
        double[][] means = new double[10][pixels];
        for (int z = 0; z < training.units(); z++) {
            for (int i = 0; i < pixels; i++) {
                float grey = training.inputs()[z * pixels + i];
                assertTrue(grey >= 0 && grey <= 1);
                means[training.labels()[z]][i] += grey / 40;
            }
        }
        int right = 0;
        for (int z = 0; z < test.units(); z++) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int digit = 0; digit < 10; digit++) {
                double distance = 0;
                for (int i = 0; i < pixels; i++) {
                    double away = test.inputs()[z * pixels + i] - means[digit][i];
                    distance += away * away;
                }
                if (distance < least) {
                    least = distance;
                    best = digit;
                }
            }
            right += best == test.labels()[z] ? 1 : 0;
        }
        assertTrue(right >= 0.75 * test.units(), right + " of " + test.units());
    }

    @Test
    void bracketsAreWhatTheirClassSays() {
        int length = 10;
        GeneratedData data = new BracketStrings(length, 60, 60, 0, 30).generate(3);
        Batch.Sequences training = (Batch.Sequences) data.sampling();
        Batch.Sequences probe = (Batch.Sequences) probe(data, BracketStrings.UNNESTED);

        Batch.Sequences all = (Batch.Sequences) training.followedBy(probe);
        assertEquals(150, all.units());
        for (int z = 0; z < all.units(); z++) {
            String string = column(data, "string").get(z);
            StringBuilder read = new StringBuilder();
            for (int i = 1; i <= length; i++) {
                read.append(all.tokens()[z * (length + 2) + i] == 1 ? '(' : ')');
            }
            assertEquals(string, read.toString());
            String rest = string;
            while (rest.contains("()")) {
                rest = rest.replace("()", "");
            }
            boolean nests = rest.isEmpty();
            assertEquals(nests ? 1 : 0, all.labels()[z]);
            assertEquals(nests ? "yes" : "no", column(data, "nests").get(z));
            long open = string.chars().filter(c -> c == '(').count();
            assertEquals(2 * open - length, Integer.parseInt(column(data, "excess").get(z)));
            assertEquals(z < 120 ? nests : 2 * open == length, 2 * open == length, string);
            assertEquals(rest.startsWith(")"), !column(data, "violation").get(z).isEmpty());
        }
        assertEquals(60, column(data, "nests").stream().filter("yes"::equals).count());
    }

    /** 14 strings of 8 brackets nest; each of 2,800 draws is one of them with 1/14. */
    @Test
    void stringsThatNestAreDrawnUniformly() {
        GeneratedData data = new BracketStrings(8, 2800, 2800, 0, 1).generate(4);
        List<String> strings = column(data, "string");
        List<String> nests = column(data, "nests");
        var counts = new HashMap<String, Integer>();
        for (int z = 0; z < strings.size(); z++) {
            if (nests.get(z).equals("yes")) {
                counts.merge(strings.get(z), 1, Integer::sum);
            }
        }
        assertEquals(14, counts.size());
        double chiSquare = 0;
        for (int count : counts.values()) {
            chiSquare += (count - 200) * (count - 200) / 200.0;
        }
        // The 99.9 % quantile of χ² with 13 degrees of freedom.
        assertTrue(chiSquare < 34.5, "χ² " + chiSquare);
    }

    @Test
    void theFirstBracketStringsOfEachClassAreTheEvaluationSet() {
        GeneratedData all = new BracketStrings(8, 20, 20, 0, 5).generate(6);
        GeneratedData data = new BracketStrings(8, 20, 7, 0, 5).generate(6);

        assertEquals(40, data.sampling().units());
        Batch.Sequences sampling = (Batch.Sequences) data.sampling();
        Batch.Sequences evaluation = (Batch.Sequences) data.evaluation();
        assertEquals(14, evaluation.units());
        assertEquals(7, Arrays.stream(evaluation.labels()).sum());
        for (int i = 0; i < 14 * 10; i++) {
            assertEquals(sampling.tokens()[i], evaluation.tokens()[i]);
        }
        assertEquals(14 + 5, column(data, "string").size());
        assertEquals(column(all, "string").subList(0, 14), column(data, "string").subList(0, 14));
        assertEquals(column(all, "string").subList(40, 45), column(data, "string").subList(14, 19));
    }

    /** 20 % of 4,000: 800 with a standard deviation of 25. */
    @Test
    void flippedStringsHaveTheWrongClass() {
        GeneratedData data = new BracketStrings(8, 2000, 2000, 0.2, 300).generate(7);
        int[] classes =
                ((Batch.Sequences) data.sampling().followedBy(probe(data, BracketStrings.UNNESTED)))
                        .labels();
        int flipped = 0;
        for (int z = 0; z < classes.length; z++) {
            int right = column(data, "nests").get(z).equals("yes") ? 1 : 0;
            boolean wrong = classes[z] != right;
            assertEquals(wrong ? "yes" : "no", column(data, "flipped").get(z));
            assertTrue(z < 4000 || !wrong);
            flipped += wrong ? 1 : 0;
        }
        assertEquals(800, flipped, 4 * 25);
    }

    @Test
    void impossibleDataAreOneSentence() {
        assertEquals(
                "Bracket strings need an even length from 4 to 128, but it is 7.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new BracketStrings(7, 1, 1, 0, 1))
                        .getMessage());
        assertEquals(
                "evaluationExamples must lie between 1 and examples, 5, but it is 6.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new BracketStrings(8, 5, 6, 0, 1))
                        .getMessage());
        assertEquals(
                "Modular addition needs a modulus of at least 2 and a trainingShare above 0 and below"
                        + " 1, but they are 1 and 0.5.",
                assertThrows(IllegalArgumentException.class, () -> new ModularAddition(1, 0.5))
                        .getMessage());
    }
}
