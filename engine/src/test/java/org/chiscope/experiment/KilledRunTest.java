package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
    private static final int DRAWS = 120;
    private static final int CHAINS = 16;

    @TempDir Path folder;

    /** What the child process does: makes a run, or goes on with one, slowly. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            Path results = Path.of(args[0]);
            SlowSystem system = new SlowSystem(SmallRuns.system(), 4_000);
            long saveNanos = 100_000_000L;
            long heapBytes = Long.parseLong(args[1]);
            ExperimentRun run =
                    Files.exists(results)
                            ? ExperimentRun.reopen(results, system, 2, null, saveNanos, heapBytes)
                            : ExperimentRun.create(
                                    SmallRuns.experiment(DRAWS),
                                    system,
                                    results,
                                    2,
                                    null,
                                    saveNanos,
                                    heapBytes);
            run.start();
            run.awaitFinished();
        }
    }

    @Test
    @Timeout(240)
    void killedTwiceAndResumedARunGivesTheBitsOfAnUndisturbedOne() throws Exception {
        Path plain = folder.resolve("plain");
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(DRAWS), SmallRuns.system(), plain, 2));
        Path killed = folder.resolve("killed");
        // Statistics of examples on the heap, then mapped, then on the heap again.
        kill(killed, 0.3, ExperimentRun.HEAP_BYTES);
        kill(killed, 0.6, 0);

        ExperimentRun run = ExperimentRun.reopen(killed, SmallRuns.system(), 1);
        assertEquals(RunState.READY, run.snapshot().state());
        long before = run.snapshot().drawsMade();
        assertTrue(before > 0 && before < run.snapshot().drawsTotal(), before + " draws");
        assertEquals(RunState.FINISHED, SmallRuns.finish(run).state());

        assertEquals(
                Files.readString(plain.resolve("chi.csv")),
                Files.readString(killed.resolve("chi.csv")));
        assertEquals(SmallRuns.chains(plain), SmallRuns.chains(killed));
        try (Stream<Path> files = Files.walk(killed)) {
            assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".tmp")).toList());
        }
    }

    /** Starts a child on the run and kills it when a share of all draws is on disk. */
    private static void kill(Path results, double share, long heapBytes) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                results.toString(),
                                Long.toString(heapBytes))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (savedDraws(results) < share * CHAINS * DRAWS) {
                assertTrue(child.isAlive(), "the child ended before it was killed");
                Thread.sleep(50);
            }
        } finally {
            child.toHandle().destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        }
        assertTrue(child.exitValue() != 0, "the child ended before it was killed");
    }

    private static long savedDraws(Path results) throws IOException {
        if (!Files.isDirectory(results.resolve("chains"))) {
            return 0;
        }
        long draws = 0;
        for (Safetensors chain : SmallRuns.chains(results).values()) {
            if (chain.tensors().get("steps") instanceof Tensor.I64(_, long[] counts)) {
                draws += counts[1];
            }
        }
        return draws;
    }
}
