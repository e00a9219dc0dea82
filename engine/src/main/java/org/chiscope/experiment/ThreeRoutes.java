package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.Estimate;
import org.chiscope.response.MeanSeries;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;

/**
 * The same susceptibilities by three routes (theory.md section 2): the covariance; the finite
 * difference of ⟨φ⟩ under q_h and q_{−h}, sampled anew; and the derivative of ⟨ΔL_k⟩ by nβ. The
 * evaluation set is the sampling set in all of them. The two sides of a difference share their
 * random streams; the three routes do not.
 *
 * <p>A model of at most {@value #SMALL} parameters whose sampler has a bias of its step size is
 * sampled by MALA instead; for larger ones the bias of SGLD is stated ({@link LangevinBias}), that
 * of other samplers is not known. Runs are kept in a folder: a check that is stopped goes on.
 */
public final class ThreeRoutes {
    /** Cells that are drawn unless another number is asked for. */
    public static final int CELLS = 10;

    /** Parameters up to which the sampler is replaced by MALA. */
    public static final int SMALL = 10_000;

    /** nβ · sd(h ΔL_k) of route 2: a quarter of where theory.md ends the linear regime. */
    private static final double REGIME = 0.125;

    /** Largest h: where a pattern doubles the curvature, the difference errs by h², 0.04. */
    private static final double LARGEST_STRENGTH = 0.2;

    /** Relative change of nβ in route 3: with it the difference errs by about a hundredth. */
    private static final double TEMPERATURE_STEP = 0.1;

    /** MALA's step is quartered until so much is accepted everywhere. */
    private static final double ACCEPTANCE = 0.4;

    private static final int PILOT_DRAWS = 8;

    /** Routes disagree if chance explains the worst difference with less than this probability. */
    private static final double CHANCE = 0.001;

    private final Experiment base;
    private final EnergySystem system;
    private final KeptRuns runs;
    private final Consumer<String> progress;
    private final double nBeta;
    private int runsToMake;
    private int runsMade;

    /** A cell by name: a component (or a coordinate) and a pattern (or a field). */
    public record CellAt(String row, String pattern) {}

    /** A cell: a row and a column. */
    private record Place(Component row, Pattern pattern) {}

    /**
     * @param base the experiment whose cells are checked, its model path relative to {@code folder}
     * @param system its model
     * @param folder where runs are kept; made if missing
     * @param progress told, in a few words, which run begins
     * @throws IllegalArgumentException with one sentence if it is a control, on which data do not
     *     act
     */
    public ThreeRoutes(
            Experiment base,
            EnergySystem system,
            Path folder,
            int workers,
            Consumer<String> progress) {
        nBeta = base.sampler().nBeta();
        Control.of(base.sampler())
                .ifPresent(
                        control -> {
                            throw new IllegalArgumentException(
                                    "The three routes need a posterior that data move, but \""
                                            + base.name()
                                            + "\" is a "
                                            + control.words()
                                            + "; check the experiment that it belongs to.");
                        });
        this.base = base.withPerturbation(DataPerturbation.NONE);
        this.system = system;
        this.progress = progress;
        runs = new KeptRuns(folder, system, workers);
    }

    /**
     * What was found.
     *
     * @param cells the cells, in the order of the matrix
     * @param sampler that all routes were sampled with
     * @param heat largest minibatch heat of route 1, which no bias accounts for
     */
    public record Result(List<RouteCheck> cells, SamplerSettings sampler, double heat) {

        /** Differences from route 1 that are known, one or two a cell, in standard errors. */
        private DoubleStream away() {
            return cells.stream()
                    .flatMapToDouble(
                            cell ->
                                    DoubleStream.of(
                                            cell.perturbationAway(), cell.temperatureAway()))
                    .filter(away -> !Double.isNaN(away));
        }

        /** How many of them there are. */
        public int differences() {
            return (int) away().count();
        }

        /** How many of them lie within two standard errors. */
        public int within() {
            return (int) away().filter(away -> Math.abs(away) <= 2).count();
        }

        /**
         * Whether even the worst difference is one that chance explains, by Bonferroni's bound: a
         * sound sampler fails here once in a thousand checks.
         */
        public boolean agree() {
            double worst =
                    cells.stream()
                            .flatMapToDouble(
                                    cell ->
                                            DoubleStream.of(
                                                    cell.chance(cell.perturbation()),
                                                    cell.chance(cell.temperature())))
                            .filter(chance -> !Double.isNaN(chance))
                            .min()
                            .orElse(1);
            return worst * differences() >= CHANCE;
        }
    }

    /**
     * Checks cells.
     *
     * @param cells number of cells; all of them if there are fewer
     * @param seed by which they are drawn
     * @throws IOException with one sentence if the experiment does not fit or cannot be sampled
     */
    public Result check(int cells, long seed) throws IOException, InterruptedException {
        return checked(draw(RunPlan.of(base, system), cells, seed));
    }

    /**
     * Checks the cells of those names; the result has them in this order.
     *
     * @throws IOException with one sentence if the experiment lacks one of them, does not fit or
     *     cannot be sampled
     */
    public Result check(List<CellAt> cells) throws IOException, InterruptedException {
        RunPlan plan = RunPlan.of(base, system);
        List<Place> places = new ArrayList<>();
        for (CellAt cell : cells) {
            Optional<Component> row =
                    plan.components().stream().filter(c -> c.name().equals(cell.row())).findFirst();
            Optional<Pattern> pattern =
                    plan.patterns().stream()
                            .filter(p -> p.name().equals(cell.pattern()))
                            .findFirst();
            if (row.isEmpty() || pattern.isEmpty()) {
                throw new ExperimentException(
                        "\""
                                + base.name()
                                + "\" has no cell of "
                                + cell.row()
                                + " and "
                                + cell.pattern()
                                + "; choose one of its matrix.");
            }
            places.add(new Place(row.get(), pattern.get()));
        }
        return checked(places.stream().distinct().toList());
    }

    /** Stops the run under way; {@code check} then ends by an exception, and can go on later. */
    public void cancel() {
        runs.cancel();
    }

    /** How many runs a check of cells with so many different patterns takes, pilots left aside. */
    public static int runs(int patterns, EnergySystem.Rows rows) {
        return 1 + 2 * patterns + (rows == EnergySystem.Rows.COMPONENTS ? 2 : 0);
    }

    private Result checked(List<Place> places) throws IOException, InterruptedException {
        runsToMake = 0; // not known yet
        List<Component> rows = places.stream().map(Place::row).distinct().toList();
        SamplerSettings sampler = sampler(rows);
        Experiment experiment = base.withSampler(sampler);

        List<Pattern> patterns = places.stream().map(Place::pattern).distinct().toList();
        runsMade = 0;
        runsToMake = runs(patterns.size(), system.rows());
        ExperimentRun first = run("route 1, the covariance", experiment, rows);
        Map<Place, Estimate> temperature = new LinkedHashMap<>();
        if (system.rows() == EnergySystem.Rows.COMPONENTS) {
            Snapshot colder = temperature(experiment, rows, 1 + TEMPERATURE_STEP);
            Snapshot hotter = temperature(experiment, rows, 1 - TEMPERATURE_STEP);
            for (Place place : places) {
                int k = patternOf(colder, place.pattern());
                temperature.put(
                        place,
                        difference(
                                draws(colder, place.row()),
                                draws(hotter, place.row()),
                                chain -> chain.contrast(k),
                                1 / (2 * TEMPERATURE_STEP * nBeta)));
            }
        }
        Map<Place, RouteCheck> checked = new LinkedHashMap<>();
        for (Pattern pattern : patterns) {
            List<Place> column = places.stream().filter(p -> p.pattern() == pattern).toList();
            List<Component> columnRows = column.stream().map(Place::row).toList();
            double strength = strength(first.snapshot(), column);
            Snapshot up = perturbed(experiment, columnRows, pattern, strength);
            Snapshot down = perturbed(experiment, columnRows, pattern, -strength);
            for (Place place : column) {
                checked.put(
                        place,
                        new RouteCheck(
                                place.row().name(),
                                pattern.name(),
                                strength,
                                covariance(first.snapshot(), place),
                                bias(first, sampler, place),
                                difference(
                                        draws(up, place.row()),
                                        draws(down, place.row()),
                                        ChainDraws::observable,
                                        1 / (2 * strength * nBeta)),
                                temperature.getOrDefault(place, Estimate.UNKNOWN)));
            }
        }
        double heat =
                first.snapshot().ensembles().stream()
                        .mapToDouble(e -> e.diagnostics().minibatchHeat())
                        .filter(h -> !Double.isNaN(h))
                        .max()
                        .orElse(0);
        return new Result(places.stream().map(checked::get).toList(), sampler, heat);
    }

    /** factor · (mean above − mean below) of two runs with the same random streams. */
    private static Estimate difference(
            List<ChainDraws> above,
            List<ChainDraws> below,
            Function<ChainDraws, double[]> series,
            double factor) {
        List<List<ChainDraws>> common = MeanSeries.common(List.of(above, below));
        return MeanSeries.of("row", common.get(0), series)
                .minus(MeanSeries.of("row", common.get(1), series), factor)
                .estimate();
    }

    /** Cells drawn without replacement, in the order of the matrix. */
    private static List<Place> draw(RunPlan plan, int cells, long seed) {
        int columns = plan.patterns().size();
        int[] order =
                RandomStream.of(seed, RandomStream.hash("three routes"))
                        .permutation(plan.components().size() * columns);
        TreeSet<Integer> chosen = new TreeSet<>();
        Arrays.stream(order).limit(cells).forEach(chosen::add);
        List<Place> places = new ArrayList<>();
        for (int cell : chosen) {
            places.add(
                    new Place(
                            plan.components().get(cell / columns),
                            plan.patterns().get(cell % columns)));
        }
        return places;
    }

    /** The experiment's own sampler, or MALA with a step that it can take. */
    private SamplerSettings sampler(List<Component> rows) throws IOException, InterruptedException {
        SamplerSettings own = base.sampler();
        if (own.adjusted() || own.flipsSpins() || system.dimension() > SMALL) {
            return own;
        }
        double step = own.stepVariance();
        while (true) {
            SamplerSettings sampler = new MalaSettings(step, own.posterior());
            Experiment pilot =
                    base.withSampler(sampler).withSchedule(base.schedule().withDraws(PILOT_DRAWS));
            Snapshot last = run("a pilot of MALA", pilot, rows).snapshot();
            double lowest =
                    last.ensembles().stream()
                            .mapToDouble(e -> e.diagnostics().acceptance())
                            .min()
                            .orElseThrow();
            if (lowest >= ACCEPTANCE) {
                return sampler;
            }
            step /= 4;
        }
    }

    private ExperimentRun run(String words, Experiment experiment, List<Component> rows)
            throws IOException, InterruptedException {
        runsMade++;
        progress.accept(
                words + (runsToMake == 0 ? "" : " (run " + runsMade + " of " + runsToMake + ")"));
        return runs.finished(
                experiment
                        .withName(base.name() + ": " + words)
                        .withComponents(
                                new Selection.Named(rows.stream().map(Component::name).toList())));
    }

    private Snapshot temperature(Experiment experiment, List<Component> rows, double factor)
            throws IOException, InterruptedException {
        PosteriorSettings posterior = experiment.sampler().posterior();
        Experiment other =
                experiment
                        .withSampler(
                                experiment
                                        .sampler()
                                        .withPosterior(
                                                posterior.with(
                                                        factor * posterior.nBeta(),
                                                        posterior.localization())))
                        .withSeed(base.seed() + 1);
        return run("route 3, nBeta times " + factor, other, rows).snapshot();
    }

    private Snapshot perturbed(
            Experiment experiment, List<Component> rows, Pattern pattern, double strength)
            throws IOException, InterruptedException {
        Experiment other =
                experiment
                        .withPerturbation(DataPerturbation.of(pattern.name(), strength))
                        .withSeed(base.seed() + 2);
        return run("route 2, " + pattern.name() + " by " + strength, other, rows).snapshot();
    }

    /** h with nβ · sd(h ΔL_k) as wanted in the widest of the rows, to two digits. */
    private double strength(Snapshot first, List<Place> column) {
        double widest = 0;
        for (Place place : column) {
            int k = patternOf(first, place.pattern());
            double[] contrasts =
                    draws(first, place.row()).stream()
                            .flatMapToDouble(chain -> Arrays.stream(chain.contrast(k)))
                            .toArray();
            double mean = Arrays.stream(contrasts).average().orElse(0);
            double squares =
                    Arrays.stream(contrasts).map(x -> (x - mean) * (x - mean)).average().orElse(0);
            widest = Math.max(widest, Math.sqrt(squares));
        }
        double strength = Math.min(LARGEST_STRENGTH, REGIME / (nBeta * widest));
        double unit = Math.pow(10, Math.floor(Math.log10(strength)) - 1);
        return Math.floor(strength / unit) * unit;
    }

    private Estimate bias(ExperimentRun first, SamplerSettings sampler, Place place) {
        double[] mass = new double[system.examples()];
        place.pattern().addMass(mass, 1, system.mixedExamples());
        int ensemble = 1 + rowOf(first.snapshot(), place.row());
        return LangevinBias.known(sampler)
                .orElseGet(
                        () ->
                                new LangevinBias(system, place.row().indices())
                                        .ofStep(
                                                mass,
                                                first.positions(ensemble),
                                                sampler.stepVariance()));
    }

    private static Estimate covariance(Snapshot snapshot, Place place) {
        var row = snapshot.matrix().row(rowOf(snapshot, place.row()));
        return row == null
                ? Estimate.UNKNOWN
                : row.cells().get(patternOf(snapshot, place.pattern())).fluctuation();
    }

    private static List<ChainDraws> draws(Snapshot snapshot, Component component) {
        return snapshot.soundRowDraws(rowOf(snapshot, component));
    }

    private static int rowOf(Snapshot snapshot, Component component) {
        return snapshot.components().stream()
                .map(ComponentInfo::name)
                .toList()
                .indexOf(component.name());
    }

    private static int patternOf(Snapshot snapshot, Pattern pattern) {
        return snapshot.patterns().stream().map(PatternInfo::name).toList().indexOf(pattern.name());
    }
}
