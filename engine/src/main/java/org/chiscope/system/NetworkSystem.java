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

/**
 * A network with its checkpoint, sampling set, evaluation set and patterns, seen as an {@link
 * EnergySystem}. A minibatch is drawn in units of the sampling set: contexts for a language model,
 * pairs otherwise.
 */
public final class NetworkSystem implements EnergySystem {
    private final Network network;
    private final float[] checkpoint;
    private final Batch sampling;
    private final Batch evaluation;
    private final List<Pattern> patterns;
    private final int[] contexts;
    private final Map<Evaluator.FixedKey, Evaluator.Fixed> fixed = new HashMap<>();

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
        this.network = network;
        this.checkpoint = checkpoint.clone();
        this.sampling = sampling;
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

    private final class View implements EnergyView {
        private final IndexSet moving;
        private final int batchSize;
        private final Evaluator evaluator;
        private final Evaluator.Fixed fixedEvaluation;
        private final float[] flat = new float[checkpoint.length];

        View(IndexSet moving, int batchSize) {
            this.moving = moving;
            this.batchSize = batchSize;
            this.evaluator = new Evaluator(network, moving);
            this.fixedEvaluation = evaluationFor(evaluator);
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            double loss = evaluator.gradient(parameters, minibatch(random), flat);
            moving.gather(flat, gradient);
            return loss;
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            double loss = evaluator.gradient(parameters, sampling, flat);
            moving.gather(flat, gradient);
            return loss;
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            evaluator.losses(parameters, fixedEvaluation, losses);
        }

        private Batch minibatch(RandomStream random) {
            return switch (sampling) {
                case Batch.Tokens all -> {
                    int[] tokens = new int[batchSize * all.length()];
                    for (int i = 0; i < batchSize; i++) {
                        int context = random.nextInt(all.contexts());
                        System.arraycopy(
                                all.tokens(),
                                context * all.length(),
                                tokens,
                                i * all.length(),
                                all.length());
                    }
                    yield new Batch.Tokens(tokens, batchSize, all.length());
                }
                case Batch.Pairs all -> {
                    int in = all.inputs().length / all.count();
                    int out = all.targets().length / all.count();
                    float[] inputs = new float[batchSize * in];
                    float[] targets = new float[batchSize * out];
                    for (int i = 0; i < batchSize; i++) {
                        int pair = random.nextInt(all.count());
                        System.arraycopy(all.inputs(), pair * in, inputs, i * in, in);
                        System.arraycopy(all.targets(), pair * out, targets, i * out, out);
                    }
                    yield new Batch.Pairs(inputs, targets, batchSize);
                }
            };
        }
    }
}
