package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.chiscope.response.ExampleSusceptibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose statistics of single examples do not lie on the heap. */
class MappedRunTest {
    private static final int DRAWS = 30;

    @TempDir Path folder;

    private ExperimentRun create(String name, long heapBytes) throws IOException {
        return ExperimentRun.create(
                SmallRuns.experiment(DRAWS),
                SmallRuns.system(),
                folder.resolve(name),
                2,
                null,
                RunWorkers.SAVE_NANOS,
                heapBytes);
    }

    private ExperimentRun reopen(String name, long heapBytes) throws IOException {
        return ExperimentRun.reopen(
                folder.resolve(name),
                SmallRuns.system(),
                2,
                null,
                RunWorkers.SAVE_NANOS,
                heapBytes);
    }

    @Test
    void whereStatisticsLieMakesNoDifferenceToTheLastBit() throws Exception {
        SmallRuns.finish(create("heap", ExperimentRun.HEAP_BYTES));
        SmallRuns.finish(create("mapped", 0));

        assertEquals(
                Files.readString(folder.resolve("heap/chi.csv")),
                Files.readString(folder.resolve("mapped/chi.csv")));
        assertEquals(
                SmallRuns.chains(folder.resolve("heap")),
                SmallRuns.chains(folder.resolve("mapped")));
        ExampleSusceptibility heap = reopen("mapped", ExperimentRun.HEAP_BYTES).examples(1).join();
        ExampleSusceptibility mapped = reopen("heap", 0).examples(1).join();
        assertArrayEquals(heap.joint(), mapped.joint());
        assertEquals(heap.pattern(new int[] {3, 9}), mapped.pattern(new int[] {3, 9}));
    }

    @Test
    void aMappedRunThatWasStoppedGoesOnAsIfItNeverHad() throws Exception {
        SmallRuns.finish(create("whole", ExperimentRun.HEAP_BYTES));
        Gate gate = new Gate(200);
        ExperimentRun stopped =
                ExperimentRun.create(
                        SmallRuns.experiment(DRAWS),
                        SlowSystem.held(SmallRuns.system(), gate),
                        folder.resolve("stopped"),
                        2,
                        null,
                        RunWorkers.SAVE_NANOS,
                        0);
        stopped.start();
        gate.awaitReached();
        stopped.cancel();
        gate.open();
        assertEquals(RunState.CANCELLED, stopped.awaitFinished().state());

        assertEquals(RunState.FINISHED, SmallRuns.finish(reopen("stopped", 0)).state());
        assertEquals(
                SmallRuns.chains(folder.resolve("whole")),
                SmallRuns.chains(folder.resolve("stopped")));
    }

    @Test
    void buffersAreZeroAndLeaveNoFileBehind() throws IOException {
        FloatBuffer buffer = new MappedBuffers(folder).floats(3_000_000);

        assertEquals(3_000_000, buffer.limit());
        assertEquals(0, buffer.get(2_999_999));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldInOneSentence() {
        Throwable thrown =
                assertThrows(
                        UncheckedIOException.class,
                        () -> new MappedBuffers(folder.resolve("absent")).doubles(5));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("1 MB more") && message.endsWith("."), message);
    }
}
