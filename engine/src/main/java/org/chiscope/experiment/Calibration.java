package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.chiscope.network.Component;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;

/**
 * Finds settings of a sampler: short runs over a grid of localization × inverse temperature × step
 * size on the full ensemble and a few components, each judged by the {@link Caution}s of its
 * chains, and the setting that shows the most per second among those without fault. Where the
 * localization or nβ changes, the step size follows the stiffest part that is known, the prior: ε ∝
 * 1/γ.
 *
 * <p>Runs are kept in a folder, so a calibration that is stopped goes on where it was.
 */
public final class Calibration {
    /** Components that are probed unless others are asked for. */
    public static final int PROBES = 4;

    /** Short chains disagree by chance more than long ones do. */
    private static final double R_HAT = 1.2;

    /** Restricted draws are near w* while the loss rises by less than this part of it. */
    private static final double NEAR = 0.25;

    /** Draws of each short chain unless another number is asked for. */
    public static final int DRAWS = 16;

    private final Experiment base;
    private final KeptRuns runs;

    /**
     * What is tried: all combinations of factors on the experiment's own settings.
     *
     * @param localizations factors on γ
     * @param nBetas factors on nβ
     * @param steps factors on ε, beside what γ does to it
     */
    public record Grid(List<Double> localizations, List<Double> nBetas, List<Double> steps) {
        /** Step sizes by inverse temperatures about the experiment's own, for a map of the two. */
        public static final Grid STEP_BY_TEMPERATURE =
                new Grid(
                        List.of(1.0),
                        List.of(1.0 / 3, 1.0, 3.0),
                        List.of(0.25, 0.5, 1.0, 2.0, 4.0));

        /** How many combinations there are. */
        public int size() {
            return localizations.size() * nBetas.size() * steps.size();
        }

        /**
         * @throws IllegalArgumentException with one sentence if a list is empty or a factor is not
         *     positive
         */
        public Grid {
            localizations = List.copyOf(localizations);
            nBetas = List.copyOf(nBetas);
            steps = List.copyOf(steps);
            for (List<Double> factors : List.of(localizations, nBetas, steps)) {
                if (factors.isEmpty() || factors.stream().anyMatch(f -> !(f > 0 && f < 1e6))) {
                    throw new IllegalArgumentException(
                            "A grid needs positive factors for each setting, but one list is "
                                    + factors
                                    + ".");
                }
            }
        }
    }

    /**
     * A setting and what its short run says.
     *
     * @param sampler the setting
     * @param cautions what stands against it; empty if it is sound
     * @param worstRHat largest split R̂ of an ensemble
     * @param worstDrift drift of largest size, in standard errors
     * @param lowestAcceptance of an ensemble; NaN where it has no meaning
     * @param heat largest minibatch heat
     * @param largestRise of the mean loss of a restricted ensemble above L(w*), nats
     * @param fullRise of the mean loss of the full ensemble above L(w*), nats
     * @param share of the fluctuation's cells beyond two standard errors
     * @param nullShare the same of the noise null
     * @param efficiency smallest number of independent draws of φ that a draw of an ensemble is
     *     worth; NaN where unknown
     * @param drawsNeeded draws a chain until 30 % of all cells stand out; NaN where not to be told
     * @param secondsPerDraw of one ensemble's chain, all workers together
     */
    public record Trial(
            SamplerSettings sampler,
            List<Objection> cautions,
            double worstRHat,
            double worstDrift,
            double lowestAcceptance,
            double heat,
            double largestRise,
            double fullRise,
            double share,
            double nullShare,
            double efficiency,
            double drawsNeeded,
            double secondsPerDraw) {

        /** Whether nothing stands against it. */
        public boolean sound() {
            return cautions.isEmpty();
        }

        /** Seconds until 30 % of the cells of a matrix of so many ensembles would stand out. */
        public double secondsNeeded(int ensembles, int chains) {
            return drawsNeeded * secondsPerDraw * ensembles * chains;
        }
    }

    /** What stands against a setting. */
    public enum Objection {
        /** Chains diverged or got stuck. */
        FAILED("chains failed"),
        /** Most steps would be rejected. */
        STEP_TOO_LARGE("the step size is too large"),
        /** Minibatch noise is not small. */
        HEATED("minibatches heat the chains"),
        /** w* is no minimum. */
        BELOW_CHECKPOINT("the loss falls below that of the checkpoint"),
        /** Restricted draws leave the neighbourhood of w*. */
        FAR("heads and other parts leave the checkpoint: the loss rises by more than a quarter"),
        /** The loss has not levelled off. */
        DRIFTS("the loss has not levelled off"),
        /** Chains tell different things. */
        DISAGREE("chains disagree");

        private final String words;

        Objection(String words) {
            this.words = words;
        }

        /** In words, within a sentence. */
        public String words() {
            return words;
        }
    }

    /**
     * @param base the experiment whose sampler is calibrated, its model path relative to {@code
     *     folder}
     * @param system its model
     * @param folder where the short runs are kept; made if missing
     */
    public Calibration(Experiment base, EnergySystem system, Path folder, int workers) {
        this.base = base;
        runs = new KeptRuns(folder, system, workers);
    }

    /** Why an experiment has nothing to calibrate, one sentence; empty where it has. */
    public static Optional<String> refusal(Experiment experiment) {
        if (experiment.sampler().flipsSpins()) {
            return Optional.of(
                    "Spins are flipped exactly at every temperature: there is nothing to"
                            + " calibrate.");
        }
        return Control.of(experiment.sampler())
                .map(
                        control ->
                                "\""
                                        + experiment.name()
                                        + "\" is a control, which has the settings of the experiment"
                                        + " that it belongs to: calibrate that one.");
    }

    /** Stops the run under way; {@link #trials} then ends by an exception, and can go on later. */
    public void cancel() {
        runs.cancel();
    }

    /** Probes spread over the rows: the full ensemble is always beside them. */
    public static List<String> probes(EnergySystem system) {
        List<Component> all = system.components();
        int count = Math.min(PROBES, all.size());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(all.get((int) ((i + 0.5) * all.size() / count)).name());
        }
        return names;
    }

    /**
     * Makes the short runs that are not there yet.
     *
     * @param components probes
     * @param draws of each short chain
     * @param progress told each trial when it is done
     * @return all trials, in the order of the grid
     */
    public List<Trial> trials(
            Grid grid, List<String> components, int draws, Consumer<Trial> progress)
            throws IOException, InterruptedException {
        List<Trial> trials = new ArrayList<>();
        for (SamplerSettings sampler : settings(grid)) {
            Trial trial = trial(sampler, components, draws);
            progress.accept(trial);
            trials.add(trial);
        }
        return trials;
    }

    /**
     * The trials that have been made already, in the order of the grid; nothing is sampled.
     *
     * @throws IOException with one sentence if one of them cannot be read
     */
    public List<Trial> known(Grid grid, List<String> components, int draws) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (SamplerSettings sampler : settings(grid)) {
            runs.known(experiment(sampler, components, draws))
                    .ifPresent(last -> trials.add(judge(sampler, last)));
        }
        return trials;
    }

    /** All settings of a grid, in its order. */
    public List<SamplerSettings> settings(Grid grid) {
        List<SamplerSettings> settings = new ArrayList<>();
        for (double localization : grid.localizations()) {
            for (double nBeta : grid.nBetas()) {
                for (double step : grid.steps()) {
                    settings.add(setting(localization, nBeta, step));
                }
            }
        }
        return settings;
    }

    private SamplerSettings setting(double localization, double nBeta, double step) {
        SamplerSettings sampler = base.sampler();
        PosteriorSettings posterior = sampler.posterior();
        double follow = posterior.localization() > 0 ? step / localization : step;
        return sampler.withStepVarianceTimes(follow)
                .withPosterior(
                        posterior.with(
                                posterior.nBeta() * nBeta,
                                posterior.localization() * localization));
    }

    private Trial trial(SamplerSettings sampler, List<String> components, int draws)
            throws IOException, InterruptedException {
        return judge(sampler, runs.finished(experiment(sampler, components, draws)).snapshot());
    }

    private Experiment experiment(SamplerSettings sampler, List<String> components, int draws) {
        return base.withName("Calibration of " + base.name())
                .withComponents(new Selection.Named(components))
                .withSampler(sampler)
                .withSchedule(base.schedule().withDraws(draws));
    }

    /** What a finished short run says of its setting. */
    static Trial judge(SamplerSettings sampler, Snapshot last) {
        double rHat = Double.NaN;
        double drift = 0;
        double acceptance = Double.NaN;
        double heat = 0;
        double rise = 0;
        double efficiency = Double.NaN;
        boolean failed = false;
        boolean below = false;
        for (int e = 0; e < last.ensembles().size(); e++) {
            EnsembleProgress ensemble = last.ensembles().get(e);
            EnsembleDiagnostics d = ensemble.diagnostics();
            failed |= ensemble.failedChains() > 0;
            below |= d.belowCheckpoint();
            rHat = larger(rHat, d.rHat());
            acceptance = -larger(-acceptance, -d.acceptance());
            heat = larger(heat, d.minibatchHeat());
            efficiency = -larger(-efficiency, -d.ess() / ensemble.draws());
            if (Math.abs(d.drift()) > Math.abs(drift)) {
                drift = d.drift();
            }
            if (e > 0) {
                rise = larger(rise, d.meanLoss() - last.checkpointLoss());
            }
        }
        List<Objection> objections = new ArrayList<>();
        object(objections, Objection.FAILED, failed);
        object(objections, Objection.STEP_TOO_LARGE, acceptance < Caution.ACCEPTANCE);
        object(objections, Objection.HEATED, heat > Caution.HEAT);
        object(objections, Objection.BELOW_CHECKPOINT, below);
        object(
                objections,
                Objection.FAR,
                last.checkpointLoss() > 0 && rise > NEAR * last.checkpointLoss());
        object(objections, Objection.DRIFTS, Math.abs(drift) > Caution.DRIFT);
        object(objections, Objection.DISAGREE, rHat > R_HAT);
        return new Trial(
                sampler,
                List.copyOf(objections),
                rHat,
                drift,
                acceptance,
                heat,
                rise,
                last.ensembles().getFirst().diagnostics().meanLoss() - last.checkpointLoss(),
                last.shares().fluctuation(),
                last.shares().fluctuationNull(),
                efficiency,
                DrawsNeeded.perChain(last),
                last.secondsElapsed() / Math.max(1, last.drawsMade()));
    }

    private static void object(List<Objection> objections, Objection objection, boolean holds) {
        if (holds) {
            objections.add(objection);
        }
    }

    /** NaN counts as nothing. */
    private static double larger(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }

    /**
     * The setting to take: of the sound ones, that which needs the least time until 30 % of the
     * cells stand out; without a sound one, that with the fewest objections.
     */
    public static Trial choose(List<Trial> trials) {
        return trials.stream()
                .min(
                        Comparator.comparingInt((Trial t) -> t.cautions().size())
                                .thenComparingDouble(
                                        t ->
                                                Double.isNaN(t.drawsNeeded())
                                                        ? Double.POSITIVE_INFINITY
                                                        : t.drawsNeeded() * t.secondsPerDraw())
                                .thenComparingDouble(t -> -t.share()))
                .orElseThrow();
    }

    /** Why that setting, in a sentence or two. */
    public static String reason(Trial chosen, List<Trial> trials, int ensembles, int chains) {
        long sound = trials.stream().filter(Trial::sound).count();
        StringBuilder words = new StringBuilder();
        if (chosen.sound()) {
            words.append(
                    sound
                            + " of "
                            + trials.size()
                            + " settings are sound: chains are stable and agree, the loss levels off"
                            + " above the checkpoint's and near it, steps would be accepted and"
                            + " minibatches do not heat. ");
            words.append(
                    Double.isNaN(chosen.drawsNeeded())
                            ? "None shows enough in these short runs to tell them apart."
                            : String.format(
                                    Locale.ROOT,
                                    "This one shows most for its time: 30 %% of the cells would"
                                            + " stand out after about %,.0f draws a chain, some"
                                            + " %,.0f s for the whole matrix.",
                                    chosen.drawsNeeded(),
                                    chosen.secondsNeeded(ensembles, chains)));
        } else {
            words.append(
                    "No setting is sound; this one has the fewest faults: "
                            + String.join(
                                    ", ", chosen.cautions().stream().map(Objection::words).toList())
                            + ". Try other factors.");
        }
        return words.toString();
    }

    /** The experiment with the chosen sampler. */
    public Experiment with(Trial chosen) {
        return base.withSampler(chosen.sampler());
    }
}
