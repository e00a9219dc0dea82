package org.chiscope.app;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.chiscope.app.background.Background;
import org.chiscope.app.bench.StartTime;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.FolderCatalog;
import org.chiscope.app.document.ModelCatalog;
import org.chiscope.app.library.LibraryViewModel;
import org.chiscope.app.library.ResultsShelf;
import org.chiscope.app.screenshots.Figures;
import org.chiscope.app.theme.ThemeSwitch;
import org.chiscope.app.workbench.Workbench;
import org.chiscope.cli.SampleModels;

/** The window. */
public final class ExplorerApplication extends Application {
    private static final Logger LOG = Logger.getLogger(ExplorerApplication.class.getName());
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    @Override
    public void start(Stage stage) {
        Path results =
                ResultsShelf.standard(
                        System.getenv(), Path.of(System.getProperty("user.home", ".")));
        ModelCatalog catalog = new FolderCatalog(SampleModels.folder());
        Background background = Background.threads();
        ExperimentDocument document =
                new ExperimentDocument(catalog, results, workers(), new Figures(), background);
        ThemeSwitch themes = new ThemeSwitch();
        LibraryViewModel library =
                new LibraryViewModel(catalog, document, background, Clock.systemDefaultZone());
        library.refresh();
        Workbench workbench = new Workbench(document, library, themes, background);
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Scene scene =
                new Scene(
                        workbench,
                        Math.min(1440, screen.getWidth()),
                        Math.min(900, screen.getHeight()));
        themes.dress(scene);
        stage.setTitle("Chiscope");
        for (int size : new int[] {16, 24, 32, 48, 64, 128, 256}) {
            InputStream icon =
                    ExplorerApplication.class.getResourceAsStream(
                            "/org/chiscope/assets/icons/chiscope-" + size + ".png");
            if (icon != null) {
                stage.getIcons().add(new Image(icon));
            }
        }
        stage.setMinWidth(900);
        stage.setMinHeight(600);
        stage.setScene(scene);
        stage.setOnHidden(event -> close(workbench, document));
        stage.show();
        workbench.start();
        StartTime.measure(System.getenv(), library.readingProperty(), workbench::complete);
    }

    /** The window stays quick beside the chains: on larger machines it keeps a core to itself. */
    private static int workers() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores > 2 ? cores - 1 : cores;
    }

    // The window is gone already; the draws so far are brought to disk before the program ends.
    private static void close(Workbench workbench, ExperimentDocument document) {
        workbench.stop();
        try {
            if (!document.close(LONGEST_GOODBYE)) {
                LOG.warning(
                        "The run had not stopped when the window closed; resume it from the Library.");
            }
        } catch (InterruptedException e) {
            LOG.log(Level.FINE, "Interrupted while the run was stopping.", e);
            Thread.currentThread().interrupt();
        }
    }
}
