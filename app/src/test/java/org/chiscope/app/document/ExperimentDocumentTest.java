package org.chiscope.app.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.chiscope.app.Gate;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentDocumentTest {
    @TempDir Path home;

    @Test
    void aRunCanBePausedResumedAndFinished() throws Exception {
        Gate gate = new Gate(200);
        ExperimentDocument document = sampling(400, ToyModel.document(home, gate));
        document.pause();
        gate.open();
        ToyModel.follow(document, () -> state(document) == RunState.PAUSED);
        assertTrue(document.active());
        document.resume();
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        assertFalse(document.active());
    }

    @Test
    void aStoppedRunGoesOnFromWhereItWas() throws Exception {
        Gate gate = new Gate(200);
        ExperimentDocument document = sampling(400, ToyModel.document(home, gate));
        document.stop();
        gate.open();
        ToyModel.follow(document, () -> state(document) == RunState.CANCELLED);
        String runId = document.snapshotProperty().get().runId();
        document.resume();
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        assertEquals(runId, document.snapshotProperty().get().runId());
        assertEquals("", document.failureProperty().get());
    }

    @Test
    void finishedResultsReopenWithTheSameEstimatesAndTheirModel() throws Exception {
        ExperimentDocument document = sampling(30, ToyModel.document(home, Background.inline()));
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        Path folder = document.folderProperty().get();
        ExperimentDocument again = ToyModel.document(home, Background.inline());
        again.openResults(folder);
        assertEquals("", again.failureProperty().get());
        assertEquals(RunState.FINISHED, state(again));
        assertEquals("Toy model", again.modelProperty().get().title());
        var before = document.snapshotProperty().get().matrix().row(2);
        var after = again.snapshotProperty().get().matrix().row(2);
        assertNotNull(before);
        assertNotNull(after);
        assertEquals(before.cells().get(1).fluctuation(), after.cells().get(1).fluctuation());
    }

    @Test
    void whatCannotBeOpenedIsSaidInOneSentenceAndLeavesTheRestAlone() throws Exception {
        ToyModel.write(home, 10);
        ExperimentDocument document = ToyModel.document(home, Background.inline());
        document.openModel(home.resolve("nowhere"));
        assertTrue(document.failureProperty().get().startsWith("There is no model folder"));
        assertEquals("", document.busyProperty().get());
        assertNull(document.modelProperty().get());
        document.forgetFailure();
        assertEquals("", document.failureProperty().get());
    }

    @Test
    void damagedWeightsAreSaidInOneSentence() throws Exception {
        Path folder = ToyModel.write(home, 10);
        Path weights = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
        ExperimentDocument document = ToyModel.document(home, Background.inline());
        document.openModel(folder);
        assertTrue(document.failureProperty().get().contains("model.safetensors"));
    }

    /** The first answer comes after the second question was asked: it is dropped. */
    @Test
    void onlyTheLatestModelAskedForIsOpened() throws IOException {
        Path folder = ToyModel.write(home, 10);
        Deque<Runnable> works = new ArrayDeque<>();
        ExperimentDocument document =
                ToyModel.document(home, new Background(works::add, Runnable::run));
        document.openModel(folder);
        document.openModel(home.resolve("nowhere"));
        works.removeLast().run();
        works.removeLast().run();
        assertNull(document.modelProperty().get());
        assertTrue(document.failureProperty().get().startsWith("There is no model folder"));
    }

    @Test
    void closingEndsTheRunAndBringsItToDisk() throws Exception {
        ExperimentDocument document =
                sampling(50_000, ToyModel.document(home, Background.inline()));
        Path folder = document.folderProperty().get();
        assertTrue(document.close(Duration.ofSeconds(30)));
        ExperimentDocument again = ToyModel.document(home, Background.inline());
        again.openResults(folder);
        assertEquals(RunState.READY, state(again));
        assertTrue(again.snapshotProperty().get().drawsMade() > 0);
    }

    private ExperimentDocument sampling(int draws, ExperimentDocument document) throws Exception {
        Path folder = ToyModel.write(home, draws);
        document.openModel(folder);
        document.sample(ToyModel.experiment(draws));
        assertEquals("", document.failureProperty().get());
        ToyModel.follow(document, () -> document.snapshotProperty().get().drawsMade() > 0);
        return document;
    }

    private static RunState state(ExperimentDocument document) {
        return document.snapshotProperty().get().state();
    }
}
