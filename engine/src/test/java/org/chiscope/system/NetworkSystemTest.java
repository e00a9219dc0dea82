package org.chiscope.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class NetworkSystemTest extends EnergySystemContract {
    @TempDir private Path folder = Path.of("");

    @Override
    protected EnergySystem system() {
        try {
            return ModelFolder.read(TinyModel.writeTransformer(folder.resolve("model")))
                    .open()
                    .system();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected boolean evaluationIsSamplingSet() {
        return false;
    }
}
