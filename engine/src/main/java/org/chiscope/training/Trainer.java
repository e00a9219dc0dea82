package org.chiscope.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network with {@link OptimizerSettings AdamW}. Each epoch goes through all units of the
 * sampling set once in a seeded random order. A minibatch is cut into shards of some {@link
 * #SHARD_ROWS} rows whose gradients are added in order, so that the result is the same to the last
 * bit whatever the number of workers, and a training continued from its {@link State} is the
 * undisturbed one.
 */
public final class Trainer implements AutoCloseable {
    /** Rows of a shard, less what does not make a whole unit; one unit at least. */
    static final int SHARD_ROWS = 512;

    private final Network network;
    private final OptimizerSettings settings;
    private final Batch data;
    private final long seed;
    private final @Nullable Emphasis emphasis;
    private final int[] emphasised;
    private final int shardUnits;
    private final AdamW optimizer;
    private final float[] w;
    private final float[] gradient;
    private final List<Evaluator> evaluators = new ArrayList<>();
    private final List<float[]> shardGradients = new ArrayList<>();
    private final double[] shardLosses;
    private final ExecutorService executor;
    private final int workers;
    private long step;
    private int[] order = new int[0];
    private long orderEpoch = -1;

    /**
     * All that a later training needs to continue.
     *
     * @param step steps done
     * @param parameters w, length d
     * @param mean AdamW's first moments, length d
     * @param square AdamW's second moments, length d
     */
    public record State(long step, float[] parameters, float[] mean, float[] square) {

        /** The start of a training from {@code parameters}. */
        public static State start(float[] parameters) {
            return new State(
                    0, parameters, new float[parameters.length], new float[parameters.length]);
        }
    }

    /**
     * Copies {@code state}.
     *
     * @param emphasis how much more often some units are seen at first; or null
     * @param emphasised these units
     * @param data the sampling set
     * @param workers the number of threads
     */
    public Trainer(
            Network network,
            OptimizerSettings settings,
            @Nullable Emphasis emphasis,
            int[] emphasised,
            Batch data,
            long seed,
            State state,
            int workers) {
        this.network = network;
        this.settings = settings;
        this.emphasis = emphasis;
        this.emphasised = emphasised.clone();
        this.data = data;
        this.seed = seed;
        this.step = state.step();
        this.w = state.parameters().clone();
        this.gradient = new float[w.length];
        this.optimizer =
                new AdamW(settings, network.layout(), state.mean().clone(), state.square().clone());
        this.shardUnits = Math.max(1, SHARD_ROWS / data.rowsPerUnit());
        int shards = Math.ceilDiv(settings.batchSize(), shardUnits);
        this.workers = Math.max(1, Math.min(workers, shards));
        for (int i = 0; i < shards; i++) {
            shardGradients.add(new float[w.length]);
        }
        this.shardLosses = new double[shards];
        for (int i = 0; i < this.workers; i++) {
            evaluators.add(new Evaluator(network, IndexSet.range(0, w.length)));
        }
        this.executor =
                Executors.newFixedThreadPool(
                        this.workers,
                        task -> {
                            Thread thread = new Thread(task, "training");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Steps done. */
    public long stepsDone() {
        return step;
    }

    /** A copy of all that a later training needs to continue. */
    public State state() {
        return new State(step, w.clone(), optimizer.mean().clone(), optimizer.square().clone());
    }

    /** The present parameters; live, not to be changed. */
    public float[] parameters() {
        return w;
    }

    /**
     * Does one step and returns the minibatch's mean loss before it, in nats an example.
     *
     * @throws DivergedException if the loss is not finite: the training has diverged
     */
    public double advance() throws InterruptedException {
        Batch batch = minibatch();
        int shards = shardLosses.length;
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            int first = worker;
            tasks.add(
                    () -> {
                        for (int shard = first; shard < shards; shard += workers) {
                            int from = shard * shardUnits;
                            int to = Math.min(batch.units(), from + shardUnits);
                            shardLosses[shard] =
                                    evaluators
                                            .get(first)
                                            .gradient(
                                                    w,
                                                    batch,
                                                    from,
                                                    to,
                                                    batch.examples(),
                                                    shardGradients.get(shard));
                        }
                        return null;
                    });
        }
        for (Future<Void> done : executor.invokeAll(tasks)) {
            try {
                done.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException("A training worker failed.", failure.getCause());
            }
        }
        double loss = 0;
        Arrays.fill(gradient, 0f);
        for (int shard = 0; shard < shards; shard++) {
            loss += shardLosses[shard];
            float[] part = shardGradients.get(shard);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += part[i];
            }
        }
        if (!Double.isFinite(loss)) {
            throw new DivergedException(
                    "The training loss must stay finite, but at step "
                            + step
                            + " it is "
                            + loss
                            + "; lower peakLearningRate (now "
                            + settings.peakLearningRate()
                            + ").");
        }
        optimizer.step(step, w, gradient);
        step++;
        return loss;
    }

    private Batch minibatch() {
        int[] units = new int[settings.batchSize()];
        for (int i = 0; i < units.length; i++) {
            units[i] = unit(step * settings.batchSize() + i);
        }
        return data.select(units);
    }

    /** The unit at a position of the training: mostly the next one of its epoch. */
    private int unit(long position) {
        if (emphasis != null && step < emphasis.steps()) {
            RandomStream stream = RandomStream.of(seed, RandomStream.hash("emphasis"), position);
            if (stream.nextDouble() < emphasis.fraction()) {
                return emphasised[stream.nextInt(emphasised.length)];
            }
        }
        return unit(position / data.units(), (int) (position % data.units()));
    }

    private int unit(long epoch, int position) {
        if (epoch != orderEpoch) {
            order =
                    RandomStream.of(seed, RandomStream.hash("epoch"), epoch)
                            .permutation(data.units());
            orderEpoch = epoch;
        }
        return order[position];
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
