package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.chiscope.format.FormatException;
import org.chiscope.response.StatisticsPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * The description of an experiment: which ensembles of which model are sampled, how, and with which
 * seed. It is a value: the same description gives the same numbers, whatever the number of workers.
 * The window and the command line run the same ones.
 *
 * @param name what a person calls it
 * @param model the model's folder as written in the file, relative to the file's own folder
 * @param components the rows of the susceptibility matrix; each has a restricted ensemble, beside
 *     the full ensemble that every experiment samples
 * @param patterns the columns of the susceptibility matrix
 * @param sampler the sampler and its step size, nBeta and localization, the same for every ensemble
 * @param chains chains of each ensemble, at least 1
 * @param schedule steps and draws of every chain
 * @param seed all randomness derives from it
 * @param perturbation under which data is sampled, or null for the model's own sampling set
 * @param influence which losses are kept for the influence matrix, or null for none
 * @param exampleBlocks super-blocks of an ensemble for the moments of single examples, {@value
 *     StatisticsPlan#SUPER_BLOCKS} unless stated; fewer make a smaller result, and worse errors of
 *     patterns that are asked for later
 */
public record Experiment(
        String name,
        String model,
        Selection components,
        Selection patterns,
        SamplerSettings sampler,
        int chains,
        ChainSettings schedule,
        long seed,
        @Nullable DataPerturbation perturbation,
        @Nullable InfluenceSettings influence,
        int exampleBlocks) {

    /** The file name of a description inside a model's or a results folder. */
    public static final String FILE_NAME = "experiment.json";

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public Experiment {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "An experiment needs a name, but \"name\" is blank; write a word or two.");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException(
                    "An experiment needs the path of a model's folder, but \"model\" is blank; write"
                            + " \".\" for the folder that holds the experiment.");
        }
        if (chains < 1) {
            throw new IllegalArgumentException(
                    "An experiment needs at least one chain, but \"chains\" is "
                            + chains
                            + "; standard errors need 4.");
        }
        if (exampleBlocks < 1 || exampleBlocks > StatisticsPlan.SUPER_BLOCKS) {
            throw new IllegalArgumentException(
                    "Moments of examples are kept in 1 to "
                            + StatisticsPlan.SUPER_BLOCKS
                            + " blocks, but \"exampleBlocks\" is "
                            + exampleBlocks
                            + ".");
        }
        sampler.check(schedule);
    }

    /**
     * Reads a description. Unknown keys, missing keys and bad values are errors.
     *
     * @param file a JSON file
     * @throws FormatException with one sentence if the file is missing or malformed
     */
    public static Experiment read(Path file) throws FormatException {
        return ExperimentJson.read(file);
    }

    /** Writes the description as JSON, atomically; {@link #read} gives an equal one back. */
    public void write(Path file) throws IOException {
        ExperimentJson.write(this, file);
    }

    /** The folder that a description in {@code file} is relative to, absolute. */
    public static Path folderOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /**
     * The model's folder, given the folder of the file that this description was read from.
     *
     * @param folder the folder that {@link #model} is relative to
     */
    public Path modelFolder(Path folder) {
        return folder.resolve(model).normalize();
    }

    /**
     * The same experiment for a file in another folder: a relative path to the model's folder is
     * made to start from {@code to} instead of {@code from}.
     */
    public Experiment relocated(Path from, Path to) {
        if (Path.of(model).isAbsolute()) {
            return this;
        }
        Path absolute = modelFolder(from.toAbsolutePath()).normalize();
        Path base = to.toAbsolutePath().normalize();
        boolean related = Objects.equals(base.getRoot(), absolute.getRoot());
        Path path = related ? base.relativize(absolute) : absolute;
        return withModel(path.toString().isEmpty() ? "." : path.toString().replace('\\', '/'));
    }

    /** Of the model's own sampling set. */
    public Experiment(
            String name,
            String model,
            Selection components,
            Selection patterns,
            SamplerSettings sampler,
            int chains,
            ChainSettings schedule,
            long seed) {
        this(
                name,
                model,
                components,
                patterns,
                sampler,
                chains,
                schedule,
                seed,
                null,
                null,
                StatisticsPlan.SUPER_BLOCKS);
    }

    /** The same experiment under another name. */
    public Experiment withName(String other) {
        return with(change -> change.name = other);
    }

    /** The same experiment with another path to the model's folder. */
    public Experiment withModel(String path) {
        return with(change -> change.model = path);
    }

    /** The same experiment with other rows. */
    public Experiment withComponents(Selection other) {
        return with(change -> change.components = other);
    }

    /** The same experiment with another sampler. */
    public Experiment withSampler(SamplerSettings other) {
        return with(change -> change.sampler = other);
    }

    /** The same experiment with another number of chains. */
    public Experiment withChains(int number) {
        return with(change -> change.chains = number);
    }

    /** The same experiment with other steps and draws. */
    public Experiment withSchedule(ChainSettings other) {
        return with(change -> change.schedule = other);
    }

    /** The same experiment with another seed. */
    public Experiment withSeed(long newSeed) {
        return with(change -> change.seed = newSeed);
    }

    /** The same experiment on other data. */
    public Experiment withPerturbation(@Nullable DataPerturbation other) {
        return with(change -> change.perturbation = other);
    }

    /** The same experiment, but with those losses kept; null: none. */
    public Experiment withInfluence(@Nullable InfluenceSettings other) {
        return with(change -> change.influence = other);
    }

    /**
     * What is sampled of {@code system}.
     *
     * @throws ExperimentException with one sentence if the perturbation does not fit it
     */
    EnergySystem sampled(EnergySystem system) throws ExperimentException {
        return perturbation == null ? system : perturbation.on(system);
    }

    /**
     * The same experiment with draws added to each chain, as {@link ExperimentRun#extend} makes
     * them: a new run of it gives the same numbers as the extended one.
     *
     * @param draws of each chain, above the present number
     * @throws IllegalArgumentException with one sentence if they are not more
     */
    public Experiment extendedTo(int draws) {
        return withSchedule(schedule.extendedTo(draws));
    }

    /**
     * The ids that a run of this experiment has had: its own, then those from before each addition
     * of draws, the newest first. Whatever was made under one of them belongs to the run.
     */
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        ids.add(id());
        ChainSettings stage = schedule;
        while (!stage.extendedFrom().isEmpty()) {
            stage = stage.beforeExtension();
            ids.add(withSchedule(stage).id());
        }
        return List.copyOf(ids);
    }

    /**
     * A hash of all that decides the numbers: 16 hexadecimal digits. The name and the path to the
     * model take no part (the weights are told by the model's fingerprint).
     */
    public String id() {
        return ExperimentJson.id(this);
    }

    private Experiment with(Consumer<Change> change) {
        Change made = new Change(this);
        change.accept(made);
        return new Experiment(
                made.name,
                made.model,
                made.components,
                patterns,
                made.sampler,
                made.chains,
                made.schedule,
                made.seed,
                made.perturbation,
                made.influence,
                exampleBlocks);
    }

    /** A copy in the making. */
    private static final class Change {
        private String name;
        private String model;
        private Selection components;
        private SamplerSettings sampler;
        private int chains;
        private ChainSettings schedule;
        private long seed;
        private @Nullable DataPerturbation perturbation;
        private @Nullable InfluenceSettings influence;

        Change(Experiment of) {
            name = of.name;
            model = of.model;
            components = of.components;
            sampler = of.sampler;
            chains = of.chains;
            schedule = of.schedule;
            seed = of.seed;
            perturbation = of.perturbation;
            influence = of.influence;
        }
    }
}
