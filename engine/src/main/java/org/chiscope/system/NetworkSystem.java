package org.chiscope.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** Bytes that may be spent on what minibatches have in common, for each layer. */
    private static final long PREFIX_BYTES = 64 << 20;

    private final Network network;
    private final float[] checkpoint;
    private final Batch sampling;
    private final float @Nullable [] weights;
    private final Batch evaluation;
    private final List<Pattern> patterns;
    private final int[] contexts;

    /** Of the evaluation set; shared with perturbed systems, which have the same one. */
    private final Map<Evaluator.FixedKey, Evaluator.Fixed> fixed;

    /** Of the sampling set; the same where that is the evaluation set. */
    private final Map<Evaluator.FixedKey, Evaluator.Fixed> prefixes;

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
        this(network, checkpoint.clone(), sampling, null, evaluation, patterns, new HashMap<>());
    }

    /**
     * @param weights of the sampling examples, L = Σ weight · ℓ ÷ examples; null: 1
     */
    private NetworkSystem(
            Network network,
            float[] checkpoint,
            Batch sampling,
            float @Nullable [] weights,
            Batch evaluation,
            List<Pattern> patterns,
            Map<Evaluator.FixedKey, Evaluator.Fixed> fixed) {
        this.fixed = fixed;
        this.prefixes = sampling == evaluation ? fixed : new HashMap<>();
        this.network = network;
        this.checkpoint = checkpoint;
        this.sampling = sampling;
        this.weights = weights;
        this.evaluation = evaluation;
        this.patterns = List.copyOf(patterns);
        this.contexts = new int[evaluation.examples()];
        for (int i = 0; i < contexts.length; i++) {
            contexts[i] = i / evaluation.examplesPerUnit();
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
        return evaluation.examples();
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
        Coordinates.checkMass(mass, evaluation.examples());
        float[] perturbed = new float[mass.length];
        for (int z = 0; z < mass.length; z++) {
            perturbed[z] = (float) (1 + mass.length * mass[z]);
        }
        return new NetworkSystem(
                network, checkpoint, evaluation, perturbed, evaluation, patterns, fixed);
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return new View(moving, batchSize);
    }

    /**
     * The evaluation set with what does not change prepared, shared by all views that move alike.
     */
    private Evaluator.Fixed evaluationFor(Evaluator evaluator) {
        synchronized (fixed) {
            return fixed.computeIfAbsent(
                    evaluator.fixedKey(), key -> evaluator.fix(checkpoint, evaluation));
        }
    }

    /**
     * The sampling set with the layers that do not move computed, shared by all views that move
     * alike; null where that saves nothing or takes too much memory.
     */
    private Evaluator.@Nullable Fixed prefixFor(Evaluator evaluator) {
        long bytes = 4L * sampling.examples() * evaluator.layersWidth();
        if (bytes == 0 || bytes > PREFIX_BYTES) {
            return null;
        }
        synchronized (prefixes) {
            return prefixes.computeIfAbsent(
                    evaluator.layersKey(), key -> evaluator.fixLayers(checkpoint, sampling));
        }
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
            this.fixedEvaluation = evaluationFor(evaluator);
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            int[] units = new int[batchSize];
            for (int i = 0; i < batchSize; i++) {
                units[i] = random.nextInt(sampling.units());
            }
            return gradient(parameters, units, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            return gradient(parameters, null, gradient);
        }

        private double gradient(float[] parameters, int @Nullable [] units, float[] gradient) {
            if (!prefixKnown) {
                prefix = prefixFor(evaluator);
                prefixKnown = true;
            }
            Evaluator.Fixed known = prefix;
            float[] chosen = units == null ? weights : weights(units);
            double loss;
            if (known != null) {
                loss = evaluator.gradient(parameters, known, units, chosen, flat);
            } else {
                Batch batch = units == null ? sampling : sampling.select(units);
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
            int each = sampling.examplesPerUnit();
            float[] chosen = new float[units.length * each];
            for (int i = 0; i < units.length; i++) {
                System.arraycopy(weights, units[i] * each, chosen, i * each, each);
            }
            return chosen;
        }
    }
}
