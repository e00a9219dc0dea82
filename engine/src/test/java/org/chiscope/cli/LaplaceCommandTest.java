package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.HmcSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LaplaceCommandTest {
    @TempDir Path folder;

    private Path experiment(Experiment experiment) throws Exception {
        Path file = folder.resolve(Experiment.FILE_NAME);
        experiment.write(file);
        return file;
    }

    private static Experiment of(SamplerSettings sampler, Selection components, int draws) {
        return new Experiment(
                "laplace",
                ".",
                components,
                Selection.all(),
                sampler,
                4,
                new ChainSettings(100, draws, 2),
                3);
    }

    private static List<String[]> cells(Path table) throws Exception {
        return Files.readString(table)
                .lines()
                .skip(1)
                .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .toList();
    }

    /**
     * MALA has no bias, and the loss is quadratic: nine differences, of which |t| with some 20
     * degrees of freedom exceeds 5 with probability 1e−4 each.
     */
    @Test
    void aResultIsComparedCellByCell() throws Exception {
        Path file = experiment(SmallRuns.mala(1500));
        Path results = folder.resolve("results");
        Spoken.of("run", file.toString(), "--out", results.toString());
        Path table = folder.resolve("laplace.csv");

        Spoken spoken =
                Spoken.of(
                        "laplace",
                        file.toString(),
                        "--result",
                        results.toString(),
                        "--out",
                        table.toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().contains("of 9 sampled values lie within 2"), spoken.out());
        assertTrue(spoken.out().matches("(?s).*\na b/2 +middle +[-+][^ ]+ +[-+].* ± .*"));
        assertTrue(spoken.out().matches("(?s).*\nfull +5 +[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ ± .*"));
        List<String[]> cells = cells(table);
        assertEquals(9, cells.size());
        for (String[] cell : cells) {
            assertEquals(11, cell.length);
            assertTrue(Math.abs(Double.parseDouble(cell[10])) < 5, String.join(",", cell));
            double sum = Double.parseDouble(cell[5]) + Double.parseDouble(cell[6]);
            assertEquals(sum, Double.parseDouble(cell[7]), 1e-15);
        }
    }

    @Test
    void withoutAResultTheMatrixIsPrinted() throws Exception {
        Path file = experiment(SmallRuns.mala(10));
        Path table = folder.resolve("laplace.csv");
        Spoken spoken = Spoken.of("laplace", file.toString(), "--out", table.toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        String[] lines = spoken.out().split("\n");
        assertEquals(
                "Second derivatives of the model: 5 parameters, 80 gradients over the evaluation"
                        + " set …",
                lines[0]);
        assertTrue(lines[2].startsWith("component parameters      lambda"), lines[2]);
        assertTrue(lines[8].matches("chi +first, half +last +middle"), lines[8]);
        assertTrue(lines[9].matches("a +([-+]\\d\\.\\d{3}e-\\d\\d *){3}"), lines[9]);
        assertEquals("Posterior: nBeta 30.00, localization 10.00.", lines[lines.length - 1]);
        for (String[] cell : cells(table)) {
            assertEquals("", cell[8]);
            assertEquals("", cell[10]);
        }
    }

    @Test
    void aResultOfAnotherExperimentIsCodeFour() throws Exception {
        Path file = experiment(SmallRuns.mala(20));
        Path results = folder.resolve("results");
        Spoken.of("laplace", file.toString(), "--result", results.toString())
                .refuses(ExitCodes.RESULTS, "There is no result in");
        Spoken.of("run", file.toString(), "--out", results.toString());
        SmallRuns.mala(20).withSeed(12).write(file);
        Spoken.of("laplace", file.toString(), "--result", results.toString())
                .refuses(ExitCodes.RESULTS, "is of another experiment than");
    }

    @Test
    void aBoxIsCodeThree() throws Exception {
        SamplerSettings boxed = new MalaSettings(1e-3, new PosteriorSettings(30, 10, 0, 1));
        Spoken.of("laplace", experiment(SmallRuns.mala(20).withSampler(boxed)).toString())
                .refuses(ExitCodes.INPUT, "knows no walls");
    }

    @Test
    void aMissingExperimentIsCodeThreeAndWrongOptionsAreCodeTwo() {
        Spoken.of("laplace", folder.resolve("nowhere.json").toString())
                .refuses(ExitCodes.INPUT, "There is no file");
        assertEquals(ExitCodes.USAGE, Spoken.of("laplace").code());
        assertEquals(ExitCodes.USAGE, Spoken.of("laplace", "x.json", "--draws", "3").code());
    }

    private void writeConfig(String architecture) throws Exception {
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"title": "Physics", "description": "A test.", "licence": "Apache-2.0",
                 "architecture": %s}
                """
                        .formatted(architecture));
    }

    /** nβ χ = K⁻¹: (2, 1; 1, 2) ÷ 3, with a sampler that accepts or rejects. */
    @Test
    void springsAnswerByTheInverseOfTheirStiffness() throws Exception {
        writeConfig("{\"family\": \"springs\", \"stiffness\": [[2, -1], [-1, 2]]}");
        Path file =
                experiment(
                        of(
                                new HmcSettings(0.3, new PosteriorSettings(10, 0), 6, 0.8),
                                Selection.all(),
                                500));
        Path results = folder.resolve("results");
        Spoken.ofModels("run", file.toString(), "--out", results.toString());
        Path table = folder.resolve("laplace.csv");

        Spoken spoken =
                Spoken.ofModels(
                        "laplace",
                        file.toString(),
                        "--result",
                        results.toString(),
                        "--out",
                        table.toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        double[] inverse = {2 / 3.0, 1 / 3.0, 1 / 3.0, 2 / 3.0};
        List<String[]> cells = cells(table);
        for (int i = 0; i < 4; i++) {
            assertEquals(inverse[i], 10 * Double.parseDouble(cells.get(i)[5]), 1e-12);
            assertEquals("", cells.get(i)[2]);
            assertTrue(Math.abs(Double.parseDouble(cells.get(i)[10])) < 5);
        }
    }

    @Test
    void spinsAreCodeThree() throws Exception {
        writeConfig(
                "{\"family\": \"ising\", \"width\": 3, \"height\": 3, \"periodic\": false,"
                        + " \"coupling\": 0.3, \"field\": 0}");
        Path file = experiment(of(new SpinFlipSettings(1, false), Selection.all(), 5));
        Spoken.ofModels("laplace", file.toString()).refuses(ExitCodes.INPUT, "consists of spins");
    }

    /** A transformer whose weights are random is no minimum: it takes a strong localization. */
    @Test
    void aTransformerHasRowsWhereTheLocalizationIsStrong() throws Exception {
        TinyModel.writeTransformer(folder);
        Selection heads = Selection.of("l0h0", "l1h1");
        Spoken strong =
                Spoken.ofModels(
                        "laplace",
                        experiment(of(new MalaSettings(1e-3, 10, 100), heads, 5)).toString());
        assertEquals("", strong.err());
        assertEquals(ExitCodes.OK, strong.code());
        assertTrue(strong.out().matches("(?s).*\nl1h1 +128 .*\nchi +even .*"), strong.out());

        Spoken weak =
                Spoken.ofModels(
                        "laplace",
                        experiment(of(new MalaSettings(1e-3, 10, 0.1), heads, 5)).toString());
        assertEquals(ExitCodes.INPUT, weak.code());
        assertEquals(1, weak.err().strip().lines().count(), weak.err());
        assertTrue(weak.err().contains("of l0h0 has no Gaussian approximation"), weak.err());
        assertTrue(weak.err().contains("raise the localization above"), weak.err());
    }
}
