package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.junit.jupiter.api.Test;

class FixedBatchTest {
    private static final int WIDTH = 12;
    private static final int CONTEXTS = 3;
    private static final int LENGTH = 7;

    private final TransformerConfig config =
            new TransformerConfig(
                    11,
                    LENGTH,
                    WIDTH,
                    2,
                    3,
                    0,
                    null,
                    TransformerConfig.NormKind.LAYER_NORM,
                    1e-5,
                    true,
                    0,
                    false,
                    false);
    private final Network network = Transformer.build(config);
    private final float[] w = Transformer.initialize(config, network, 0.5, 1);
    private final Batch batch = tokens();

    private static Batch tokens() {
        RandomStream random = RandomStream.of(2);
        int[] tokens = new int[CONTEXTS * LENGTH];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(11);
        }
        return new Batch.Tokens(tokens, CONTEXTS, LENGTH);
    }

    private Evaluator evaluator(String component) {
        return new Evaluator(network, network.component(component).indices());
    }

    /** Bytes of a number for each column of each example. */
    private long bytes() {
        return 4L * batch.examples() * WIDTH;
    }

    private float[] losses(FixedBatch fixed, Evaluator evaluator) {
        float[] losses = new float[batch.examples()];
        evaluator.losses(w, fixed.forLosses(evaluator, w), losses);
        return losses;
    }

    @Test
    void viewsThatMoveAlikeShareWhatIsKept() {
        FixedBatch fixed = new FixedBatch(batch);
        Evaluator one = evaluator("l1h2");
        assertSame(fixed.forLosses(one, w), fixed.forLosses(evaluator("l1h2"), w));
        assertNotSame(fixed.forLosses(one, w), fixed.forLosses(evaluator("l1h1"), w));
        assertSame(fixed.forGradients(one, w), fixed.forGradients(evaluator("l1h1"), w));
    }

    /** A head needs two numbers a column, a whole layer one; both room for both, and no more. */
    @Test
    void moreThanTheBudgetIsNotKeptAndMakesNoDifference() {
        FixedBatch roomy = new FixedBatch(batch);
        FixedBatch tight = new FixedBatch(batch, 3 * bytes());
        for (String name : new String[] {"l0h1", "l1 attn", "l1h2", "l0h2", "unembed"}) {
            assertArrayEquals(losses(roomy, evaluator(name)), losses(tight, evaluator(name)), name);
        }
        assertSame(tight.forLosses(evaluator("l0h1"), w), tight.forLosses(evaluator("l0h1"), w));
        assertSame(
                tight.forLosses(evaluator("l1 attn"), w), tight.forLosses(evaluator("l1 attn"), w));
        assertNotSame(tight.forLosses(evaluator("l1h2"), w), tight.forLosses(evaluator("l1h2"), w));
        assertNotNull(tight.forGradients(evaluator("l1h0"), w));
        assertNull(tight.forGradients(evaluator("unembed"), w));
        assertNotNull(roomy.forGradients(evaluator("unembed"), w));
    }

    @Test
    void whatMovesAtTheBottomNeedsNoRoom() {
        FixedBatch none = new FixedBatch(batch, 0);
        Evaluator bottom = evaluator("embed");
        assertSame(none.forLosses(bottom, w), none.forLosses(bottom, w));
        assertNull(none.forGradients(bottom, w));
        assertEquals(batch, none.batch());
    }
}
