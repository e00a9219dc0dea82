package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chiscope.format.FormatException;
import org.chiscope.response.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of a development on their way to a file and back, and what is made of them. */
class DevelopmentTableTest {
    @TempDir Path folder;

    private static Estimate cell(double value, double error) {
        return new Estimate(value, error, 0.1 * error, 0);
    }

    private static Estimate lambda(double value) {
        return new Estimate(value, 0.01 * value, Double.NaN, 0);
    }

    /** Two components, of which one is a head, two patterns with awkward names, three steps. */
    private static DevelopmentTable table() {
        double[][] head = {{1e-5, 4.25e-7}, {-2.0 / 3, 1}, {-7, Double.NaN}};
        List<DevelopmentTable.Stage> stages = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            stages.add(
                    new DevelopmentTable.Stage(
                            Integer.toString(1000 * (s + 1)),
                            lambda(10.0 / 3 + s),
                            List.of(
                                    new DevelopmentTable.Row(
                                            lambda(1.5),
                                            Double.NaN,
                                            Double.NaN,
                                            List.of(cell(s, 0.3), Estimate.UNKNOWN)),
                                    new DevelopmentTable.Row(
                                            lambda(0.1),
                                            0.125 * s,
                                            0.7,
                                            List.of(
                                                    cell(5 - s, 0.4),
                                                    cell(head[s][0], head[s][1]))))));
        }
        return new DevelopmentTable(
                List.of("embed", "l0h1"), List.of("a, \"b\"", "induction"), stages);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("development.csv"), text);
    }

    private String refusal(String text) throws Exception {
        Path file = file(text);
        return sentence(() -> DevelopmentTable.read(file));
    }

    /** The one sentence with which something is refused. */
    private static String sentence(Executable read) {
        String sentence = String.valueOf(assertThrows(FormatException.class, read).getMessage());
        assertTrue(sentence.endsWith("."), sentence);
        assertFalse(sentence.contains("\n"), sentence);
        return sentence;
    }

    @Test
    void whatIsWrittenIsReadBackToTheLastBit() throws Exception {
        DevelopmentTable read = DevelopmentTable.read(file(table().csv()));
        assertEquals(table(), read);
        assertEquals(table().csv(), read.csv());
        assertTrue(read.scored());
    }

    @Test
    void aMalformedTableIsOneSentence() throws Exception {
        String good = table().csv();
        assertTrue(
                sentence(() -> DevelopmentTable.read(folder.resolve("none.csv")))
                        .contains("none.csv"));
        assertTrue(refusal("step,loss\n1,2\n").contains("must be checkpoint,component,pattern"));
        assertTrue(refusal(good.substring(0, good.indexOf('\n') + 1)).contains("no checkpoints"));
        assertTrue(refusal(good.replace("-7.0", "minus seven")).contains("\"minus seven\""));
        String lastLine = good.lines().toList().getLast();
        assertTrue(
                refusal(good.replace(lastLine + "\n", ""))
                        .contains("\"l0h1 × induction\" at checkpoint \"3000\" is missing"));
        assertTrue(refusal(good + lastLine + "\n").contains("stands there twice"));
        String withoutFull =
                good.lines()
                        .filter(line -> !line.startsWith("2000,full"))
                        .collect(Collectors.joining("\n"));
        assertTrue(refusal(withoutFull).contains("\"full\" at checkpoint \"2000\" is missing"));
        assertTrue(refusal(good + "4000,embed\n").contains("has 2"));
    }

    /**
     * 4 − 3 ± √(0.4² + 0.4²) on the first pattern: never beyond 3 errors. On the second, from 1e-5
     * to −2/3 is within 1 ± …, and the next has no error. The embedding rises by 1 ± 0.42 a step.
     */
    @Test
    void errorsOfAChangeAddInQuadratureAndOnlyWhatStandsOutIsTold() {
        DevelopmentTable table = table();
        Estimate change = table.change(1, 1, 0);
        assertEquals(-1, change.value(), 1e-12);
        assertEquals(Math.sqrt(0.32), change.monteCarloError(), 1e-12);
        assertEquals(Math.sqrt(0.0032), change.dataError(), 1e-12);
        assertEquals(Estimate.UNKNOWN, table.change(0, 1, 0));
        assertTrue(table.largestChange(0).isEmpty());
        assertTrue(table.largestChange(1).isEmpty());
    }

    /** A change of 3 ± 0.5 is larger than one of −1 ± 0.1; one of 50 ± 20 is not told. */
    @Test
    void theLargestChangeBeyondItsErrorIsFound() {
        double[][][] values = {
            {{0, 0.08}, {0, 0.3}, {0, 12}},
            {{-1, 0.06}, {0, 0.4}, {50, 16}},
            {{-1, 0.06}, {3, 0.3}, {50, 16}}
        };
        List<DevelopmentTable.Stage> stages = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            List<DevelopmentTable.Row> rows = new ArrayList<>();
            for (double[] each : values[s]) {
                rows.add(
                        new DevelopmentTable.Row(
                                lambda(1),
                                Double.NaN,
                                Double.NaN,
                                List.of(cell(each[0], each[1]))));
            }
            stages.add(new DevelopmentTable.Stage(Integer.toString(s), lambda(1), rows));
        }
        DevelopmentTable table = new DevelopmentTable(List.of("a", "b", "c"), List.of("p"), stages);
        DevelopmentTable.Change largest = table.largestChange(0).orElseThrow();
        assertEquals(1, largest.component());
        assertEquals(2, largest.stage());
        assertEquals(3, largest.change().value());
        assertEquals(0.5, largest.change().monteCarloError(), 1e-12);
        assertFalse(table.scored());
    }

    @Test
    void aTableWithoutACellIsRefused() {
        DevelopmentTable.Stage stage = table().stages().getFirst();
        assertThrows(
                IllegalArgumentException.class,
                () -> new DevelopmentTable(List.of("embed"), List.of("p", "q"), List.of(stage)));
    }

    @Test
    void lossesAreReadFromALog() throws Exception {
        Path log = folder.resolve("training-log.csv");
        Files.writeString(
                log,
                "step,seconds,training_loss,evaluation_loss,accuracy,scores\n"
                        + "10,0.5,6.25,6.5,0.1,0.01 0.02\n20,0.9,3.5,,0.2,0.02 0.03\n");
        assertEquals(
                new LossLog(
                        List.of(10.0, 20.0),
                        Map.of(
                                "training", List.of(6.25, 3.5),
                                "evaluation", List.of(6.5, Double.NaN))),
                LossLog.read(log));
        Files.writeString(log, "epoch,training_loss\n1,2\n");
        assertTrue(sentence(() -> LossLog.read(log)).contains("needs a column \"step\""));
    }
}
