package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

class ContextBootstrapTest {

    private static int[] contexts(int contexts, int length) {
        return IntStream.range(0, contexts * length).map(i -> i / length).toArray();
    }

    @Test
    void allExamplesHaveNoContrastAndSoNoError() {
        double[] values = {1, 5, -2, 7};
        ContextBootstrap bootstrap =
                new ContextBootstrap(contexts(2, 2), List.of(new int[] {0, 1, 2, 3}), 200, 1);
        assertEquals(0, bootstrap.errors(values)[0]);
    }

    @Test
    void patternInOneContextHasAnUnknownError() {
        ContextBootstrap bootstrap =
                new ContextBootstrap(contexts(3, 2), List.of(new int[] {2, 3}), 200, 1);
        assertTrue(Double.isNaN(bootstrap.errors(new double[6])[0]));
    }

    /**
     * 400 contexts of one pattern token and one other each, values N(0, 1) in the pattern and 0
     * elsewhere: pattern mean minus base is half the mean of 400, with standard error 1/40. The
     * bootstrap's own error with 2,000 resamples is 2 %, the sample's spread another 4 %.
     */
    @Test
    void errorIsThatOfIndependentContexts() {
        RandomStream random = RandomStream.of(3);
        double[] values = new double[800];
        for (int i = 0; i < 800; i += 2) {
            values[i] = random.nextGaussian();
        }
        int[] pattern = IntStream.range(0, 400).map(i -> 2 * i).toArray();
        ContextBootstrap bootstrap =
                new ContextBootstrap(contexts(400, 2), List.of(pattern), 2000, 1);
        assertEquals(0.025, bootstrap.errors(values)[0], 0.1 * 0.025);
    }

    /**
     * 100 contexts whose 8 tokens share one value: the sample is 100, not 800. The other half of
     * the contexts is base alone, with value 0.
     */
    @Test
    void tokensOfOneContextAreNotIndependent() {
        RandomStream random = RandomStream.of(4);
        double[] values = new double[1600];
        for (int c = 0; c < 100; c++) {
            Arrays.fill(values, 8 * c, 8 * c + 8, random.nextGaussian());
        }
        int[] pattern = IntStream.range(0, 800).toArray();
        double error =
                new ContextBootstrap(contexts(200, 8), List.of(pattern), 2000, 1).errors(values)[0];
        // Half of the mean of the first hundred: standard error 1/20.
        assertEquals(0.05, error, 0.15 * 0.05);
    }

    @Test
    void sameSeedSameError() {
        double[] values = {1, 5, -2, 7};
        List<int[]> patterns = List.of(new int[] {0, 3});
        assertArrayEquals(
                new ContextBootstrap(contexts(4, 1), patterns, 50, 9).errors(values),
                new ContextBootstrap(contexts(4, 1), patterns, 50, 9).errors(values));
    }
}
