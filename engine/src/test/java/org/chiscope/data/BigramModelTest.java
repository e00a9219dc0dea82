package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BigramModelTest {
    /** Contexts 0 1 0 1 and 0 2 2 0: pairs 01, 10, 01, 02, 22, 20. */
    private static final TokenData SAMPLING =
            new TokenData(2, 4, new int[] {0, 1, 0, 1, 0, 2, 2, 0}, new int[0], List.of());

    @Test
    void probabilitiesAreRelativeFrequencies() {
        BigramModel model = BigramModel.count(SAMPLING);

        assertEquals(2.0 / 3, model.probability(0, 1));
        assertEquals(1.0 / 3, model.probability(0, 2));
        assertEquals(1.0, model.probability(1, 0));
        assertEquals(0.5, model.probability(2, 2));
        assertEquals(0.0, model.probability(0, 0));
    }

    @Test
    void pairsDoNotCrossContexts() {
        // Token 1 ends the first context, token 0 begins the second: 1 is followed once, by 0.
        assertEquals(0.0, BigramModel.count(SAMPLING).probability(1, 2));
        assertEquals(1.0, BigramModel.count(SAMPLING).probability(1, 0));
    }

    @Test
    void tokensThatTheSamplingSetLacksHaveProbabilityZero() {
        assertEquals(0.0, BigramModel.count(SAMPLING).probability(7, 1));
        assertEquals(0.0, BigramModel.count(SAMPLING).probability(0, 7));
    }

    /**
     * By hand. Six pairs; as second member: 0 twice, 1 twice, 2 twice. The data 0 1 3 has V = 4
     * ids, so q_1 = (2 + 1)/(6 + 4) = 0.3 and q_3 = (0 + 1)/10 = 0.1. p̃(1|0) = (2 + 10·0.3)/(3 +
     * 10) = 5/13; p̃(3|1) = (0 + 10·0.1)/(1 + 10) = 1/11.
     */
    @Test
    void crossEntropyAgreesWithAHandCount() {
        TokenData data = new TokenData(1, 3, new int[] {0, 1, 3}, new int[0], List.of());

        double expected = -(Math.log(5.0 / 13) + Math.log(1.0 / 11)) / 2;
        assertEquals(expected, BigramModel.count(SAMPLING).crossEntropy(data), 1e-14);
    }

    @Test
    void smoothedProbabilitiesSumToOne() {
        double sum = 0;
        for (int next = 0; next < 3; next++) {
            TokenData pair = new TokenData(1, 2, new int[] {0, next}, new int[0], List.of());
            sum += Math.exp(-BigramModel.count(SAMPLING).crossEntropy(pair));
        }
        assertEquals(1.0, sum, 1e-14);
    }

    /** At distance 2 the pairs are 00, 11 and 02, 20. */
    @Test
    void skipBigramsLeaveATokenOut() {
        BigramModel model = BigramModel.count(SAMPLING, 2);

        assertEquals(0.5, model.probability(0, 0));
        assertEquals(0.5, model.probability(0, 2));
        assertEquals(1.0, model.probability(1, 1));
        assertEquals(1.0, model.probability(2, 0));
        assertArrayEquals(new double[] {0.5, 0.25, 0.25, 0}, model.frequencies(4));
    }

    /** With the numbers of the hand count above, for four tokens. */
    @Test
    void logRatiosCompareWithTheUnigrams() {
        double[][] ratios = BigramModel.count(SAMPLING).logRatios(4);

        assertEquals(Math.log(5.0 / 13 / 0.3), ratios[0][1], 1e-14);
        assertEquals(Math.log(1.0 / 11 / 0.1), ratios[1][3], 1e-14);
        assertEquals(0.0, ratios[3][1], 1e-14, "what was never seen says nothing");
    }
}
