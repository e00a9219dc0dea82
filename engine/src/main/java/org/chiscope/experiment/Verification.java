package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.chiscope.math.RandomStream;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.SplitSlope;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;
import org.chiscope.response.MeanSeries;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.system.EnergySystem;

/**
 * Whether a prediction comes true, by sampling again (theory.md section 4, "Closing the loop,
 * fairly"). The target is solved on each half of the chains, predicted by the other, and realised
 * by fresh draws under q_h and q_{−h}; the slope over both is {@link SplitSlope}. Runs share one
 * set of random streams, which no other run has: their differences are draw against draw. They are
 * kept in a folder, so that a verification that is stopped goes on.
 */
public final class Verification {
    /** Steps that are tried unless others are asked for, in multiples of the target. */
    public static final List<Double> STEPS = List.of(0.5, 1.0);

    /** Draws whose weights must at least count, for JOINT's density ratio (theory.md). */
    public static final double LEAST_SAMPLE = 100;

    private static final long STREAM = RandomStream.hash("verification");

    private final PatterningData data;
    private final EnergySystem system;
    private final Question question;
    private final KeptRuns runs;
    private final Experiment base;
    private final ResponseMatrix[] halves;
    private final int[] places;
    private final int workers;

    /**
     * What is to be verified.
     *
     * @param target over the components of the whole matrix
     * @param rank modes to invert in each half; those of the whole, not chosen anew in each
     * @param ridge in units of the largest singular value
     * @param metric in which the perturbation is smallest
     * @param scaling of the rows
     * @param constraints on the perturbation
     * @param steps positive multiples of the target
     * @param components names of those that are sampled; a part of the matrix's
     * @param draws of each chain
     */
    public record Question(
            Target target,
            int rank,
            double ridge,
            Metric metric,
            RowScaling scaling,
            Constraints constraints,
            List<Double> steps,
            List<String> components,
            int draws) {

        /**
         * @throws IllegalArgumentException with one sentence if a value has no meaning
         */
        public Question {
            steps = List.copyOf(steps);
            components = List.copyOf(components);
            if (steps.isEmpty() || steps.stream().anyMatch(step -> !(step > 0))) {
                throw new IllegalArgumentException(
                        "A verification needs steps above 0, but got " + steps + ".");
            }
            if (components.isEmpty()) {
                throw new IllegalArgumentException(
                        "A verification needs at least one component to sample, but got none.");
            }
            if (draws < 2) {
                throw new IllegalArgumentException(
                        "A verification needs at least 2 draws a chain, but got " + draws + ".");
            }
        }
    }

    /**
     * One perturbation that was tried.
     *
     * @param half on which it was solved: 0 or 1
     * @param step in multiples of the target
     * @param h one a pattern
     * @param predicted by the other half, one a sampled component, nats
     * @param predictedByOwn by the half that it was solved on
     * @param realised ½[μ(h) − μ(−h)]
     * @param changes the same with their errors
     * @param above μ(h) − μ(0)
     * @param below μ(−h) − μ(0)
     * @param biases by how much the size of the sampler's step and the heat of its minibatches move
     *     each realised change, nats ({@link LangevinBias}); unknown where that is not known
     * @param spread largest nβ · sd(Σ h_k ΔL_k) over the ensembles
     * @param effectiveSampleSize smallest of the weights behind JOINT's density ratio; NaN for the
     *     fluctuation
     * @param remark why it takes no part in the slope, one sentence, or empty
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Trial(
            int half,
            double step,
            double[] h,
            List<Estimate> predicted,
            List<Estimate> predictedByOwn,
            List<MeanSeries> realised,
            List<Estimate> changes,
            List<Estimate> above,
            List<Estimate> below,
            List<Estimate> biases,
            double spread,
            double effectiveSampleSize,
            String remark) {

        /** Whether it takes part in the slope. */
        public boolean counts() {
            return remark.isEmpty();
        }
    }

    /**
     * What is known so far.
     *
     * @param words what is being done, the beginning of a sentence
     * @param share of the work that is done, 0 to 1
     * @param components names of the components that are sampled
     * @param trials that are finished
     * @param outcomes at the last step that is finished, one a component; none before the first
     * @param slope of all that count; unknown before the first
     * @param expected slope that the bias of the sampler leaves, of the size of its step and the
     *     heat of its minibatches: 1 for exact samplers; unknown where that bias is not known
     */
    public record Progress(
            String words,
            double share,
            List<String> components,
            List<Trial> trials,
            List<Outcome> outcomes,
            Estimate slope,
            Estimate expected) {

        /** Whether the 95 % interval of the slope holds a value. */
        public boolean holds(double value) {
            return Math.abs(slope.value() - value) <= slope.halfWidth(0.95);
        }

        /**
         * Whether the slope and the one that the sampler's bias leaves differ by no more than
         * chance explains, at 95 %; not where that bias is not known.
         */
        public boolean holdsExpected() {
            double error = slope.monteCarloError();
            return Math.abs(slope.value() - expected.value())
                    <= slope.halfWidth(0.95)
                            / error
                            * Math.hypot(error, expected.monteCarloError());
        }
    }

    /**
     * What came of one component at one step, on the mean over both halves' perturbations.
     *
     * @param step in multiples of the target
     * @param predicted each half's perturbation by the other half, nats
     * @param realised ½[μ(h) − μ(−h)], nats
     */
    public record Outcome(double step, Estimate predicted, Estimate realised) {
        /** How many standard errors of both lie between them; NaN where unknown. */
        public double away() {
            return realised.away(predicted);
        }
    }

    /**
     * @param data whose chains are split
     * @param system its model
     * @param folder where runs are kept; made if missing
     * @param results the results folder, which the model's path is relative to
     * @param workers threads
     * @throws IllegalArgumentException with one sentence if it cannot be verified by sampling
     */
    public Verification(
            PatterningData data,
            EnergySystem system,
            Question question,
            Path folder,
            Path results,
            int workers) {
        Experiment experiment = data.snapshot().experiment();
        check(data, system, experiment);
        this.data = data;
        this.system = system;
        this.question = question;
        runs = new KeptRuns(folder, system, workers);
        halves = new ResponseMatrix[] {data.half(0), data.half(1)};
        this.workers = workers;
        places = new int[question.components().size()];
        for (int row = 0; row < places.length; row++) {
            String name = question.components().get(row);
            int place = halves[0].components().indexOf(name);
            if (place < 0) {
                throw new IllegalArgumentException(
                        "A verification samples components of the matrix, but it has no \""
                                + name
                                + "\" with a value; it has "
                                + String.join(", ", halves[0].components())
                                + ".");
            }
            places[row] = place;
        }
        ChainSettings schedule = experiment.schedule();
        base =
                experiment
                        .relocated(results, folder)
                        .withInfluence(null)
                        .withComponents(new Selection.Named(question.components()))
                        .withSeed(RandomStream.of(experiment.seed(), STREAM).nextLong() >>> 16)
                        .withSchedule(
                                new ChainSettings(
                                        schedule.burnIn(),
                                        question.draws(),
                                        schedule.stepsBetweenDraws(),
                                        schedule.initialNoise(),
                                        List.of()));
    }

    private static void check(PatterningData data, EnergySystem system, Experiment experiment) {
        if (experiment.perturbation() == null && !system.samplesEvaluationSet()) {
            throw new IllegalArgumentException(
                    "Verifying perturbs the evaluation set, but this result was sampled on another"
                            + " sampling set; sample it again with \"perturbation\": {} in its"
                            + " experiment.json, which samples the evaluation set.");
        }
        if (experiment.perturbation() != null && !experiment.perturbation().strengths().isEmpty()) {
            throw new IllegalArgumentException(
                    "Verifying starts from the unperturbed data, but this result was sampled on data"
                            + " that are perturbed already; open the one that it was made from.");
        }
        if (!data.hasHalves()) {
            throw new IllegalArgumentException(
                    "Verifying splits the chains in two halves, each with an error of its own, which"
                            + " needs at least "
                            + PatterningData.CHAINS_FOR_HALVES
                            + " chains; sample with more of them.");
        }
        DataMixture mixture = data.mixture();
        if (mixture != null && !mixture.onSupport()) {
            throw new IllegalArgumentException(
                    "Verifying samples the model's own examples, but a pattern holds others.");
        }
    }

    /** Stops the sampling; what there is of it is kept. {@link #run} then throws. */
    public void cancel() {
        runs.cancel();
    }

    /** Runs that are to be made, over all steps. */
    public int runs() {
        return 1 + 4 * question.steps().size();
    }

    /**
     * Samples what has not been sampled yet.
     *
     * @param progress told several times a second, on the calling thread
     * @return all trials, with a share of 1
     * @throws IOException with one sentence if a run could not be made
     * @throws InterruptedException if it was stopped
     */
    public Progress run(Consumer<Progress> progress) throws IOException, InterruptedException {
        Tally tally = new Tally(progress);
        double[][] h = new double[2][];
        for (int half = 0; half < 2; half++) {
            h[half] = solve(halves[half]);
        }
        ExperimentRun still = tally.sample("unperturbed data", new double[h[0].length]);
        Snapshot zero = still.snapshot();
        progress.accept(tally.at("Measuring the bias of the sampler", 0));
        List<List<Estimate>> biases =
                new SamplerBias(system, data.part(), base.sampler(), question.components())
                        .of(
                                still,
                                Arrays.stream(h).map(this::perturbation).toList(),
                                workers,
                                runs::cancelled);
        Trials made = new Trials(data, system, question, halves, places);
        List<Trial> trials = tally.trials;
        for (double step : question.steps()) {
            for (int half = 0; half < 2; half++) {
                double[] scaled = times(h[half], step);
                String words = "half " + (half == 0 ? "A" : "B") + ", step ";
                Snapshot up = tally.sample(words + "+" + step, scaled).snapshot();
                Snapshot down = tally.sample(words + "−" + step, times(scaled, -1)).snapshot();
                List<Estimate> bias =
                        biases.get(half).stream().map(each -> each.times(step)).toList();
                trials.add(made.of(half, step, scaled, zero, up, down, bias));
                tally.slope = made.slope(trials);
                tally.expected = SamplerBias.slope(trials);
            }
            tally.outcomes = Trials.outcomes(trials.get(trials.size() - 2), trials.getLast());
        }
        Progress last = tally.at("", 1);
        progress.accept(last);
        return last;
    }

    /** Runs and what came of them so far. */
    private final class Tally {
        private final Consumer<Progress> progress;
        private final List<Trial> trials = new ArrayList<>();
        private List<Outcome> outcomes = List.of();
        private Estimate slope = Estimate.UNKNOWN;
        private Estimate expected = Estimate.UNKNOWN;
        private int done;

        Tally(Consumer<Progress> progress) {
            this.progress = progress;
        }

        ExperimentRun sample(String words, double[] h) throws IOException, InterruptedException {
            String what = "Sampling " + words + " (run " + (done + 1) + " of " + runs() + ")";
            progress.accept(at(what, 0));
            Experiment experiment =
                    base.withPerturbation(perturbation(h))
                            .withName(data.snapshot().experiment().name() + ": " + words);
            ExperimentRun run =
                    runs.finished(
                            experiment,
                            now ->
                                    progress.accept(
                                            at(what, (double) now.stepsMade() / now.stepsTotal())));
            done++;
            return run;
        }

        Progress at(String words, double ofRun) {
            return new Progress(
                    words,
                    Math.min(1, (done + (done < runs() ? ofRun : 0)) / runs()),
                    question.components(),
                    List.copyOf(trials),
                    outcomes,
                    slope,
                    expected);
        }
    }

    private DataPerturbation perturbation(double[] h) {
        Map<String, Double> strengths = new LinkedHashMap<>();
        for (int k = 0; k < h.length; k++) {
            if (h[k] != 0) {
                strengths.put(halves[0].patterns().get(k), h[k]);
            }
        }
        return new DataPerturbation(strengths);
    }

    private double[] solve(ResponseMatrix half) {
        PatternQuestion asked =
                new PatternQuestion(
                        question.target(),
                        new Regularization(question.rank(), question.ridge()),
                        question.metric(),
                        question.scaling(),
                        question.constraints());
        return asked.solve(asked.inversion(half)).h();
    }

    /** A perturbation of so many times the size. */
    static double[] times(double[] h, double step) {
        double[] scaled = h.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] *= step;
        }
        return scaled;
    }
}
