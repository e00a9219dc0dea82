package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import org.chiscope.system.EnergySystem;

/** Opens a model's folder; tests put small systems in its place. */
@FunctionalInterface
public interface ModelOpener {

    /**
     * @throws IOException with one sentence if the folder is missing or malformed
     */
    EnergySystem open(Path folder) throws IOException;
}
