package org.chiscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.chiscope.data.TokenData;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final TransformerConfig CONFIG =
            new TransformerConfig(
                    13,
                    16,
                    16,
                    2,
                    2,
                    0,
                    null,
                    TransformerConfig.NormKind.LAYER_NORM,
                    1e-5,
                    true,
                    100,
                    false,
                    false);
    private static final Network NETWORK = Transformer.build(CONFIG);

    @Test
    void oneAndTwoWorkersTrainTheSameWeightsToTheLastBit() throws Exception {
        assertArrayEquals(train(start(), 12, 1).parameters(), train(start(), 12, 2).parameters());
    }

    @Test
    void aContinuedTrainingEndsInTheWeightsOfTheUndisturbedOne() throws Exception {
        Trainer.State half = train(start(), 7, 2);
        assertEquals(7, half.step());
        assertArrayEquals(train(start(), 15, 2).parameters(), train(half, 8, 1).parameters());
    }

    @Test
    void trainingLowersTheLossOnPredictableText() throws Exception {
        TokenData data = counting();
        try (Trainer trainer =
                new Trainer(
                        NETWORK, settings(3e-3), null, new int[0], data.batch(), 1, start(), 2)) {
            double before = loss(trainer, data);
            for (int i = 0; i < 150; i++) {
                trainer.advance();
            }
            assertTrue(before > 2.4, "an untrained model knows nothing of 13 tokens: " + before);
            assertTrue(loss(trainer, data) < 0.5, "after: " + loss(trainer, data));
        }
    }

    private static double loss(Trainer trainer, TokenData data) {
        float[] w = trainer.parameters();
        return new Evaluator(NETWORK, IndexSet.range(0, w.length))
                .gradient(w, data.batch(), new float[w.length]);
    }

    @Test
    void aDivergedTrainingSaysSo() throws Exception {
        try (Trainer trainer =
                new Trainer(
                        NETWORK,
                        settings(1e30),
                        null,
                        new int[0],
                        counting().batch(),
                        1,
                        start(),
                        1)) {
            IllegalStateException failure =
                    assertThrows(
                            IllegalStateException.class,
                            () -> {
                                for (int i = 0; i < 50; i++) {
                                    trainer.advance();
                                }
                            });
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("lower peakLearningRate"),
                    failure.getMessage());
        }
    }

    @Test
    void theLearningRateRisesStaysAndFalls() {
        OptimizerSettings settings =
                new OptimizerSettings(100, 8, 1, 10, 20, 0.9, 0.99, 1e-8, 0, 1);
        assertEquals(0.1, settings.learningRate(0), 1e-12);
        assertEquals(1, settings.learningRate(9), 1e-12);
        assertEquals(1, settings.learningRate(80), 1e-12);
        assertEquals(0.05, settings.learningRate(99), 1e-12);
    }

    private static Trainer.State train(Trainer.State from, int steps, int workers)
            throws InterruptedException {
        try (Trainer trainer =
                new Trainer(
                        NETWORK,
                        settings(1e-3),
                        null,
                        new int[0],
                        random().batch(),
                        1,
                        from,
                        workers)) {
            for (int i = 0; i < steps; i++) {
                trainer.advance();
            }
            return trainer.state();
        }
    }

    private static OptimizerSettings settings(double learningRate) {
        return new OptimizerSettings(1000, 10, learningRate, 5, 0, 0.9, 0.98, 1e-8, 0.01, 1);
    }

    private static Trainer.State start() {
        return Trainer.State.start(Transformer.initialize(CONFIG, NETWORK, 0.1, 1));
    }

    private static TokenData random() {
        RandomStream stream = RandomStream.of(4);
        int[] tokens = new int[23 * 16];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = stream.nextInt(13);
        }
        return new TokenData(23, 16, tokens, new int[0], List.of());
    }

    private static TokenData counting() {
        int[] tokens = new int[26 * 16];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (i / 16 + i % 16) % 13;
        }
        return new TokenData(26, 16, tokens, new int[0], List.of());
    }
}
