package org.chiscope.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.math.IndexSet;
import org.chiscope.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * y = x + O·attention(norm(x)): causal multi-head self-attention (Vaswani et al., 2017) with its
 * residual. Query, key and value weights lie one after the other in the flat array, and so do their
 * biases, so that one product makes all three; head h owns rows h·width … (h+1)·width of each and
 * the same columns of the output weight. Where only some heads' gradients are asked for and no
 * layer below needs one, the others are not computed.
 */
final class AttentionBlock extends Layer {
    // Scratch slots.
    private static final int CENTRED = 0;
    private static final int SCALE = 1;
    private static final int NORMED = 2;
    private static final int QKV = 3;
    private static final int KEPT = 4;
    private static final int MIXED = 5;
    private static final int MIXED_GRADIENT = 6;
    private static final int QKV_GRADIENT = 7;
    private static final int NORMED_GRADIENT = 8;
    private static final int SLOTS = 9;

    private final Norm norm;
    private final List<Affine> inputs;
    private final Affine output;
    private final CausalAttention attention;
    private final @Nullable Rotary rotary;
    private final HeadRange allHeads;
    private final int headWidth;
    private final int width;
    private final int inner;
    private final int inputWeights;

    /**
     * @param inputs of queries, keys and values, in this order; with biases all or none
     * @param output of what the heads mixed together
     */
    AttentionBlock(
            Norm norm, List<Affine> inputs, Affine output, int heads, @Nullable Rotary rotary) {
        super(output.outputWidth(), output.outputWidth(), SLOTS);
        this.norm = norm;
        this.inputs = List.copyOf(inputs);
        this.output = output;
        this.rotary = rotary;
        this.width = output.outputWidth();
        this.inner = output.inputWidth();
        this.headWidth = inner / heads;
        this.allHeads = new HeadRange(0, heads);
        this.attention = new CausalAttention(heads, headWidth);
        this.inputWeights = inputs.getFirst().weight().offset();
    }

    /** The parameters of one head: its rows of query, key and value, its columns of the output. */
    IndexSet head(int head) {
        int from = head * headWidth;
        int to = from + headWidth;
        List<IndexSet> parts = new ArrayList<>();
        for (Affine input : inputs) {
            parts.add(input.weight().rows(from, to));
            if (input.bias() != null) {
                parts.add(input.bias().rows(from, to));
            }
        }
        parts.add(output.weight().columns(from, to));
        return IndexSet.union(parts);
    }

    @Override
    boolean touches(IndexSet moving) {
        return norm.touches(moving)
                || output.touches(moving)
                || inputs.stream().anyMatch(input -> input.touches(moving));
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        float[] normed = scratch(pass, NORMED, pass.rows() * width);
        normalize(pass, w, x, normed);
        mix(pass, w, normed, allHeads);
        project(pass, w, x, y);
    }

    /**
     * The heads that {@code moving} touches, and those between them, if it touches nothing else of
     * this block and these are not all; null otherwise. Then the output is {@link #outputWithout}
     * these heads plus what {@link #addHeads} adds.
     */
    @Nullable HeadRange movingHeads(IndexSet moving) {
        if (norm.touches(moving) || (output.bias() != null && touches(moving, output.bias()))) {
            return null;
        }
        HeadRange range = headsIn(moving);
        return allHeads.equals(range) ? null : range;
    }

    /**
     * Writes norm(x) into {@code normed} and the output without some heads into {@code y}; both
     * rows × width.
     */
    void outputWithout(
            Pass pass, float[] w, float[] x, HeadRange range, float[] normed, float[] y) {
        float[] mixed = mixed(pass);
        normalize(pass, w, x, normed);
        mix(pass, w, normed, allHeads);
        for (int at = 0; at < pass.rows() * inner; at += inner) {
            Arrays.fill(mixed, at + range.from() * headWidth, at + range.to() * headWidth, 0f);
        }
        project(pass, w, x, y);
    }

    /** Adds the output of some heads to {@code y}. */
    void addHeads(Pass pass, float[] w, float[] normed, HeadRange range, float[] y) {
        mix(pass, w, normed, range);
        int at = range.from() * headWidth;
        pass.kernels.multiply(
                pass.rows(),
                new Matrix(mixed(pass), at, inner),
                pass.packed(w, output.weight().offset() + at, inner, width, columns(range), true),
                new Matrix(y, 0, width),
                true);
    }

    /** The probabilities of the last forward: units × heads × length × length. */
    float[] probabilities(Pass pass) {
        return attention.probabilities(pass, qkv(pass), kept(pass));
    }

    private float[] kept(Pass pass) {
        return scratch(pass, KEPT, attention.kept(pass));
    }

    private float[] qkv(Pass pass) {
        return scratch(pass, QKV, pass.rows() * 3 * inner);
    }

    private float[] mixed(Pass pass) {
        return scratch(pass, MIXED, pass.rows() * inner);
    }

    private int columns(HeadRange range) {
        return (range.to() - range.from()) * headWidth;
    }

    private void normalize(Pass pass, float[] w, float[] x, float[] normed) {
        int rows = pass.rows();
        norm.forward(
                pass.kernels,
                w,
                rows,
                x,
                normed,
                scratch(pass, CENTRED, rows * width),
                scratch(pass, SCALE, rows));
    }

    /** y = x + O·mixed. */
    private void project(Pass pass, float[] w, float[] x, float[] y) {
        output.forward(pass, w, pass.rows(), mixed(pass), y);
        pass.kernels.add(x, 0, y, 0, pass.rows() * width);
    }

    /** Writes what some heads mix together into their columns of {@link #mixed}. */
    private void mix(Pass pass, float[] w, float[] normed, HeadRange range) {
        int rows = pass.rows();
        float[] qkv = qkv(pass);
        int at = range.from() * headWidth;
        int columns = columns(range);
        int stride = 3 * inner;
        Matrix input = new Matrix(normed, 0, width);
        for (Part part : parts(range)) {
            pass.kernels.multiply(
                    rows,
                    input,
                    pass.packed(
                            w,
                            inputWeights + part.from() * width,
                            width,
                            part.columns(),
                            width,
                            true),
                    new Matrix(qkv, part.from(), stride),
                    false);
        }
        ParameterLayout.Tensor bias = inputs.getFirst().bias();
        for (int row = 0; bias != null && row < rows; row++) {
            int q = row * stride + at;
            for (int part = 0; part < stride; part += inner) {
                pass.kernels.add(w, bias.offset() + at + part, qkv, q + part, columns);
            }
        }
        rotate(pass, qkv, range, 1f);
        attention.forward(pass, range, qkv, kept(pass), mixed(pass));
    }

    /** Neighbouring columns of queries, keys and values, which are rows of their weights. */
    private record Part(int from, int columns) {}

    /** The columns of some heads; in one part if these are all. */
    private List<Part> parts(HeadRange range) {
        if (range.equals(allHeads)) {
            return List.of(new Part(0, 3 * inner));
        }
        int at = range.from() * headWidth;
        int columns = columns(range);
        return List.of(
                new Part(at, columns),
                new Part(at + inner, columns),
                new Part(at + 2 * inner, columns));
    }

    /** Turns queries and keys of some heads, of all rows. */
    private void rotate(Pass pass, float[] qkv, HeadRange range, float direction) {
        if (rotary == null) {
            return;
        }
        int heads = range.to() - range.from();
        for (int row = 0; row < pass.rows(); row++) {
            int position = row % pass.rowsPerUnit;
            int at = row * 3 * inner + range.from() * headWidth;
            rotary.rotate(pass.kernels, qkv, at, heads, position, direction);
            rotary.rotate(pass.kernels, qkv, at + inner, heads, position, direction);
        }
    }

    @Override
    void backward(
            Pass pass,
            float[] w,
            float[] x,
            float[] dy,
            float @Nullable [] dx,
            float[] gradient,
            IndexSet wanted) {
        int rows = pass.rows();
        if (output.bias() != null && touches(wanted, output.bias())) {
            Affine.addColumnSums(pass.kernels, rows, width, dy, gradient, output.bias().offset());
        }
        boolean inputNeeded = dx != null || norm.touches(wanted);
        HeadRange wantedHeads = headsIn(wanted);
        HeadRange range = inputNeeded ? allHeads : wantedHeads;
        float[] dqkv = scratch(pass, QKV_GRADIENT, rows * 3 * inner);
        if (range != null) {
            attentionGradient(pass, w, dy, range, dqkv);
        }
        if (wantedHeads != null) {
            addWeightGradients(pass, dy, dqkv, wantedHeads, gradient);
        }
        if (dx != null) {
            System.arraycopy(dy, 0, dx, 0, rows * width);
        }
        if (inputNeeded) {
            float[] dNormed = scratch(pass, NORMED_GRADIENT, rows * width);
            pass.kernels.multiply(
                    rows,
                    new Matrix(dqkv, 0, 3 * inner),
                    pass.packed(w, inputWeights, width, width, 3 * inner, false),
                    new Matrix(dNormed, 0, width),
                    false);
            norm.backward(
                    pass.kernels,
                    w,
                    rows,
                    scratch(pass, CENTRED, rows * width),
                    scratch(pass, SCALE, rows),
                    dNormed,
                    dx,
                    gradient,
                    wanted);
        }
    }

    /** Writes the gradient at queries, keys and values of some heads into {@code dqkv}. */
    private void attentionGradient(
            Pass pass, float[] w, float[] dy, HeadRange range, float[] dqkv) {
        int rows = pass.rows();
        int at = range.from() * headWidth;
        int columns = columns(range);
        float[] dMixed = scratch(pass, MIXED_GRADIENT, rows * inner);
        pass.kernels.multiply(
                rows,
                new Matrix(dy, 0, width),
                pass.packed(w, output.weight().offset() + at, inner, columns, width, false),
                new Matrix(dMixed, at, inner),
                false);
        attention.backward(pass, range, qkv(pass), kept(pass), dMixed, dqkv);
        rotate(pass, dqkv, range, -1f);
    }

    /** The heads whose parameters {@code moving} touches, and those between; null if none. */
    private @Nullable HeadRange headsIn(IndexSet moving) {
        int first = -1;
        int last = -1;
        for (int head = 0; head < allHeads.to(); head++) {
            if (touchesHead(moving, head)) {
                first = first < 0 ? head : first;
                last = head;
            }
        }
        return first < 0 ? null : new HeadRange(first, last + 1);
    }

    private boolean touchesHead(IndexSet moving, int head) {
        int from = head * headWidth;
        int to = from + headWidth;
        for (Affine input : inputs) {
            if (rowsTouch(moving, input.weight(), from, to)
                    || (input.bias() != null && rowsTouch(moving, input.bias(), from, to))) {
                return true;
            }
        }
        for (int row = 0; row < width; row++) {
            int at = output.weight().offset() + row * inner;
            if (moving.intersects(at + from, at + to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rowsTouch(
            IndexSet moving, ParameterLayout.Tensor tensor, int from, int to) {
        int row = tensor.size() / tensor.shape()[0];
        return moving.intersects(tensor.offset() + from * row, tensor.offset() + to * row);
    }

    /** Adds the gradients of some heads' weights and biases. */
    private void addWeightGradients(
            Pass pass, float[] dy, float[] dqkv, HeadRange range, float[] gradient) {
        int rows = pass.rows();
        int at = range.from() * headWidth;
        int columns = columns(range);
        pass.kernels.multiply(
                true,
                false,
                width,
                columns,
                rows,
                new Matrix(dy, 0, width),
                new Matrix(mixed(pass), at, inner),
                new Matrix(gradient, output.weight().offset() + at, inner),
                true);
        Matrix input = new Matrix(scratch(pass, NORMED, rows * width), 0, width);
        ParameterLayout.Tensor bias = inputs.getFirst().bias();
        for (Part part : parts(range)) {
            pass.kernels.multiply(
                    true,
                    false,
                    part.columns(),
                    width,
                    rows,
                    new Matrix(dqkv, part.from(), 3 * inner),
                    input,
                    new Matrix(gradient, inputWeights + part.from() * width, width),
                    true);
            for (int row = 0; bias != null && row < rows; row++) {
                pass.kernels.add(
                        dqkv,
                        row * 3 * inner + part.from(),
                        gradient,
                        bias.offset() + part.from(),
                        part.columns());
            }
        }
    }
}
