package org.chiscope.network;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/**
 * One worker's losses and gradients of a {@link Network} in which only the parameters of one index
 * set move. Layers below the lowest that moves are computed once for each {@link Fixed} batch, and
 * so are that layer's other heads if only heads of it move; gradients of parameters that do not
 * move are not formed, and back-propagation stops at the lowest layer that moves. Owns scratch
 * memory: not thread-safe.
 *
 * <p>A batch is worked through in chunks of {@link #CHUNK_ROWS} rows or one unit, whichever is
 * more, in order, so that results do not depend on anything but the batch.
 */
public final class Evaluator {
    /** With more, what a gradient needs of a context no longer stays near the processor. */
    private static final int CHUNK_ROWS = 128;

    private final Network network;
    private final IndexSet moving;
    private final int lowest;
    private final @Nullable HeadRange movingHeads;
    private final Pass pass = new Pass();
    private final float[][] activations;
    private float[] upper = new float[0];
    private float[] lower = new float[0];
    private float[] batchLosses = new float[0];

    /** {@code moving} are the only parameters that will differ from those given to {@link #fix}. */
    public Evaluator(Network network, IndexSet moving) {
        this.network = network;
        this.moving = moving;
        List<Layer> layers = network.layers();
        int first = 0;
        while (first < layers.size() && !layers.get(first).touches(moving)) {
            first++;
        }
        this.lowest = first;
        this.movingHeads =
                first < layers.size() && layers.get(first) instanceof AttentionBlock block
                        ? block.movingHeads(moving)
                        : null;
        this.activations = new float[layers.size() + 1][0];
    }

    /**
     * A batch with what does not change while the moving parameters do, if that is kept. Immutable:
     * workers with equal {@link #fixedKey()} may share it.
     */
    public static final class Fixed {
        private final Batch batch;
        private final FixedKey key;
        private final float @Nullable [] activations;
        private final float[] base;

        private Fixed(Batch batch, FixedKey key, float @Nullable [] activations, float[] base) {
            this.batch = batch;
            this.key = key;
            this.activations = activations;
            this.base = base;
        }
    }

    /**
     * What a {@link Fixed} depends on beside its batch and w*.
     *
     * @param layer the lowest layer that moves
     * @param heads the heads that move, if nothing else of that layer does; else null
     */
    public record FixedKey(int layer, @Nullable HeadRange heads) {}

    /** Under which key a {@link Fixed} of this evaluator may be shared. */
    public FixedKey fixedKey() {
        return new FixedKey(lowest, movingHeads);
    }

    /** Under which key what {@link #fixLayers} gives may be shared. */
    public FixedKey layersKey() {
        return new FixedKey(lowest, null);
    }

    /** Numbers that {@link #fixLayers} would keep of each row; 0 where it would save nothing. */
    public int layersWidth() {
        return lowest == 0 ? 0 : network.inputWidth(lowest);
    }

    /** Numbers that {@link #fix} would keep of each row; 0 where it would save nothing. */
    public int fixedWidth() {
        return layersWidth() * (movingHeads == null ? 1 : 2);
    }

    /** A batch of which nothing is kept: its losses are the same bit for bit, and take longer. */
    public Fixed unfixed(Batch batch) {
        return new Fixed(batch, fixedKey(), null, new float[0]);
    }

    /**
     * Prepares a batch of which gradients will be asked often: what reaches the lowest layer that
     * moves. {@code w} are all d parameters.
     */
    public Fixed fixLayers(float[] w, Batch batch) {
        return fix(w, batch, null);
    }

    /** Prepares a batch that will be evaluated often. {@code w} are all d parameters. */
    public Fixed fix(float[] w, Batch batch) {
        return fix(w, batch, movingHeads);
    }

    private Fixed fix(float[] w, Batch batch, @Nullable HeadRange heads) {
        pass.begin(false);
        int width = network.inputWidth(lowest);
        int size = batch.units() * batch.rowsPerUnit() * width;
        float[] stored = lowest == 0 ? inputs(batch) : new float[size];
        float[] base = new float[heads == null ? 0 : size];
        if (lowest > 0) {
            for (int unit = 0; unit < batch.units(); unit += pass.units) {
                pass.chunk(batch, unit, chunkUnits(batch, unit));
                int length = pass.rows() * width;
                int at = unit * batch.rowsPerUnit() * width;
                System.arraycopy(below(w, heads), 0, stored, at, length);
                if (heads != null) {
                    System.arraycopy(activations[lowest + 1], 0, base, at, length);
                }
            }
        }
        return new Fixed(batch, new FixedKey(lowest, heads), stored, base);
    }

    /**
     * What reaches the lowest layer that moves, for the pass' chunk; if some heads of it move, what
     * its attention reads, and the layer's output without them as activation of the next.
     */
    private float[] below(float[] w, @Nullable HeadRange heads) {
        loadInputs();
        forward(w, 0, lowest);
        float[] input = activations[lowest];
        if (heads == null) {
            return input;
        }
        AttentionBlock block = (AttentionBlock) network.layers().get(lowest);
        int length = pass.rows() * network.inputWidth(lowest);
        float[] normed = upper(length);
        block.outputWithout(pass, w, input, heads, normed, activation(lowest + 1, length));
        return normed;
    }

    /**
     * Writes the loss of each example.
     *
     * @param w all d parameters, equal to those given to {@link #fix} where they do not move
     */
    public void losses(float[] w, Fixed fixed, float[] losses) {
        check(fixed, fixedKey());
        switch (network.output()) {
            case TiedOutput all -> all.losses(pass, w, fixed.batch, losses);
            case AffineOutput last -> losses(w, fixed, last, losses);
        }
    }

    private void losses(float[] w, Fixed fixed, AffineOutput last, float[] losses) {
        pass.begin(false);
        Batch batch = fixed.batch;
        int width = network.inputWidth(lowest);
        for (int unit = 0; unit < batch.units(); unit += pass.units) {
            pass.chunk(batch, unit, chunkUnits(batch, unit));
            int length = pass.rows() * width;
            int first = unit * batch.rowsPerUnit();
            float[] input;
            if (fixed.activations == null) {
                input = below(w, movingHeads);
            } else {
                input = activation(lowest, length);
                System.arraycopy(fixed.activations, first * width, input, 0, length);
            }
            int next = lowest;
            if (movingHeads != null) {
                AttentionBlock block = (AttentionBlock) network.layers().get(lowest);
                float[] output = activation(lowest + 1, length);
                if (fixed.activations != null) {
                    System.arraycopy(fixed.base, first * width, output, 0, length);
                }
                block.addHeads(pass, w, input, movingHeads, output);
                next = lowest + 1;
            }
            forward(w, next, network.layers().size());
            last.losses(
                    pass,
                    w,
                    activations[network.layers().size()],
                    losses,
                    unit * batch.examplesPerUnit());
        }
    }

    private static void check(Fixed fixed, FixedKey key) {
        if (!fixed.key.equals(key)) {
            throw new IllegalArgumentException(
                    "This batch was prepared for "
                            + fixed.key
                            + ", but what moves here asks for "
                            + key
                            + ".");
        }
    }

    /**
     * The mean loss over the batch, and its gradient.
     *
     * @param gradient length d: receives the gradient at the moving parameters; other entries are
     *     unspecified
     */
    public double gradient(float[] w, Batch batch, float[] gradient) {
        return gradient(w, batch, null, gradient);
    }

    /**
     * The weighted mean loss, Σ weight · loss ÷ examples, and its gradient.
     *
     * @param weights one an example of the batch, of any sign; null: 1
     * @param gradient as above
     */
    public double gradient(float[] w, Batch batch, float @Nullable [] weights, float[] gradient) {
        return gradient(w, batch, null, weights, 0, batch.units(), batch.examples(), gradient);
    }

    /**
     * The same of some units of a batch, or of all, whose lower layers are known: bit for bit what
     * they give without.
     *
     * @param fixed of {@link #fixLayers}, with parameters that were the same where they do not move
     * @param units in their order; null for all
     * @param weights one an example of these units, of any sign; null: 1
     */
    public double gradient(
            float[] w,
            Fixed fixed,
            int @Nullable [] units,
            float @Nullable [] weights,
            float[] gradient) {
        check(fixed, layersKey());
        Batch batch = units == null ? fixed.batch : fixed.batch.select(units);
        Known known = new Known(fixed, units);
        return gradient(w, batch, known, weights, 0, batch.units(), batch.examples(), gradient);
    }

    /** Where the lower layers of a batch's units are found; null units: at their own places. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(Fixed fixed, int @Nullable [] units) {
        int place(int unit) {
            return units == null ? unit : units[unit];
        }
    }

    /**
     * The sum of losses over units {@code from} to {@code to} (excluded) divided by {@code
     * divisor}, and its gradient: a shard of a batch.
     */
    public double gradient(
            float[] w, Batch batch, int from, int to, int divisor, float[] gradient) {
        return gradient(w, batch, null, null, from, to, divisor, gradient);
    }

    private double gradient(
            float[] w,
            Batch batch,
            @Nullable Known known,
            float @Nullable [] weights,
            int from,
            int to,
            int divisor,
            float[] gradient) {
        return switch (network.output()) {
            case TiedOutput all ->
                    all.gradient(pass, w, batch, weights, from, to, divisor, gradient);
            case AffineOutput last ->
                    gradient(w, batch, known, last, weights, from, to, divisor, gradient);
        };
    }

    private double gradient(
            float[] w,
            Batch batch,
            @Nullable Known known,
            AffineOutput last,
            float @Nullable [] weights,
            int from,
            int to,
            int divisor,
            float[] gradient) {
        pass.begin(true);
        List<Layer> layers = network.layers();
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            if (Layer.touches(moving, tensor)) {
                Arrays.fill(gradient, tensor.offset(), tensor.end(), 0f);
            }
        }
        int perUnit = batch.examplesPerUnit();
        if (batchLosses.length < batch.examples()) {
            batchLosses = new float[batch.examples()];
        }
        for (int unit = from; unit < to; unit += pass.units) {
            pass.chunk(batch, unit, Math.min(to - unit, chunkUnits(batch, unit)));
            if (known == null) {
                loadInputs();
                forward(w, 0, layers.size());
            } else {
                load(known, unit);
                forward(w, lowest, layers.size());
            }
            float[] dy = upper(pass.rows() * network.inputWidth(layers.size()));
            last.gradient(
                    pass,
                    w,
                    activations[layers.size()],
                    batchLosses,
                    unit * perUnit,
                    1f / divisor,
                    weights,
                    lowest == layers.size() ? null : dy,
                    gradient,
                    moving);
            for (int i = layers.size() - 1; i >= lowest; i--) {
                Layer layer = layers.get(i);
                float[] dx = null;
                if (i > lowest) {
                    int length = pass.rows() * layer.inputWidth();
                    dx = dy == upper ? lower(length) : upper(length);
                }
                layer.backward(pass, w, activations[i], dy, dx, gradient, moving);
                if (dx != null) {
                    dy = dx;
                }
            }
        }
        double sum = 0;
        for (int i = from * perUnit; i < to * perUnit; i++) {
            sum += weights == null ? batchLosses[i] : (double) weights[i] * batchLosses[i];
        }
        return sum / divisor;
    }

    private static int chunkUnits(Batch batch, int unit) {
        int units = Math.max(1, CHUNK_ROWS / batch.rowsPerUnit());
        return Math.min(units, batch.units() - unit);
    }

    private void loadInputs() {
        int length = pass.rows() * network.inputWidth(0);
        if (length > 0) { // tokens are read by the embedding
            float[] inputs = inputs(pass.batch);
            int at = pass.firstUnit * network.inputWidth(0);
            System.arraycopy(inputs, at, activation(0, length), 0, length);
        }
    }

    /** What a batch holds for a network that begins with numbers; nothing of tokens. */
    private static float[] inputs(Batch batch) {
        return switch (batch) {
            case Batch.Pairs pairs -> pairs.inputs();
            case Batch.Labelled labelled -> labelled.inputs();
            case Batch.Tokens _, Batch.Sequences _ -> new float[0];
        };
    }

    /** Copies what reaches the lowest layer that moves, of the chunk from that unit on. */
    private void load(Known known, int unit) {
        float[] kept = Objects.requireNonNull(known.fixed.activations);
        int length = pass.rowsPerUnit * network.inputWidth(lowest);
        float[] input = activation(lowest, pass.units * length);
        for (int i = 0; i < pass.units; i++) {
            System.arraycopy(kept, known.place(unit + i) * length, input, i * length, length);
        }
    }

    private void forward(float[] w, int from, int to) {
        List<Layer> layers = network.layers();
        for (int i = from; i < to; i++) {
            float[] y = activation(i + 1, pass.rows() * layers.get(i).outputWidth());
            layers.get(i).forward(pass, w, activations[i], y);
        }
    }

    private float[] activation(int index, int length) {
        if (activations[index].length < length) {
            activations[index] = new float[length];
        }
        return activations[index];
    }

    private float[] upper(int length) {
        if (upper.length < length) {
            upper = new float[length];
        }
        return upper;
    }

    private float[] lower(int length) {
        if (lower.length < length) {
            lower = new float[length];
        }
        return lower;
    }

    /**
     * What the network puts out for each example, before the loss: logits, or predictions.
     *
     * @return examples × output width
     * @throws IllegalArgumentException for a toy model of superposition, whose outputs are never
     *     stored
     */
    public float[] outputs(float[] w, Batch batch) {
        if (!(network.output() instanceof AffineOutput last)) {
            throw new IllegalArgumentException("Outputs of this network are never stored.");
        }
        int width = last.map().outputWidth();
        float[] outputs = new float[batch.examples() * width];
        pass.begin(false);
        for (int unit = 0; unit < batch.units(); unit += pass.units) {
            pass.chunk(batch, unit, chunkUnits(batch, unit));
            loadInputs();
            forward(w, 0, network.layers().size());
            last.outputs(
                    pass,
                    w,
                    activations[network.layers().size()],
                    outputs,
                    unit * batch.examplesPerUnit() * width);
        }
        return outputs;
    }

    /**
     * Attention probabilities of every block for one chunk of contexts, for scores of heads.
     *
     * @return one array a block: contexts × heads × length × length, of the inputs (context length
     *     less one)
     */
    List<float[]> attention(float[] w, Batch.Tokens batch) {
        pass.begin(true);
        pass.chunk(batch, 0, batch.contexts());
        forward(w, 0, network.layers().size());
        return network.layers().stream()
                .filter(AttentionBlock.class::isInstance)
                .map(layer -> ((AttentionBlock) layer).probabilities(pass))
                .toList();
    }
}
