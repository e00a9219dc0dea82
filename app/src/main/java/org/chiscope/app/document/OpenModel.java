package org.chiscope.app.document;

import java.nio.file.Path;
import org.chiscope.experiment.Experiment;
import org.chiscope.system.EnergySystem;

/**
 * A model that has been read and can be sampled.
 *
 * @param title a few words
 * @param folder where it lies, absolute
 * @param system its parameters, losses, components and patterns
 * @param experiment the experiment that lies beside it, or one of default settings; its model path
 *     is relative to {@code folder}
 */
public record OpenModel(String title, Path folder, EnergySystem system, Experiment experiment) {}
