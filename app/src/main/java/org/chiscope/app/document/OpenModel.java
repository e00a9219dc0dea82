package org.chiscope.app.document;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chiscope.app.selection.CellName;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.network.Component;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * A model that has been read and can be sampled.
 *
 * @param title a few words
 * @param folder where it lies, absolute
 * @param system its parameters, losses, components and patterns
 * @param experiment the experiment that lies beside it, or neutral settings; its model path is
 *     relative to {@code folder}
 * @param described whether the experiment lies beside it
 * @param examples what its examples look like; null for a physical system
 */
public record OpenModel(
        String title,
        Path folder,
        EnergySystem system,
        Experiment experiment,
        boolean described,
        @Nullable ExampleTexts examples) {

    /** The rows that sampling it will fill. */
    public List<ComponentInfo> components() {
        return system.components().stream().map(OpenModel::info).toList();
    }

    private static ComponentInfo info(Component component) {
        return new ComponentInfo(
                component.name(), component.kind(), component.layer(), component.indices().size());
    }

    /** The columns that sampling it will fill. */
    public List<PatternInfo> patterns() {
        int[] contexts = system.contextOfExample();
        return system.patterns().stream()
                .map(
                        pattern ->
                                new PatternInfo(
                                        pattern.name(),
                                        pattern.family(),
                                        pattern.description(),
                                        pattern.examples().length,
                                        (int)
                                                Arrays.stream(pattern.examples())
                                                        .map(e -> contexts[e])
                                                        .distinct()
                                                        .count()))
                .toList();
    }

    /** {@code Head 1:6 × induction}; empty where the model has no such component. */
    public String title(CellName cell) {
        return components().stream()
                .filter(component -> component.name().equals(cell.component()))
                .map(component -> ComponentText.title(component) + " × " + cell.pattern())
                .findFirst()
                .orElse("");
    }
}
