package org.chiscope.system;

import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;

/**
 * Bayesian linear regression, whose posterior, susceptibilities and local learning coefficient are
 * known in closed form (theory: w ~ N(m, (nβH + γI)⁻¹)). Parameters are the weights w, named {@code
 * w0}, {@code w1}, …; the loss of example i is ℓ_i = ½(y_i − x_iᵀw)², in nats: −log p(y | x, w) for
 * Gaussian noise of variance 1, without its constant ½ log 2π, which no susceptibility sees.
 *
 * <p>Everything is computed in double from float parameters; losses and gradients are rounded to
 * float where they are handed out. The evaluation set is the sampling set: all examples, each a
 * context of its own.
 */
public final class LinearRegressionSystem implements EnergySystem {
    private final double[][] inputs;
    private final double[] targets;
    private final double[] weights;
    private final float[] checkpoint;
    private final List<Component> components;
    private final List<Pattern> patterns;

    /**
     * @param inputs x as {@code [example][weight]}, n × d
     * @param targets y, length n
     * @param checkpoint w*, length d; need not be the minimum
     * @param components with their rows, over the d weights
     * @param patterns over the n examples
     * @throws IllegalArgumentException with one sentence if shapes do not fit
     */
    public LinearRegressionSystem(
            double[][] inputs,
            double[] targets,
            float[] checkpoint,
            List<Component> components,
            List<Pattern> patterns) {
        if (inputs.length == 0 || inputs.length != targets.length) {
            throw new IllegalArgumentException(
                    "Linear regression needs as many targets as inputs, and at least one, but got "
                            + inputs.length
                            + " inputs and "
                            + targets.length
                            + " targets.");
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length != checkpoint.length) {
                throw new IllegalArgumentException(
                        "Input "
                                + i
                                + " has "
                                + inputs[i].length
                                + " numbers, but the checkpoint has "
                                + checkpoint.length
                                + " weights.");
            }
        }
        for (Component component : components) {
            IndexSet indices = component.indices();
            if (indices.end(indices.ranges() - 1) > checkpoint.length) {
                throw new IllegalArgumentException(
                        "Component "
                                + component.name()
                                + " reaches beyond the "
                                + checkpoint.length
                                + " weights.");
            }
        }
        for (Pattern pattern : patterns) {
            int[] examples = pattern.examples();
            if (examples[examples.length - 1] >= inputs.length) {
                throw new IllegalArgumentException(
                        "Pattern "
                                + pattern.name()
                                + " reaches beyond the "
                                + inputs.length
                                + " examples.");
            }
        }
        this.inputs = Arrays.stream(inputs).map(double[]::clone).toArray(double[][]::new);
        this.targets = targets.clone();
        weights = new double[targets.length];
        Arrays.fill(weights, 1);
        this.checkpoint = checkpoint.clone();
        this.components = List.copyOf(components);
        this.patterns = List.copyOf(patterns);
    }

    /** {@code base} with other weights of the examples, L = Σ weight · ℓ ÷ examples. */
    private LinearRegressionSystem(LinearRegressionSystem base, double[] weights) {
        inputs = base.inputs;
        targets = base.targets;
        checkpoint = base.checkpoint;
        components = base.components;
        patterns = base.patterns;
        this.weights = weights;
    }

    @Override
    public EnergySystem perturbed(double[] mass) {
        Coordinates.checkMass(mass, inputs.length);
        double[] perturbed = weights.clone();
        for (int i = 0; i < mass.length; i++) {
            perturbed[i] += inputs.length * mass[i];
        }
        return new LinearRegressionSystem(this, perturbed);
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
        return components;
    }

    @Override
    public Component component(String name) {
        return Coordinates.component(name, components, checkpoint.length);
    }

    @Override
    public int examples() {
        return inputs.length;
    }

    @Override
    public int[] contextOfExample() {
        return Coordinates.ownContexts(inputs.length);
    }

    @Override
    public List<Pattern> patterns() {
        return patterns;
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return new View(moving, batchSize);
    }

    private final class View implements EnergyView {
        private final int[] moving;
        private final int batchSize;
        private final double[] sum;

        View(IndexSet moving, int batchSize) {
            this.moving = moving.members();
            this.batchSize = batchSize;
            sum = new double[this.moving.length];
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            Arrays.fill(sum, 0);
            double loss = 0;
            for (int b = 0; b < batchSize; b++) {
                loss += add(random.nextInt(inputs.length), parameters);
            }
            return finish(loss, batchSize, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            Arrays.fill(sum, 0);
            double loss = 0;
            for (int i = 0; i < inputs.length; i++) {
                loss += add(i, parameters);
            }
            return finish(loss, inputs.length, gradient);
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            for (int i = 0; i < inputs.length; i++) {
                double residual = residual(i, parameters);
                losses[i] = (float) (0.5 * residual * residual);
            }
        }

        /** Adds weight · ∇ℓ_i = −weight (y_i − x_iᵀw) x_i to the sum; returns weight · ℓ_i. */
        private double add(int i, float[] parameters) {
            double residual = residual(i, parameters);
            double[] input = inputs[i];
            for (int j = 0; j < moving.length; j++) {
                sum[j] -= weights[i] * residual * input[moving[j]];
            }
            return weights[i] * (0.5 * residual * residual);
        }

        private double residual(int i, float[] parameters) {
            double residual = targets[i];
            double[] input = inputs[i];
            for (int j = 0; j < input.length; j++) {
                residual -= input[j] * parameters[j];
            }
            return residual;
        }

        private double finish(double loss, int count, float[] gradient) {
            for (int j = 0; j < sum.length; j++) {
                gradient[j] = (float) (sum[j] / count);
            }
            return loss / count;
        }
    }
}
