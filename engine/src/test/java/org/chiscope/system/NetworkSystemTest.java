package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.TokenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSystemTest extends EnergySystemContract {
    @TempDir private Path folder = Path.of("");

    @Override
    protected EnergySystem system() {
        try {
            return ModelFolder.read(TinyModel.writeTransformer(folder.resolve("model")))
                    .open()
                    .system();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected boolean evaluationIsSamplingSet() {
        return false;
    }

    /**
     * The same logits by two ways: the loss of each token as an example, and as one of them all.
     */
    @Test
    void predictionsGiveTheLossesOfTheExamples() throws IOException {
        ModelFolder.Opened opened =
                ModelFolder.read(TinyModel.writeTransformer(folder.resolve("model"))).open();
        NetworkSystem system = (NetworkSystem) opened.system();
        TokenData data = opened.evaluation();
        if (data == null) {
            throw new AssertionError("A language model has tokens.");
        }
        float[] losses = system.checkpointLosses();
        for (int context = 0; context < data.contexts(); context++) {
            int from = context * data.length();
            Predictions predictions =
                    system.predictions(
                            Arrays.copyOfRange(data.tokens(), from, from + data.length()));
            assertEquals(data.length() - 1, predictions.lastPosition());
            for (int t = 1; t < data.length(); t++) {
                assertEquals(
                        losses[data.example(context, t)],
                        predictions.loss(t, data.token(context, t)),
                        1e-5);
            }
        }
    }

    @Test
    void predictionsAreSortedAndTheirProbabilitiesSumToOne() throws IOException {
        NetworkSystem system = (NetworkSystem) system();
        List<Predictions.Guess> guesses =
                system.predictions(new int[] {3, 1, 4})
                        .likeliest(2, TinyModel.SHAPE.vocabularySize());
        double sum = 0;
        for (int i = 0; i < guesses.size(); i++) {
            sum += Math.exp(-guesses.get(i).loss());
            assertTrue(i == 0 || guesses.get(i - 1).loss() <= guesses.get(i).loss());
        }
        assertEquals(1, sum, 1e-6);
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> system.predictions(new int[TinyModel.SHAPE.contextLength() + 2]));
        assertTrue(String.valueOf(refused.getMessage()).contains("at most"));
    }
}
