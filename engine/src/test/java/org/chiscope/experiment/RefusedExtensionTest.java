package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.chiscope.format.Safetensors;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When draws are not added, and what then stays as it was. */
@Timeout(60)
class RefusedExtensionTest {
    private static final Experiment BEFORE = SmallRuns.experiment(20);

    @TempDir Path folder;

    private Path results = Path.of("");

    @BeforeEach
    void finishARun() throws Exception {
        results = folder.resolve("results");
        SmallRuns.finish(ExperimentRun.create(BEFORE, SmallRuns.system(), results, 2));
    }

    private String refusal(int draws, EnergySystem system) throws IOException {
        String description = Files.readString(results.resolve("experiment.json"));
        String info = Files.readString(results.resolve("run.json"));
        Exception refused =
                assertThrows(
                        IOException.class,
                        () -> ExperimentRun.extend(results, system, draws, 1, null));
        assertEquals(description, Files.readString(results.resolve("experiment.json")));
        assertEquals(info, Files.readString(results.resolve("run.json")));
        return String.valueOf(refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 0, 19, 20})
    void fewerDrawsThanTheRunHasAreRefusedWithBothNumbers(int draws) throws Exception {
        assertEquals(
                "The run in "
                        + results
                        + " has 20 draws a chain already, but it was to be extended to "
                        + draws
                        + "; ask for more than 20.",
                refusal(draws, SmallRuns.system()));
    }

    @Test
    void anotherModelIsRefused() throws Exception {
        assertTrue(
                refusal(40, SmallRuns.system(1, 0.5)).contains("not the one that the results in"));
    }

    @Test
    void aDamagedChainIsRefused() throws Exception {
        Path chain = results.resolve("chains").resolve("b-2.safetensors");
        Files.writeString(chain, "");

        assertTrue(refusal(40, SmallRuns.system()).contains(chain.toString()));
    }

    @Test
    void aFolderInWhichDrawsAreMadeIsRefusedAndIsFreeAfterwards() throws Exception {
        ResultsFolder other = ResultsFolder.open(results);
        other.lock();
        try {
            assertTrue(refusal(40, SmallRuns.system()).contains("Another window or program"));
        } finally {
            other.unlock();
        }

        ExperimentRun.extend(results, SmallRuns.system(), 40, 1, null);
        other.lock();
        other.unlock();
    }

    @Test
    void theOldDescriptionDoesNotFitOnceTheRunIsExtended() throws Exception {
        ExperimentRun.extend(results, SmallRuns.system(), 40, 1, null);
        BEFORE.write(results.resolve("experiment.json"));

        assertTrue(reopenRefusal().contains("was changed since"));
    }

    private String reopenRefusal() {
        return String.valueOf(
                assertThrows(
                                ResultsFolderException.class,
                                () -> ExperimentRun.reopen(results, SmallRuns.system(), 1))
                        .getMessage());
    }

    @Test
    void aDescriptionThatTheRunWasNotExtendedFromIsRefused() throws Exception {
        SmallRuns.experiment(19).extendedTo(40).write(results.resolve("experiment.json"));

        assertTrue(reopenRefusal().contains("was changed since"));
    }

    @Test
    void aChainOfTheExtendedRunDoesNotFitTheRunBefore() throws Exception {
        Path longer = folder.resolve("longer");
        SmallRuns.finish(
                ExperimentRun.create(BEFORE.extendedTo(40), SmallRuns.system(), longer, 2));
        Path chain = Path.of("chains", "b-2.safetensors");
        Files.copy(
                longer.resolve(chain), results.resolve(chain), StandardCopyOption.REPLACE_EXISTING);

        assertTrue(
                reopenRefusal().contains("its experiment should be \"" + BEFORE.id() + "\", but"));
    }

    @Test
    void whoOpenedTheRunBeforeItWasExtendedDoesNotOverwriteTheNewDraws() throws Exception {
        Files.delete(results.resolve("chains").resolve("b-2.safetensors"));
        ExperimentRun opened = ExperimentRun.reopen(results, SmallRuns.system(), 1);
        SmallRuns.finish(ExperimentRun.extend(results, SmallRuns.system(), 40, 1, null));
        Map<String, Safetensors> chains = SmallRuns.chains(results);
        String table = Files.readString(results.resolve("chi.csv"));

        Snapshot refused = SmallRuns.finish(opened);

        assertEquals(RunState.FAILED, refused.state());
        assertEquals(
                "Draws were added to the run in "
                        + results
                        + " by another window or program since it was opened here; open it again"
                        + " to go on with it.",
                Objects.requireNonNull(refused.failure()));
        assertEquals(chains, SmallRuns.chains(results));
        assertEquals(table, Files.readString(results.resolve("chi.csv")));
        assertEquals(
                RunState.FINISHED,
                ExperimentRun.reopen(results, SmallRuns.system(), 1).snapshot().state());
    }
}
