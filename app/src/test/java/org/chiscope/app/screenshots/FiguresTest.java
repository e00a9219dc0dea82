package org.chiscope.app.screenshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.paint.Color;
import javax.imageio.ImageIO;
import org.chiscope.app.FxTest;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.theme.Theme;
import org.chiscope.cli.ExitCodes;
import org.chiscope.cli.Main;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Development;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest extends FxTest {
    @TempDir Path home;

    @Test
    void theFigureOfARunIsAPictureInTheMapsColours() throws Exception {
        Path folder = ToyModel.write(home, 60);
        ExperimentDocument document =
                new ExperimentDocument(
                        ToyModel.catalog(home),
                        home.resolve("results"),
                        2,
                        new Figures(),
                        Background.inline());
        document.openModel(folder);
        document.sample(ToyModel.experiment(60));
        ToyModel.follow(
                document, () -> document.snapshotProperty().get().state() == RunState.FINISHED);
        BufferedImage figure =
                ImageIO.read(document.folderProperty().get().resolve("chi.png").toFile());
        assertEquals(1920, figure.getWidth());
        int strongest = DivergingMap.of(Theme.LIGHT.palette()).argb(-1);
        int other = DivergingMap.of(Theme.LIGHT.palette()).argb(1);
        assertTrue(count(figure, strongest) + count(figure, other) > 500);
        theFigureOfADevelopmentHasALineForEachRow(document.snapshotProperty().get());
    }

    private void theFigureOfADevelopmentHasALineForEachRow(Snapshot snapshot) throws Exception {
        List<Development.Stage> stages = new ArrayList<>();
        for (String step : new String[] {"0", "500", "1000"}) {
            stages.add(new Development.Stage(step, snapshot.matrix(), Estimate.UNKNOWN, null));
        }
        List<String> names = snapshot.components().stream().map(ComponentInfo::name).toList();
        Path file = home.resolve("development.png");
        new Figures()
                .write(
                        new Development(
                                "Toy",
                                names,
                                snapshot.patterns().stream().map(PatternInfo::name).toList(),
                                stages),
                        0,
                        file);
        BufferedImage figure = ImageIO.read(file.toFile());
        assertEquals(1920, figure.getWidth());
        for (int category : names.size() > 1 ? new int[] {1, 7} : new int[] {1}) {
            Color colour = Theme.LIGHT.palette().category(category);
            int argb =
                    0xff000000
                            | (int) Math.round(255 * colour.getRed()) << 16
                            | (int) Math.round(255 * colour.getGreen()) << 8
                            | (int) Math.round(255 * colour.getBlue());
            assertTrue(count(figure, argb) > 200, "category " + category);
        }
    }

    @Test
    void theCommandDrawsLibraryAndMatrixInBothThemes() throws Exception {
        Path folder = ToyModel.write(home, 200);
        Path out = home.resolve("pictures");
        int code =
                Main.execute(
                        new Figures(),
                        null,
                        List.of(new ScreenshotsCommand()),
                        "screenshots",
                        folder.resolve("experiment.json").toString(),
                        "--out",
                        out.toString(),
                        "--results-root",
                        home.resolve("results").toString(),
                        "--size",
                        "1280x800");
        assertEquals(ExitCodes.OK, code);
        for (String name : List.of("library", "matrix-half-way", "matrix-finished")) {
            for (String theme : List.of("light", "dark")) {
                Path file = out.resolve(name + "-" + theme + ".png");
                assertTrue(Files.isRegularFile(file), file.toString());
                BufferedImage picture = ImageIO.read(file.toFile());
                assertEquals(1280, picture.getWidth());
                assertEquals(800, picture.getHeight());
            }
        }
    }

    private static int count(BufferedImage picture, int argb) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (picture.getRGB(x, y) == argb) {
                    count++;
                }
            }
        }
        return count;
    }
}
