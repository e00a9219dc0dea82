package org.chiscope.cli;

import org.chiscope.experiment.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "Chiscope " + Versions.program(), "Java " + Versions.java() + ", " + Versions.kernels()
        };
    }
}
