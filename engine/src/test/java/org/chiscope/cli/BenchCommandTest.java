package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.experiment.Matrices;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.experiment.SusceptibilityMatrix;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class BenchCommandTest {
    @TempDir Path folder;

    /** On the small regression: two components of one kind, so the first of them and all. */
    @Test
    void chainsAreMeasuredAndWritten() {
        Path file = folder.resolve("bench.json");
        Spoken spoken =
                Spoken.of(
                        "bench",
                        "--only=chains",
                        "--model",
                        folder.toString(),
                        "--runs=3",
                        "--warm-up=0.01",
                        "--workers=2",
                        "--json",
                        file.toString());
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        JsonNode json = JsonMapper.shared().readTree(file.toFile());
        List<String> names = new ArrayList<>();
        for (JsonNode result : json.get("results")) {
            names.add(result.get("group").stringValue() + ": " + result.get("name").stringValue());
            double least = result.get("leastSeconds").doubleValue();
            double median = result.get("seconds").doubleValue();
            assertTrue(least > 0 && least <= median);
            assertTrue(median <= result.get("mostSeconds").doubleValue());
            assertTrue(spoken.out().contains(result.get("name").stringValue()));
        }
        assertEquals(
                List.of(
                        "gradient of a step: a",
                        "losses of a draw: a",
                        "gradient of a step: full",
                        "losses of a draw: full"),
                names);
        assertEquals(2, json.get("workers").size());
        assertEquals(1, json.get("workers").get(0).get("timesOne").doubleValue());
        assertTrue(json.get("heapMegabytes").doubleValue() > 0);
    }

    @Test
    void theToyModelsStepIsMeasuredAlone() {
        Path file = folder.resolve("toy.json");
        Spoken spoken =
                Spoken.of(
                        "bench",
                        "--only=toy",
                        "--runs=1",
                        "--warm-up=0",
                        "--json",
                        file.toString());
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        JsonNode results = JsonMapper.shared().readTree(file.toFile()).get("results");
        assertEquals(1, results.size());
        JsonNode step = results.get(0);
        assertEquals("toy model", step.get("group").stringValue());
        double seconds = step.get("seconds").doubleValue();
        assertEquals(1, seconds * step.get("stepsPerSecond").doubleValue(), 1e-9);
        assertTrue(spoken.out().contains("steps/s of one chain"));
    }

    /** Real runs of every size, but one of each: the exponents say nothing, only that they came. */
    @Test
    @Tag("long")
    @Timeout(300)
    void growthIsTold() {
        Path file = folder.resolve("growth.json");
        Spoken spoken = Spoken.of("bench", "--only=growth", "--runs=1", "--json", file.toString());
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        JsonNode growth = JsonMapper.shared().readTree(file.toFile()).get("growth");
        assertEquals(3, growth.size());
        for (JsonNode axis : growth) {
            int sizes = axis.get("sizes").size();
            assertTrue(sizes >= 5);
            assertEquals(sizes, axis.get("medianSeconds").size());
            assertEquals(axis.get("medianSeconds"), axis.get("leastSeconds"));
            assertTrue(spoken.out().contains(axis.get("name").stringValue()));
        }
    }

    /** 4 chains of 6 draws: 24 behind each cell at the end, and 20 before. */
    @Test
    void theFirstFullMatrixComesNoLaterThanTheWhole() throws Exception {
        Path description = folder.resolve("experiment.json");
        SmallRuns.mala(6).write(description);
        Path file = folder.resolve("matrix.json");
        Spoken spoken =
                Spoken.of(
                        "bench",
                        "--only=matrix",
                        "--experiment",
                        description.toString(),
                        "--json",
                        file.toString());
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        JsonNode matrix = JsonMapper.shared().readTree(file.toFile()).get("matrix");
        assertEquals(3, matrix.get("components").intValue());
        assertEquals(4 * 4 * 6, matrix.get("draws").intValue());
        double ready = matrix.get("readySeconds").doubleValue();
        double full = matrix.get("firstFullSeconds").doubleValue();
        double whole = matrix.get("wholeSeconds").doubleValue();
        assertTrue(0 < ready && ready <= full && full <= whole);
        assertTrue(spoken.out().contains("first full matrix"));
    }

    @Test
    void aMatrixIsFullOnceEveryCellRestsOnTwentyDraws() {
        assertFalse(MatrixBenchmark.isFull(SusceptibilityMatrix.empty(1)));
        assertFalse(MatrixBenchmark.isFull(matrix(20, 19)));
        assertTrue(MatrixBenchmark.isFull(matrix(20, 21)));
    }

    private static SusceptibilityMatrix matrix(int... draws) {
        return new SusceptibilityMatrix(
                Arrays.stream(draws).mapToObj(BenchCommandTest::row).toList());
    }

    private static SusceptibilityRow row(int draws) {
        Estimate none = Estimate.UNKNOWN;
        return Matrices.row("c", List.of(new Cell(none, none, none, draws, 1, 1, 1)));
    }

    @Test
    void theWindowIsTheExplorersToMeasure() {
        Path file = folder.resolve("window.json");
        StringWriter out = new StringWriter();
        CommandLine line =
                Main.commandLine(
                        null,
                        runs ->
                                List.of(
                                        new WindowBenchmark.Timing(
                                                "2 × 3", new double[] {0.4, 0.1, 0.2}, 0.1, "x")),
                        List.of());
        line.setOut(new PrintWriter(out));
        assertEquals(
                ExitCodes.OK, line.execute("bench", "--only=window", "--json", file.toString()));
        JsonNode timing = JsonMapper.shared().readTree(file.toFile()).get("window").get(0);
        assertEquals(0.2, timing.get("seconds").doubleValue());
        assertEquals(0.4, timing.get("mostSeconds").doubleValue());
        assertEquals(2, timing.get("timesScale").doubleValue(), 1e-12);
        assertTrue(out.toString().contains("2.00 times x"));
    }

    /** Ten calls of 4 ms each in a body of 40 ms. */
    @Test
    void aBodyOfManyCallsIsDividedByThem() {
        long[] now = {0};
        Benchmark ten = new Benchmark("g", "ten", 0, 10, () -> now[0] += 40_000_000);
        assertEquals(
                0.004,
                Benchmark.measure(List.of(ten), 0, 1, () -> now[0]).getFirst().median(),
                1e-12);
    }

    /**
     * By a clock that calls alone move, 40 ms each or 50 ms: runs are taken in turns, the median is
     * that of the runs, the speed that of the operations.
     */
    @Test
    void benchmarksTakeTurns() {
        List<String> calls = new ArrayList<>();
        long[] now = {0};
        Runnable slow =
                () -> {
                    calls.add("slow");
                    now[0] += 40_000_000;
                };
        Runnable other =
                () -> {
                    calls.add("other");
                    now[0] += 50_000_000;
                };
        List<Benchmark.Measured> measured =
                Benchmark.measure(
                        List.of(
                                new Benchmark("g", "slow", 8e7, slow),
                                new Benchmark("g", "other", 0, other)),
                        0,
                        3,
                        () -> now[0]);
        assertEquals(
                List.of("slow", "other", "slow", "other", "slow", "other"),
                calls.subList(calls.size() - 6, calls.size()));
        Benchmark.Measured first = measured.getFirst();
        assertEquals(3, first.seconds().length);
        assertEquals(0.04, first.median(), 1e-12);
        assertEquals(2, first.gigaflops(), 1e-9);
        assertEquals(2, first.mostGigaflops(), 1e-9);
        assertEquals(0.05, measured.getLast().median(), 1e-12);
        assertTrue(Double.isNaN(measured.getLast().gigaflops()));
    }

    @Test
    void whatIsWrongIsOneSentence() throws IOException {
        Spoken.of("bench", "--runs=0").refusesWithHelp("--runs and --batch must be at least 1");
        Spoken.of("bench", "--only=window").refusesWithHelp("the engine alone has none");
        Spoken.of("bench", "--experiment=e.json").refusesWithHelp("--only matrix");
        Path description = folder.resolve("short.json");
        SmallRuns.mala(4).write(description);
        Spoken.of("bench", "--only=matrix", "--experiment", description.toString())
                .refuses(ExitCodes.INPUT, "makes 16");
        Spoken.ofModels("bench", "--only=chains", "--model", folder.resolve("none").toString())
                .refuses(ExitCodes.INPUT, "none");
    }
}
