package org.chiscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.ResultsFolderException;
import org.chiscope.system.EnergySystem;

/**
 * A results folder opened to be read.
 *
 * @param run at rest
 * @param system its model
 */
record Results(ExperimentRun run, EnergySystem system) {

    /**
     * Opens a results folder with its model.
     *
     * @throws ResultsFolderException with one sentence if there is none
     */
    static Results open(Path folder, ModelOpener models) throws IOException {
        EnergySystem system = models.open(experiment(folder).modelFolder(folder));
        return new Results(ExperimentRun.reopen(folder, system, 1), system);
    }

    /** The experiment of a results folder. */
    static Experiment experiment(Path folder) throws IOException {
        Path stored = folder.resolve(Experiment.FILE_NAME);
        if (!Files.exists(stored)) {
            throw new ResultsFolderException(
                    "There is no result in " + folder + "; check the path and its spelling.");
        }
        return Experiment.read(stored);
    }
}
