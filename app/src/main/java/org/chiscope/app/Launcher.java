package org.chiscope.app;

import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import org.chiscope.app.bench.WindowBench;
import org.chiscope.app.screenshots.Figures;
import org.chiscope.app.screenshots.ScreenshotsCommand;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.cli.ExitCodes;
import org.chiscope.cli.Main;

/**
 * Where the program starts. Not itself an {@link Application}, because Java refuses to start one
 * from the class path.
 */
public final class Launcher {

    private Launcher() {}

    /**
     * Without arguments the window; otherwise one of the commands, with figures by the window's own
     * chart.
     */
    public static void main(String... args) {
        if (args.length > 0) {
            int code =
                    Main.execute(
                            new Figures(),
                            new WindowBench(Launcher.class),
                            List.of(new ScreenshotsCommand()),
                            args);
            Toolkit.stop();
            System.exit(code);
        }
        Optional<String> reason =
                Toolkit.whyNoWindow(
                        System.getenv(),
                        System.getProperty("os.name", ""),
                        System.getProperty("glass.platform", ""));
        if (reason.isPresent()) {
            System.err.println(reason.get());
            System.exit(ExitCodes.UNEXPECTED);
        }
        Toolkit.quiet();
        Application.launch(ExplorerApplication.class);
    }
}
