package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;
import org.chiscope.response.LossUnits;
import org.chiscope.response.StatisticsPlan;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.jspecify.annotations.Nullable;

/**
 * An experiment resolved against its model: which ensembles there are, and what is the same for all
 * of their chains.
 *
 * @param experiment the description
 * @param system what is sampled: the model, under the description's perturbation
 * @param components the rows
 * @param patterns the columns
 * @param rows what the rows follow
 * @param ensembles the full one, then, where rows follow components, one a row
 * @param checkpoint w*; shared, never changed
 * @param contextOfExample context of each evaluation example
 * @param checkpointExampleLosses ℓ_z(w*), nats
 * @param statistics what the chains' statistics are about
 * @param units of data whose losses the full ensemble keeps, or null
 * @param checkpointLosses L(w*), then L_k(w*) of each pattern, nats
 * @param fingerprint of the model
 */
@SuppressWarnings("ArrayRecordComponent") // shared by the whole run, and never compared
record RunPlan(
        Experiment experiment,
        EnergySystem system,
        List<Component> components,
        List<Pattern> patterns,
        EnergySystem.Rows rows,
        List<Ensemble> ensembles,
        float[] checkpoint,
        int[] contextOfExample,
        float[] checkpointExampleLosses,
        StatisticsPlan statistics,
        @Nullable LossUnits units,
        double[] checkpointLosses,
        String fingerprint) {

    /**
     * Resolves names and evaluates the checkpoint once.
     *
     * @throws ExperimentException with one sentence if the description does not fit the model
     */
    static RunPlan of(Experiment experiment, EnergySystem model) throws ExperimentException {
        EnergySystem system = experiment.sampled(model);
        List<Component> components = components(experiment.components(), system);
        List<Pattern> patterns = patterns(experiment.patterns(), system.patterns());
        checkSampler(experiment.sampler(), system);
        List<Ensemble> ensembles = new ArrayList<>();
        ensembles.add(Ensemble.full(system.dimension()));
        if (system.rows() == EnergySystem.Rows.COMPONENTS) {
            for (Component component : components) {
                ensembles.add(new Ensemble(component.name(), component.indices()));
            }
        }
        float[] checkpoint = system.checkpoint();
        float[] losses = new float[system.examples()];
        EnergyView view = system.view(IndexSet.range(0, system.dimension()), 0);
        view.exampleLosses(checkpoint, losses);
        List<int[]> series = new ArrayList<>(patterns.stream().map(Pattern::examples).toList());
        if (system.rows() == EnergySystem.Rows.EXAMPLES) {
            components.forEach(c -> series.add(c.indices().members()));
        }
        StatisticsPlan statistics =
                StatisticsPlan.of(
                        losses,
                        system.baseExamples(),
                        series,
                        experiment.schedule(),
                        experiment.chains(),
                        experiment.exampleBlocks());
        InfluenceSettings influence = experiment.influence();
        LossUnits units = influence == null ? null : influence.units(system);
        double[] checkpointLosses = new double[1 + patterns.size()];
        checkpointLosses[0] = statistics.checkpointLoss();
        for (int k = 0; k < patterns.size(); k++) {
            checkpointLosses[1 + k] = patterns.get(k).mean(losses);
        }
        if (!Double.isFinite(checkpointLosses[0])) {
            throw new ExperimentException(
                    "The loss of the model at its checkpoint should be a number, but is "
                            + checkpointLosses[0]
                            + "; its weights or its evaluation set are not usable.");
        }
        return new RunPlan(
                experiment,
                system,
                components,
                patterns,
                system.rows(),
                ensembles,
                checkpoint,
                system.contextOfExample(),
                losses,
                statistics,
                units,
                checkpointLosses,
                ModelFingerprint.of(system, checkpoint, components, patterns));
    }

    private static void checkSampler(SamplerSettings sampler, EnergySystem system)
            throws ExperimentException {
        if (sampler.flipsSpins() != system.discrete()) {
            throw new ExperimentException(
                    system.discrete()
                            ? "This model consists of spins, but the sampler "
                                    + sampler.name()
                                    + " follows gradients; choose metropolis or wolff."
                            : "The sampler "
                                    + sampler.name()
                                    + " flips spins, but this model has none; choose sgld, mala or"
                                    + " another that follows gradients.");
        }
    }

    private static List<Component> components(Selection selection, EnergySystem system)
            throws ExperimentException {
        List<Component> chosen = new ArrayList<>();
        switch (selection) {
            case Selection.All _ -> chosen.addAll(system.components());
            case Selection.Named(List<String> names) -> {
                for (String name : names) {
                    try {
                        chosen.add(system.component(name));
                    } catch (IllegalArgumentException e) {
                        throw new ExperimentException(String.valueOf(e.getMessage()), e);
                    }
                }
            }
        }
        Set<String> seen = new HashSet<>(Set.of(Ensemble.FULL_NAME));
        for (Component component : chosen) {
            if (!seen.add(component.name())) {
                throw new ExperimentException(
                        "Each component needs a name of its own, but "
                                + component.name()
                                + (component.name().equals(Ensemble.FULL_NAME)
                                        ? " is the name of the full ensemble, which every"
                                                + " experiment samples anyway; leave it out."
                                        : " is asked for twice; leave one out."));
            }
        }
        if (chosen.isEmpty()) {
            throw new ExperimentException(
                    "A susceptibility matrix needs at least one component, but the model has none.");
        }
        return List.copyOf(chosen);
    }

    private static List<Pattern> patterns(Selection selection, List<Pattern> known)
            throws ExperimentException {
        if (known.isEmpty()) {
            throw new ExperimentException(
                    "A susceptibility matrix needs at least one pattern, but the model has none;"
                            + " write its patterns.json.");
        }
        if (!(selection instanceof Selection.Named(List<String> names))) {
            return List.copyOf(known);
        }
        Map<String, Pattern> byName =
                known.stream().collect(Collectors.toMap(Pattern::name, Function.identity()));
        List<Pattern> chosen = new ArrayList<>();
        for (String name : names) {
            Pattern pattern = byName.get(name);
            if (pattern == null) {
                throw new ExperimentException(
                        "There is no pattern \""
                                + name
                                + "\"; the model has "
                                + known.stream()
                                        .map(p -> "\"" + p.name() + "\"")
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
            chosen.add(pattern);
        }
        return List.copyOf(chosen);
    }

    /** What the statistics of an ensemble's chains are about. */
    StatisticsPlan statistics(int ensemble) {
        return ensemble == 0 ? statistics.keeping(units) : statistics;
    }

    /** What the statistics of single examples take, at most: all chains, all super-blocks. */
    long exampleBytes() {
        long chains = (long) ensembles.size() * experiment.chains();
        long blocks = statistics.superBlockEnds().size();
        return chains * statistics.examples() * (2 * Double.BYTES + blocks * 2 * Float.BYTES);
    }

    /** The plan of a chain. */
    ChainPlan chainPlan(int ensemble, int chain) {
        return new ChainPlan(
                ensembles.get(ensemble),
                experiment.sampler(),
                experiment.schedule(),
                experiment.seed(),
                chain,
                checkpoint,
                statistics.examples());
    }

    List<ComponentInfo> componentInfos() {
        return components.stream()
                .map(c -> new ComponentInfo(c.name(), c.kind(), c.layer(), c.indices().size()))
                .toList();
    }

    List<PatternInfo> patternInfos() {
        return patterns.stream()
                .map(
                        p ->
                                new PatternInfo(
                                        p.name(),
                                        p.family(),
                                        p.description(),
                                        p.examples().length,
                                        contexts(p.examples())))
                .toList();
    }

    private int contexts(int[] examples) {
        return (int) Arrays.stream(examples).map(e -> contextOfExample[e]).distinct().count();
    }

    /**
     * What every chain file must say of its owner, of each key one of these values; new files say
     * the first. A chain that has not moved since draws were added to the run names the experiment
     * as it was before.
     */
    Map<String, List<String>> owner(int ensemble, int chain) {
        return Map.of(
                "experiment", experiment.ids(),
                "model", List.of(fingerprint),
                "ensemble", List.of(ensembles.get(ensemble).name()),
                "chain", List.of(Integer.toString(chain)));
    }
}
