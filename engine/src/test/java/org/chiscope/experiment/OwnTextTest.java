package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.chiscope.data.TokenData;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.ModelFolder;
import org.chiscope.system.NetworkSystem;
import org.chiscope.system.TinyModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text is a context of the evaluation set itself, whose susceptibilities the result knows: they
 * are found again only if the draws are the same.
 */
class OwnTextTest {
    private static final int CONTEXT = 2;

    @TempDir private Path home = Path.of("");
    private NetworkSystem system;
    private TokenData data;
    private ExperimentRun run;

    @BeforeEach
    void open() throws Exception {
        Path model = TinyModel.writeTransformer(home.resolve("model"));
        ModelFolder.Opened opened = ModelFolder.read(model).open();
        system = (NetworkSystem) opened.system();
        data = Objects.requireNonNull(opened.evaluation());
        sample(null);
    }

    private void sample(@Nullable DataPerturbation perturbation) throws Exception {
        Experiment experiment =
                new Experiment(
                        "Tiny",
                        "model",
                        new Selection.Named(List.of("l0h0", "l1h1")),
                        Selection.all(),
                        new SgldSettings(1e-3, 30, 100, 4),
                        4,
                        new ChainSettings(10, 24, 2),
                        5);
        Path results = home.resolve(perturbation == null ? "results" : "perturbed");
        run =
                ExperimentRun.create(
                        experiment.withPerturbation(perturbation).relocated(home, results),
                        system,
                        results,
                        2);
        run.start();
        assertEquals(RunState.FINISHED, run.awaitFinished().state());
    }

    private OwnText text(int[] tokens, String folder) throws ExperimentException {
        return new OwnText(
                run.snapshot(),
                run.folder(),
                system,
                tokens(tokens),
                "l1h1",
                home.resolve(folder),
                2);
    }

    private OwnText text(int[] tokens) throws ExperimentException {
        return text(tokens, "own");
    }

    private OwnTokens tokens(int[] ids) {
        return new OwnTokens(data.token(CONTEXT, 0), ids, List.of(), new float[0], ids.length);
    }

    private int[] contextWithoutItsFirst() {
        int from = CONTEXT * data.length();
        return Arrays.copyOfRange(data.tokens(), from + 1, from + data.length());
    }

    @Test
    void aContextOfTheDataGetsTheNumbersThatTheResultHasOfIt() throws Exception {
        compare("own");
    }

    @Test
    void soItDoesOfAResultUnderPerturbedData() throws Exception {
        sample(DataPerturbation.of("even", 0.2));
        compare("own under perturbed data");
    }

    private void compare(String folder) throws Exception {
        OwnText.Result found = text(contextWithoutItsFirst(), folder).sample(snapshot -> {});
        ExampleSusceptibility known = ExperimentException.await(run.examples(1));
        double scale = Arrays.stream(known.fluctuation()).map(Math::abs).max().orElseThrow();
        double shiftScale = Arrays.stream(known.shift()).map(Math::abs).max().orElseThrow();
        assertEquals(data.length() - 1, found.cells().size());
        for (int t = 1; t < data.length(); t++) {
            int example = data.example(CONTEXT, t);
            // Statistics of examples are stored as floats.
            assertEquals(
                    known.fluctuation()[example],
                    found.cells().get(t - 1).fluctuation().value(),
                    1e-5 * scale);
            assertEquals(
                    known.shift()[example],
                    found.cells().get(t - 1).shift().value(),
                    1e-5 * shiftScale);
            assertTrue(found.cells().get(t - 1).fluctuation().monteCarloError() > 0);
        }
    }

    @Test
    void aShorterTextIsPaddedByWhatItCannotSee() throws Exception {
        int[] whole = contextWithoutItsFirst();
        OwnText.Result all = text(whole).sample(snapshot -> {});
        OwnText part = text(Arrays.copyOf(whole, 4), "shorter");
        OwnText.Result found = part.sample(snapshot -> {});
        assertEquals(4, found.cells().size());
        for (int t = 0; t < 4; t++) {
            assertEquals(
                    OwnTokens.losses(system, data.token(CONTEXT, 0), whole)[t],
                    OwnTokens.losses(system, data.token(CONTEXT, 0), Arrays.copyOf(whole, 4))[t],
                    1e-5);
            assertEquals(
                    all.cells().get(t).fluctuation().value(),
                    found.cells().get(t).fluctuation().value(),
                    1e-6 * Math.abs(all.cells().get(t).fluctuation().value()) + 1e-12);
        }
    }

    @Test
    void theSameTextIsReadAndNotSampledAgain() throws Exception {
        OwnText.Result first = text(contextWithoutItsFirst()).sample(snapshot -> {});
        OwnText.Result again = text(contextWithoutItsFirst()).sample(snapshot -> {});
        assertEquals(first.cells(), again.cells());
        assertNotNull(run.snapshot());
    }

    @Test
    void tooLongATextIsRefused() {
        ExperimentException refused =
                assertThrows(
                        ExperimentException.class, () -> text(new int[OwnText.room(system) + 1]));
        assertTrue(String.valueOf(refused.getMessage()).contains("1 to " + OwnText.room(system)));
    }
}
