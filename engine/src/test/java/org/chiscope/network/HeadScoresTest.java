package org.chiscope.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeadScoresTest {
    private static final TransformerConfig CONFIG =
            new TransformerConfig(
                    11,
                    16,
                    8,
                    2,
                    2,
                    0,
                    null,
                    TransformerConfig.NormKind.LAYER_NORM,
                    1e-5,
                    true,
                    0,
                    false,
                    false);

    /**
     * With all weights zero every head attends to positions 0 … t alike, so both scores are means
     * of 1/(t + 1): over t = 8 … 14 for prefix matching, over t = 1 … 14 for the previous token.
     */
    @Test
    void uniformAttentionHasTheScoresOfUniformAttention() {
        Network network = Transformer.build(CONFIG);
        HeadScores scores =
                HeadScores.measure(CONFIG, network, new float[network.layout().size()], 3, 1);
        double prefix = 0;
        for (int t = 8; t <= 14; t++) {
            prefix += 1.0 / (t + 1) / 7;
        }
        double previous = 0;
        for (int t = 1; t <= 14; t++) {
            previous += 1.0 / (t + 1) / 14;
        }
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 2; head++) {
                assertEquals(prefix, scores.prefixMatching()[layer][head], 1e-6);
                assertEquals(previous, scores.previousToken()[layer][head], 1e-6);
            }
        }
    }

    /**
     * A head made to look back one position: learned positions are the unit circle at angle θt, the
     * query turns by −θ, and large weights make attention sharp. Its previous-token score is near
     * 1, the untouched head's is not.
     */
    @Test
    void aHeadMadeToLookBackOnePositionScoresAsSuch() {
        TransformerConfig config =
                new TransformerConfig(
                        11,
                        16,
                        8,
                        1,
                        2,
                        0,
                        null,
                        TransformerConfig.NormKind.RMS_NORM,
                        1e-5,
                        true,
                        0,
                        false,
                        false);
        Network network = Transformer.build(config);
        float[] w = new float[network.layout().size()];
        double theta = 0.3;
        ParameterLayout.Tensor positions = network.layout().tensor("pos.weight");
        for (int t = 0; t < 16; t++) {
            w[positions.offset() + t * 8] = (float) Math.cos(theta * t);
            w[positions.offset() + t * 8 + 1] = (float) Math.sin(theta * t);
        }
        ParameterLayout.Tensor norm = network.layout().tensor("blocks.0.norm1.weight");
        java.util.Arrays.fill(w, norm.offset(), norm.end(), 1f);
        int query = network.layout().tensor("blocks.0.attn.q.weight").offset();
        int key = network.layout().tensor("blocks.0.attn.k.weight").offset();
        float sharp = 20;
        w[query] = (float) (sharp * Math.cos(theta));
        w[query + 1] = (float) (sharp * Math.sin(theta));
        w[query + 8] = (float) (-sharp * Math.sin(theta));
        w[query + 9] = (float) (sharp * Math.cos(theta));
        w[key] = 1;
        w[key + 9] = 1;
        HeadScores scores = HeadScores.measure(config, network, w, 2, 1);
        assertTrue(scores.previousToken()[0][0] > 0.75, "made: " + scores.previousToken()[0][0]);
        assertTrue(scores.previousToken()[0][1] < 0.3, "other: " + scores.previousToken()[0][1]);
    }
}
