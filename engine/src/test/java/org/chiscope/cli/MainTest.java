package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.sampling.SpinFlipSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

@Timeout(60)
class MainTest {
    @TempDir Path folder;

    private Path experiment(int draws) throws Exception {
        Path file = folder.resolve("experiment.json");
        SmallRuns.experiment(draws).write(file);
        return file;
    }

    private Path results() {
        return folder.resolve("results");
    }

    @Test
    void aRunSaysHowItWentAndReturnsZero() throws Exception {
        Spoken spoken = Spoken.of("run", experiment(40).toString(), "--out", results().toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        String[] lines = spoken.out().split("\n");
        assertTrue(lines[0].startsWith("small: 3 components x 3 patterns, 4 chains x 40 draws, "));
        assertTrue(spoken.out().contains("100 %  640 of 640 draws  0 s left"), spoken.out());
        assertTrue(spoken.out().contains("Cells beyond two standard errors: fluctuation "));
        assertEquals("Results: " + results(), lines[lines.length - 1]);
        assertFalse(spoken.out().contains("\r"), "plain lines, not a bar");
        assertTrue(Files.exists(results().resolve("chi.csv")));
    }

    @Test
    void aControlIsSampledInsteadAndGoesOnLikeAnyRun() throws Exception {
        for (String control : new String[] {"prior", "gaussian"}) {
            Path file = experiment(40);
            String out = folder.resolve(control).toString();

            Spoken spoken = Spoken.of("run", "--control", control, file.toString(), "--out", out);

            assertEquals("", spoken.err());
            assertEquals(ExitCodes.OK, spoken.code());
            String title = control.equals("prior") ? "prior control" : "Gaussian control";
            assertTrue(spoken.out().startsWith("small (" + title + "): 3 components"));
            assertTrue(spoken.out().contains("\nThis run is a control: "), spoken.out());
            assertFalse(spoken.out().contains("NaN"), spoken.out());
            Experiment stored = Experiment.read(Path.of(out).resolve(Experiment.FILE_NAME));
            assertEquals("small (" + title + ")", stored.name());
            String[][] again = {
                {"run", "--resume", "--out", out},
                {"run", "--resume", "--control", control, "--out", out},
                {"run", "--resume", "--control", control, file.toString(), "--out", out}
            };
            for (String[] arguments : again) {
                assertEquals(ExitCodes.OK, Spoken.of(arguments).code());
            }
            Spoken.of("run", "--resume", file.toString(), "--out", out)
                    .refuses(ExitCodes.RESULTS, "is of another experiment");
        }
        Spoken.of(
                        "run",
                        "--resume",
                        "--control",
                        "gaussian",
                        "--out",
                        folder.resolve("prior").toString())
                .refuses(ExitCodes.RESULTS, "is not a Gaussian control; leave --control out");
    }

    @Test
    void aControlThatTheExperimentDoesNotHaveIsCodeThree() throws Exception {
        Path file = folder.resolve("spins.json");
        SmallRuns.experiment(20).withSampler(new SpinFlipSettings(1, true)).write(file);

        Spoken.of("run", "--control", "gaussian", file.toString(), "--out", results().toString())
                .refuses(ExitCodes.INPUT, "are spins, which are up or down; use the prior control");
        assertFalse(Files.exists(results()));
    }

    @Test
    void aControlIsNotCalibrated() throws Exception {
        Path file = folder.resolve("control.json");
        Control.PRIOR.apply(SmallRuns.experiment(20)).write(file);

        Spoken spoken = Spoken.of("calibrate", file.toString(), "--out", results().toString());

        assertEquals(ExitCodes.USAGE, spoken.code());
        assertTrue(spoken.err().contains("\"small (prior control)\" is a control"), spoken.err());
    }

    @Test
    void aModelPathIsRelativeToTheExperimentAndFoundAgainFromTheResults() throws Exception {
        Spoken.of("run", experiment(20).toString(), "--out", results().toString());

        assertEquals(
                folder.resolve("model").toAbsolutePath(),
                Spoken.lastOpened().toAbsolutePath().normalize());
        Spoken again = Spoken.of("run", "--resume", "--out", results().toString());
        assertEquals(ExitCodes.OK, again.code());
        assertEquals(
                folder.resolve("model").toAbsolutePath(),
                Spoken.lastOpened().toAbsolutePath().normalize());
    }

    @Test
    void anExistingResultsFolderIsCodeFour() throws Exception {
        Files.createDirectory(results());

        Spoken spoken = Spoken.of("run", experiment(20).toString(), "--out", results().toString());

        spoken.refuses(ExitCodes.RESULTS, "exists already, and results are never overwritten");
    }

    @Test
    void aMissingExperimentIsCodeThree() {
        Spoken.of("run", folder.resolve("nowhere.json").toString(), "--out", results().toString())
                .refuses(ExitCodes.INPUT, "There is no file");
    }

    @Test
    void aNegativeStepSizeIsCodeThree() throws Exception {
        Path file = experiment(20);
        Files.writeString(
                file, Files.readString(file).replace("\"stepSize\" : ", "\"stepSize\" : -"));

        Spoken.of("run", file.toString(), "--out", results().toString())
                .refuses(ExitCodes.INPUT, "step size must be a positive number");
        assertFalse(Files.exists(results()));
    }

    @Test
    void anUnknownComponentIsCodeThree() throws Exception {
        Path file = experiment(20);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"components\" : \"all\"", "\"components\" : [ \"l7h7\" ]"));

        Spoken.of("run", file.toString(), "--out", results().toString())
                .refuses(ExitCodes.INPUT, "l7h7");
    }

    @Test
    void wrongOptionsAreCodeTwo() throws Exception {
        Path file = experiment(20);
        String[][] wrong = {
            {},
            {"fly"},
            {"run", file.toString()},
            {"run", "--out", "x"},
            {"run", file.toString(), "--out", "x", "--workers", "0"},
            {"run", file.toString(), "--out", "x", "--workers", "many"},
            {"run", file.toString(), "--out", "x", "--loud"},
            {"run", file.toString(), "--out", "x", "--control", "wild"},
        };
        for (String[] arguments : wrong) {
            Spoken spoken = Spoken.of(arguments);
            assertEquals(ExitCodes.USAGE, spoken.code(), String.join(" ", arguments));
            assertTrue(spoken.err().contains(".\nTry: chiscope"), spoken.err());
            assertEquals("", spoken.out());
        }
    }

    @Test
    void failedChainsAreCodeFive() throws Exception {
        Path file = experiment(20);
        Files.writeString(file, Files.readString(file).replace("1.0E-3", "0.001"));
        Files.writeString(file, Files.readString(file).replace("0.001", "0.5"));

        Spoken spoken = Spoken.of("run", file.toString(), "--out", results().toString());

        assertEquals(ExitCodes.FAILED_CHAINS, spoken.code());
        assertTrue(spoken.out().contains("Chain 0 of full failed at draw 0: "), spoken.out());
        assertTrue(spoken.err().contains("16 chains failed, and their draws were left out"));
        assertTrue(Files.exists(results().resolve("chi.csv")));
    }

    @Test
    void resumingGoesOnWithTheRunInTheFolderOnly() throws Exception {
        Spoken.of("run", "--resume", "--out", results().toString())
                .refuses(ExitCodes.RESULTS, "There is no run to resume");
        Path file = experiment(20);
        Spoken.of("run", file.toString(), "--out", results().toString());
        assertEquals(
                ExitCodes.OK,
                Spoken.of("run", file.toString(), "--resume", "--out", results().toString())
                        .code());
        SmallRuns.experiment(20).withSeed(3).write(file);
        Spoken.of("run", file.toString(), "--resume", "--out", results().toString())
                .refuses(ExitCodes.RESULTS, "is of another experiment");
    }

    @Test
    void drawsAreAddedToAFinishedRun() throws Exception {
        Path file = experiment(20);
        Spoken.of("run", file.toString(), "--out", results().toString());

        Spoken spoken =
                Spoken.of("run", "--resume", "--draws", "50", "--out", results().toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().contains("4 chains x 50 draws, "), spoken.out());
        assertTrue(spoken.out().contains("100 %  800 of 800 draws"), spoken.out());
        // What it was extended from is still known as the same experiment.
        assertEquals(
                ExitCodes.OK,
                Spoken.of("run", file.toString(), "--resume", "--out", results().toString())
                        .code());
    }

    @Test
    void fewerDrawsThanThereAreAreCodeThreeWithBothNumbers() throws Exception {
        Spoken.of("run", experiment(20).toString(), "--out", results().toString());

        Spoken.of("run", "--resume", "--draws", "20", "--out", results().toString())
                .refuses(ExitCodes.INPUT, "has 20 draws a chain already");
        Spoken.of("run", "--resume", "--draws", "7", "--out", results().toString())
                .refuses(ExitCodes.INPUT, "extended to 7; ask for more than 20");
    }

    @Test
    void drawsAreAddedToARunThatIsThereAlone() throws Exception {
        Spoken spoken =
                Spoken.of(
                        "run",
                        experiment(20).toString(),
                        "--draws",
                        "50",
                        "--out",
                        results().toString());

        assertEquals(ExitCodes.USAGE, spoken.code());
        assertTrue(spoken.err().startsWith("--draws adds draws to a run"), spoken.err());
        assertTrue(spoken.err().contains(".\nTry: chiscope run --help"), spoken.err());
        assertFalse(Files.exists(results()));
    }

    @Test
    void whatNobodyForesawIsCodeOneWithItsTraceInAFile() throws Exception {
        Spoken spoken = Spoken.of("stumble");

        assertEquals(ExitCodes.UNEXPECTED, spoken.code());
        assertEquals(1, spoken.err().strip().lines().count());
        assertTrue(spoken.err().contains("IllegalStateException: a stone"), spoken.err());
        Path trace = Path.of(spoken.err().replaceFirst("(?s).*details are in (.*)\\.\\s*$", "$1"));
        assertTrue(Files.readString(trace).contains("\tat "));
        Files.delete(trace);
    }

    @Test
    void helpTellsTheExitCodes() {
        for (String[] arguments : new String[][] {{"--help"}, {"run", "--help"}}) {
            Spoken spoken = Spoken.of(arguments);
            assertEquals(ExitCodes.OK, spoken.code());
            for (String code : new String[] {"0", "1", "2", "3", "4", "5", "130"}) {
                assertTrue(spoken.out().matches("(?s).*\n +" + code + " +[A-Z].*"), spoken.out());
            }
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        Spoken spoken = Spoken.of("--version");

        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().matches("(?s)Chiscope \\d+\\.\\d+.*\nJava .*\n"), spoken.out());
    }

    /** A command of a launcher's own that goes wrong. */
    @Command(name = "stumble")
    static final class Stumble implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("a stone");
        }
    }
}
