package org.chiscope.cli;

import java.util.List;
import org.chiscope.experiment.FigureWriter;
import org.jspecify.annotations.Nullable;

/** The command line {@code chiscope}. */
public final class Main {

    private Main() {}

    /** The engine's own commands, without figures. */
    public static void main(String... args) {
        System.exit(execute(null, List.of(), args));
    }

    /**
     * Runs a command.
     *
     * @param figures draws {@code chi.png} for {@code run}; null: none is drawn
     * @param extraCommands picocli commands that a launcher joins to these
     * @return the exit code, as {@code --help} documents it
     */
    public static int execute(
            @Nullable FigureWriter figures, List<Object> extraCommands, String... args) {
        throw new UnsupportedOperationException();
    }
}
