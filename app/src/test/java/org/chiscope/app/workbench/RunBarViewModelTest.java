package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.chiscope.app.Gate;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunBarViewModelTest {
    @TempDir Path home;

    @Test
    void followsARunFromNothingToItsEnd() throws Exception {
        Path folder = ToyModel.write(home, 600);
        Gate gate = new Gate(200);
        ExperimentDocument document = ToyModel.document(home, gate);
        RunBarViewModel bar = new RunBarViewModel(document);
        assertEquals("Nothing running", bar.contentProperty().get().title());
        assertEquals("", bar.command());

        document.openModel(folder);
        assertEquals("Press Sample to fill the matrix", bar.contentProperty().get().detail());

        document.sample(ToyModel.experiment(600));
        ToyModel.follow(document, () -> state(document) == RunState.RUNNING);
        RunBarViewModel.Content running = bar.contentProperty().get();
        assertTrue(running.title().startsWith("Sampling"), running.title());
        assertEquals(8, running.segments().size());
        assertTrue(running.canPause() && running.canStop() && !running.canGoOn());

        bar.toggle();
        gate.open();
        ToyModel.follow(document, () -> state(document) == RunState.PAUSED);
        RunBarViewModel.Content paused = bar.contentProperty().get();
        assertEquals("Paused", paused.title());
        assertTrue(paused.canGoOn() && paused.canStop() && !paused.canPause());

        bar.toggle();
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        RunBarViewModel.Content finished = bar.contentProperty().get();
        assertEquals("Finished", finished.title());
        assertTrue(finished.detail().startsWith("19\u2009200 draws in "), finished.detail());
        assertFalse(finished.canPause() || finished.canGoOn() || finished.canStop());
        assertTrue(
                finished.segments().stream()
                        .allMatch(s -> s.standing() == RunBarViewModel.Standing.DONE));
        assertTrue(bar.command().startsWith("./chiscope run '"));
    }

    @Test
    void aFinishedRunCanBeGivenMoreDraws() throws Exception {
        Path folder = ToyModel.write(home, 30);
        ExperimentDocument document = ToyModel.document(home, Background.inline());
        RunBarViewModel bar = new RunBarViewModel(document);
        document.openModel(folder);
        document.sample(ToyModel.experiment(30));
        assertEquals(List.of(), bar.contentProperty().get().more());
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        String runId = document.snapshotProperty().get().runId();
        List<RunBarViewModel.MoreDraws> more = bar.contentProperty().get().more();
        assertTrue(more.stream().anyMatch(m -> m.draws() == 120), more.toString());
        RunBarViewModel.MoreDraws twice =
                more.stream().filter(m -> m.draws() == 60).findFirst().orElseThrow();
        assertTrue(twice.words().startsWith("To 60 draws a chain"), twice.words());

        bar.extend(twice);
        ToyModel.follow(
                document,
                () ->
                        state(document) == RunState.FINISHED
                                && document.snapshotProperty().get().drawsPerChain() == 60);
        assertEquals(runId, document.snapshotProperty().get().runId());
        assertEquals("", document.failureProperty().get());
        assertEquals(60 * 32, document.snapshotProperty().get().drawsMade());
    }

    private static RunState state(ExperimentDocument document) {
        return document.snapshotProperty().get().state();
    }
}
