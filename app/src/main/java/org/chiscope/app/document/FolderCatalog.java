package org.chiscope.app.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chiscope.app.chart.NumberText;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.StartingPoint;
import org.chiscope.format.FormatException;
import org.chiscope.network.TransformerConfig;
import org.chiscope.physics.SpinLattice;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.ModelFolder;

/** The models in one folder, each a folder with a {@code config.json}. */
public final class FolderCatalog implements ModelCatalog {
    private final Path root;

    /**
     * @param root the folder of sample models; need not exist
     */
    public FolderCatalog(Path root) {
        this.root = root;
    }

    @Override
    public List<ModelCard> models() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(
                    "There is no folder of sample models at "
                            + root
                            + "; start chiscope by its launcher, or open a model of your own.");
        }
        List<ModelCard> cards = new ArrayList<>();
        for (Path folder : ModelFolder.in(root)) {
            cards.add(card(folder));
        }
        cards.sort(Comparator.comparing(card -> card.title().toLowerCase(Locale.ROOT)));
        return List.copyOf(cards);
    }

    private static ModelCard card(Path folder) {
        try {
            ModelFolder model = ModelFolder.read(folder);
            ModelConfig config = model.config();
            return new ModelCard(
                    folder,
                    config.title(),
                    config.description(),
                    size(config.architecture()),
                    shape(config.architecture()),
                    "");
        } catch (FormatException | IllegalArgumentException e) {
            return ModelCard.broken(folder, String.valueOf(e.getMessage()));
        }
    }

    private static ModelCard.Shape shape(ModelConfig.Architecture architecture) {
        return switch (architecture) {
            case ModelConfig.Architecture.OfTransformer(TransformerConfig config) ->
                    new ModelCard.Heads(config.layers(), config.heads(), config.mlpWidth() > 0);
            case ModelConfig.Architecture.OfSequenceClassifier(TransformerConfig config, _) ->
                    new ModelCard.Heads(config.layers(), config.heads(), config.mlpWidth() > 0);
            case ModelConfig.Architecture.OfPerceptron perceptron ->
                    new ModelCard.Widths(perceptron.widths());
            case ModelConfig.Architecture.OfSuperposition(int features) ->
                    new ModelCard.Widths(List.of(features, 2, features));
            case ModelConfig.Architecture.OfIsing(SpinLattice lattice) ->
                    new ModelCard.Lattice(lattice.width(), lattice.height());
            case ModelConfig.Architecture.OfSprings springs ->
                    new ModelCard.Lattice(springs.parameters(), 1);
        };
    }

    private static String size(ModelConfig.Architecture architecture) {
        return switch (architecture) {
            case ModelConfig.Architecture.OfTransformer transformer ->
                    blocks(transformer.config()) + parameters(transformer.parameters());
            case ModelConfig.Architecture.OfSequenceClassifier classifier ->
                    blocks(classifier.config()) + parameters(classifier.parameters());
            case ModelConfig.Architecture.OfPerceptron perceptron ->
                    perceptron.widths().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(" – "))
                            + " · "
                            + parameters(perceptron.parameters());
            case ModelConfig.Architecture.OfSuperposition toy ->
                    toy.features() + " features in 2 · " + parameters(toy.parameters());
            case ModelConfig.Architecture.OfIsing(SpinLattice lattice) ->
                    lattice.width() + " × " + lattice.height() + " spins";
            case ModelConfig.Architecture.OfSprings springs -> springs.parameters() + " springs";
        };
    }

    private static String blocks(TransformerConfig config) {
        return config.layers()
                + (config.layers() == 1 ? " layer, " : " layers, ")
                + config.heads()
                + (config.heads() == 1 ? " head" : " heads")
                + " · ";
    }

    private static String parameters(int count) {
        if (count < 10_000) {
            return NumberText.count(count) + (count == 1 ? " parameter" : " parameters");
        }
        return count < 1_000_000
                ? NumberText.count(Math.round(count / 1e3)) + " k parameters"
                : NumberText.fixed(count / 1e6, 1) + " M parameters";
    }

    @Override
    public OpenModel open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        ModelFolder model = ModelFolder.read(absolute);
        Path description = model.folder().resolve(Experiment.FILE_NAME);
        boolean described = Files.isRegularFile(description);
        ModelFolder.Opened opened = model.open();
        EnergySystem system = opened.system();
        String title = model.title();
        Experiment experiment =
                described
                        ? Experiment.read(description).withModel(".")
                        : StartingPoint.of(title, system);
        ExampleTexts examples =
                opened.examples() == null ? null : new ExampleTexts(opened.examples());
        return new OpenModel(title, absolute, system, experiment, described, examples);
    }
}
