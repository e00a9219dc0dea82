package org.chiscope.system;

import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Component;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * A network with its checkpoint, sampling set, evaluation set and patterns, seen as an {@link
 * EnergySystem}. A minibatch is drawn in units of the sampling set: contexts for a language model,
 * pairs otherwise.
 */
public final class NetworkSystem implements EnergySystem {
    private final Network network;
    private final float[] checkpoint;
    private final Sets sets;
    private final List<Pattern> patterns;
    private final int[] contexts;

    /**
     * The data of a system.
     *
     * @param base the evaluation set
     * @param evaluation the same, followed by the probe sets if there are any
     * @param sampling the sampling set; may be one of these
     * @param weights of the sampling examples, L = Σ weight · ℓ ÷ examples; null: 1
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sets(
            FixedBatch base,
            FixedBatch evaluation,
            FixedBatch sampling,
            float @Nullable [] weights) {

        static Sets of(Batch sampling, Batch evaluation, @Nullable Batch probes) {
            FixedBatch base = new FixedBatch(evaluation);
            return new Sets(
                    base,
                    probes == null ? base : new FixedBatch(evaluation.followedBy(probes)),
                    sampling == evaluation ? base : new FixedBatch(sampling),
                    null);
        }
    }

    /**
     * Without probe sets.
     *
     * @param checkpoint w*, length d; copied
     * @param sampling the sampling set
     * @param evaluation the evaluation set: the sampling set or a subsample
     * @param patterns over the evaluation examples
     */
    public NetworkSystem(
            Network network,
            float[] checkpoint,
            Batch sampling,
            Batch evaluation,
            List<Pattern> patterns) {
        this(network, checkpoint, sampling, evaluation, null, patterns);
    }

    /**
     * With probe sets, whose examples follow those of the evaluation set.
     *
     * @param probes all of them, of the evaluation set's kind and width; null: none
     * @throws IllegalArgumentException with one sentence if they are of another
     */
    public NetworkSystem(
            Network network,
            float[] checkpoint,
            Batch sampling,
            Batch evaluation,
            @Nullable Batch probes,
            List<Pattern> patterns) {
        this(network, checkpoint.clone(), Sets.of(sampling, evaluation, probes), patterns);
    }

    private NetworkSystem(Network network, float[] checkpoint, Sets sets, List<Pattern> patterns) {
        this.network = network;
        this.checkpoint = checkpoint;
        this.sets = sets;
        this.patterns = List.copyOf(patterns);
        Batch evaluation = sets.evaluation.batch();
        this.contexts = new int[evaluation.examples()];
        for (int i = 0; i < contexts.length; i++) {
            contexts[i] = i / evaluation.examplesPerUnit();
        }
    }

    /** The same with other patterns. */
    NetworkSystem withPatterns(List<Pattern> others) {
        return new NetworkSystem(network, checkpoint, sets, others);
    }

    /**
     * The same with one more probe set behind its examples, and other patterns.
     *
     * @param probe of the evaluation set's kind and width
     * @throws IllegalArgumentException with one sentence if it is of another
     */
    public NetworkSystem probing(Batch probe, List<Pattern> others) {
        Sets probed =
                new Sets(
                        sets.base,
                        new FixedBatch(sets.evaluation.batch().followedBy(probe)),
                        sets.sampling,
                        sets.weights);
        return new NetworkSystem(network, checkpoint, probed, others);
    }

    /**
     * Tokens of one context of the evaluation set.
     *
     * @throws IllegalArgumentException with one sentence if this is no language model
     */
    public int contextLength() {
        if (sets.base.batch() instanceof Batch.Tokens base) {
            return base.length();
        }
        throw new IllegalArgumentException("Only a language model has contexts of tokens.");
    }

    /** ℓ_z(w*) of all evaluation examples, in nats. */
    float[] checkpointLosses() {
        float[] losses = new float[examples()];
        view(IndexSet.range(0, dimension()), 0).exampleLosses(checkpoint, losses);
        return losses;
    }

    /**
     * What the language model at w* expects after each token of one context.
     *
     * @param context at least 2 tokens, at most one more than the model's context length, each in
     *     its vocabulary
     * @throws IllegalArgumentException with one sentence if they are not, or this is no language
     *     model
     */
    public Predictions predictions(int[] context) {
        if (context.length > contextLength()) {
            throw new IllegalArgumentException(
                    "A context has at most "
                            + contextLength()
                            + " tokens, but this one has "
                            + context.length
                            + ".");
        }
        Evaluator evaluator = new Evaluator(network, IndexSet.range(0, dimension()));
        float[] logits =
                evaluator.outputs(checkpoint, new Batch.Tokens(context.clone(), 1, context.length));
        return Predictions.ofLogits(logits, context.length - 1);
    }

    @Override
    public int dimension() {
        return checkpoint.length;
    }

    @Override
    public float[] checkpoint() {
        return checkpoint.clone();
    }

    @Override
    public List<Component> components() {
        return network.components();
    }

    @Override
    public Component component(String name) {
        return network.component(name);
    }

    @Override
    public int examples() {
        return contexts.length;
    }

    @Override
    public int baseExamples() {
        return sets.base.batch().examples();
    }

    @Override
    public int[] contextOfExample() {
        return contexts.clone();
    }

    @Override
    public List<Pattern> patterns() {
        return patterns;
    }

    @Override
    public boolean samplesEvaluationSet() {
        return sets.sampling == sets.base;
    }

    @Override
    public NetworkSystem perturbed(double[] mass) {
        Coordinates.checkMass(mass, contexts.length);
        int all = baseExamples();
        boolean probed = Arrays.stream(mass, all, mass.length).anyMatch(m -> m != 0);
        float[] perturbed = new float[probed ? mass.length : all];
        for (int z = 0; z < perturbed.length; z++) {
            double own = z < all ? 1.0 / all : 0;
            perturbed[z] = (float) (perturbed.length * (own + mass[z]));
        }
        FixedBatch sampling = probed ? sets.evaluation : sets.base;
        return new NetworkSystem(
                network,
                checkpoint,
                new Sets(sets.base, sets.evaluation, sampling, perturbed),
                patterns);
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return new View(moving, batchSize);
    }

    private final class View implements EnergyView {
        private final IndexSet moving;
        private final int batchSize;
        private final Evaluator evaluator;
        private final Evaluator.Fixed fixedEvaluation;
        private Evaluator.@Nullable Fixed prefix;
        private boolean prefixKnown;
        private final float[] flat = new float[checkpoint.length];

        View(IndexSet moving, int batchSize) {
            this.moving = moving;
            this.batchSize = batchSize;
            this.evaluator = new Evaluator(network, moving);
            this.fixedEvaluation = sets.evaluation.forLosses(evaluator, checkpoint);
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            int[] units = new int[batchSize];
            for (int i = 0; i < batchSize; i++) {
                units[i] = random.nextInt(sets.sampling.batch().units());
            }
            return gradient(parameters, units, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            return gradient(parameters, null, gradient);
        }

        private double gradient(float[] parameters, int @Nullable [] units, float[] gradient) {
            if (!prefixKnown) {
                prefix = sets.sampling.forGradients(evaluator, checkpoint);
                prefixKnown = true;
            }
            Evaluator.Fixed known = prefix;
            float[] chosen = units == null ? sets.weights : weights(units);
            double loss;
            if (known != null) {
                loss = evaluator.gradient(parameters, known, units, chosen, flat);
            } else {
                Batch all = sets.sampling.batch();
                Batch batch = units == null ? all : all.select(units);
                loss = evaluator.gradient(parameters, batch, chosen, flat);
            }
            moving.gather(flat, gradient);
            return loss;
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            evaluator.losses(parameters, fixedEvaluation, losses);
        }

        /** Of the examples of those units, in their order. */
        private float @Nullable [] weights(int[] units) {
            float[] all = sets.weights;
            if (all == null) {
                return null;
            }
            int each = sets.sampling.batch().examplesPerUnit();
            float[] chosen = new float[units.length * each];
            for (int i = 0; i < units.length; i++) {
                System.arraycopy(all, units[i] * each, chosen, i * each, each);
            }
            return chosen;
        }
    }
}
