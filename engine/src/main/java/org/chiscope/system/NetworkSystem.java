package org.chiscope.system;

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
    private final FixedBatch sampling;
    private final float @Nullable [] weights;

    /** The same as the sampling set, or another; shared with perturbed systems. */
    private final FixedBatch evaluation;

    private final List<Pattern> patterns;
    private final int[] contexts;

    /**
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
        this(
                network,
                checkpoint.clone(),
                new FixedBatch(evaluation),
                sampling == evaluation ? null : new FixedBatch(sampling),
                null,
                patterns);
    }

    /**
     * @param sampling null: the evaluation set
     * @param weights of the sampling examples, L = Σ weight · ℓ ÷ examples; null: 1
     */
    private NetworkSystem(
            Network network,
            float[] checkpoint,
            FixedBatch evaluation,
            @Nullable FixedBatch sampling,
            float @Nullable [] weights,
            List<Pattern> patterns) {
        this.network = network;
        this.checkpoint = checkpoint;
        this.sampling = sampling == null ? evaluation : sampling;
        this.weights = weights;
        this.evaluation = evaluation;
        this.patterns = List.copyOf(patterns);
        this.contexts = new int[evaluation.batch().examples()];
        for (int i = 0; i < contexts.length; i++) {
            contexts[i] = i / evaluation.batch().examplesPerUnit();
        }
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
    public int[] contextOfExample() {
        return contexts.clone();
    }

    @Override
    public List<Pattern> patterns() {
        return patterns;
    }

    @Override
    public boolean samplesEvaluationSet() {
        return sampling == evaluation;
    }

    @Override
    public EnergySystem perturbed(double[] mass) {
        Coordinates.checkMass(mass, contexts.length);
        float[] perturbed = new float[mass.length];
        for (int z = 0; z < mass.length; z++) {
            perturbed[z] = (float) (1 + mass.length * mass[z]);
        }
        return new NetworkSystem(network, checkpoint, evaluation, null, perturbed, patterns);
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
            this.fixedEvaluation = evaluation.forLosses(evaluator, checkpoint);
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            int[] units = new int[batchSize];
            for (int i = 0; i < batchSize; i++) {
                units[i] = random.nextInt(sampling.batch().units());
            }
            return gradient(parameters, units, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            return gradient(parameters, null, gradient);
        }

        private double gradient(float[] parameters, int @Nullable [] units, float[] gradient) {
            if (!prefixKnown) {
                prefix = sampling.forGradients(evaluator, checkpoint);
                prefixKnown = true;
            }
            Evaluator.Fixed known = prefix;
            float[] chosen = units == null ? weights : weights(units);
            double loss;
            if (known != null) {
                loss = evaluator.gradient(parameters, known, units, chosen, flat);
            } else {
                Batch all = sampling.batch();
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
            if (weights == null) {
                return null;
            }
            int each = sampling.batch().examplesPerUnit();
            float[] chosen = new float[units.length * each];
            for (int i = 0; i < units.length; i++) {
                System.arraycopy(weights, units[i] * each, chosen, i * each, each);
            }
            return chosen;
        }
    }
}
