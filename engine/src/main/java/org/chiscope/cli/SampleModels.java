package org.chiscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.format.FormatException;
import org.chiscope.system.ModelFolder;

/** Where models are: the sample models' folder, or wherever a person's own path leads. */
public final class SampleModels {
    private static final String FOLDER = "sample-models";

    private SampleModels() {}

    /** The property {@code chiscope.home}, which the launcher sets, or the current directory. */
    public static Path folder() {
        return Path.of(System.getProperty("chiscope.home", "")).resolve(FOLDER);
    }

    /**
     * The folders in it that hold a model, by name.
     *
     * @throws FormatException with one sentence if the folder is missing or unreadable
     */
    static List<Path> all() throws FormatException {
        Path folder = folder();
        try {
            return ModelFolder.in(folder);
        } catch (IOException e) {
            throw new FormatException(
                    "The sample models were expected in the folder "
                            + folder.toAbsolutePath()
                            + ", but it cannot be read; start chiscope by its launcher, or set the"
                            + " property chiscope.home to the folder that holds "
                            + FOLDER
                            + ".",
                    e);
        }
    }

    /**
     * A model given by its path or a checkpoint's, or by the name of a sample model, behind which
     * the path of one of its checkpoints may stand.
     */
    static Path find(String model) {
        Path path = Path.of(model);
        Path sample = folder().resolve(model);
        return !Files.exists(path) && Files.exists(sample) ? sample : path;
    }
}
