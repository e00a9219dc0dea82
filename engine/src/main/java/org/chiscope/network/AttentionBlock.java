package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.chiscope.math.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * y = x + O·attention(norm(x)): causal multi-head self-attention (Vaswani et al., 2017) with its
 * residual. Query, key and value weights lie one after the other in the flat array, so that one
 * product makes all three; head h owns rows h·width … (h+1)·width of each and the same columns of
 * the output weight. Where only some heads' gradients are asked for and no layer below needs one,
 * the others are not computed.
 */
final class AttentionBlock extends Layer {
    /** Rows of the causal triangle that are computed at once. */
    private static final int BLOCK = 48;

    /**
     * The parameters of a block; biases are all there or all null, and like the weights lie one
     * after the other.
     */
    record Parameters(
            Norm norm,
            ParameterLayout.Tensor query,
            ParameterLayout.Tensor key,
            ParameterLayout.Tensor value,
            ParameterLayout.Tensor output,
            ParameterLayout.@Nullable Tensor queryBias,
            ParameterLayout.@Nullable Tensor keyBias,
            ParameterLayout.@Nullable Tensor valueBias,
            ParameterLayout.@Nullable Tensor outputBias) {}

    private final Parameters parameters;
    private final @Nullable Rotary rotary;
    private final int heads;
    private final int headWidth;
    private final int width;
    private final int inner;
    private final float scale;

    AttentionBlock(Parameters parameters, int heads, @Nullable Rotary rotary) {
        this.parameters = parameters;
        this.rotary = rotary;
        this.heads = heads;
        this.inner = parameters.query().shape()[0];
        this.width = parameters.query().shape()[1];
        this.headWidth = inner / heads;
        this.scale = (float) (1.0 / Math.sqrt(headWidth));
    }

    /** The parameters of one head: its rows of query, key and value, its columns of the output. */
    IndexSet head(int head) {
        int from = head * headWidth;
        int to = from + headWidth;
        java.util.List<IndexSet> parts = new java.util.ArrayList<>();
        parts.add(parameters.query().rows(from, to));
        parts.add(parameters.key().rows(from, to));
        parts.add(parameters.value().rows(from, to));
        parts.add(parameters.output().columns(from, to));
        if (parameters.queryBias() != null
                && parameters.keyBias() != null
                && parameters.valueBias() != null) {
            parts.add(parameters.queryBias().rows(from, to));
            parts.add(parameters.keyBias().rows(from, to));
            parts.add(parameters.valueBias().rows(from, to));
        }
        return IndexSet.union(parts);
    }

    @Override
    int slots() {
        return 9;
    }

    @Override
    int inputWidth() {
        return width;
    }

    @Override
    int outputWidth() {
        return width;
    }

    @Override
    boolean touches(IndexSet moving) {
        return parameters.norm().touches(moving)
                || moving.intersects(parameters.query().offset(), parameters.value().end())
                || touches(moving, parameters.output())
                || (parameters.queryBias() != null && touches(moving, parameters.queryBias()))
                || (parameters.keyBias() != null && touches(moving, parameters.keyBias()))
                || (parameters.valueBias() != null && touches(moving, parameters.valueBias()))
                || (parameters.outputBias() != null && touches(moving, parameters.outputBias()));
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        int rows = pass.rows();
        float[] normed = scratch(pass, 2, rows * width);
        normalize(pass, w, x, normed);
        mix(pass, w, normed, 0, heads);
        LinearLayer.forward(
                pass,
                w,
                parameters.output().offset(),
                parameters.outputBias(),
                rows,
                inner,
                width,
                scratch(pass, 5, rows * inner),
                y);
        for (int i = 0; i < rows * width; i++) {
            y[i] += x[i];
        }
    }

    /**
     * The heads {@code [from, to)} that {@code moving} touches if it touches nothing else of this
     * block and not all of them; null otherwise. Then the output is {@link #outputWithout} these
     * heads plus what {@link #addHeads} adds.
     */
    int @Nullable [] movingHeads(IndexSet moving) {
        if (parameters.norm().touches(moving)
                || (parameters.outputBias() != null && touches(moving, parameters.outputBias()))) {
            return null;
        }
        int first = heads;
        int last = -1;
        for (int head = 0; head < heads; head++) {
            if (headTouches(moving, head)) {
                first = Math.min(first, head);
                last = head;
            }
        }
        return last < first || last - first + 1 == heads ? null : new int[] {first, last + 1};
    }

    /**
     * Writes norm(x) into {@code normed} and the output without heads {@code [from, to)} into
     * {@code y}; both rows × width.
     */
    void outputWithout(
            Pass pass, float[] w, float[] x, int from, int to, float[] normed, float[] y) {
        int rows = pass.rows();
        float[] mixed = scratch(pass, 5, rows * inner);
        normalize(pass, w, x, normed);
        mix(pass, w, normed, 0, heads);
        for (int row = 0; row < rows; row++) {
            int at = row * inner;
            java.util.Arrays.fill(mixed, at + from * headWidth, at + to * headWidth, 0f);
        }
        LinearLayer.forward(
                pass,
                w,
                parameters.output().offset(),
                parameters.outputBias(),
                rows,
                inner,
                width,
                mixed,
                y);
        for (int i = 0; i < rows * width; i++) {
            y[i] += x[i];
        }
    }

    /** Adds the output of heads {@code [from, to)} to {@code y}. */
    void addHeads(Pass pass, float[] w, float[] normed, int from, int to, float[] y) {
        int rows = pass.rows();
        mix(pass, w, normed, from, to);
        int at = from * headWidth;
        pass.kernels.multiply(
                false,
                true,
                rows,
                width,
                (to - from) * headWidth,
                scratch(pass, 5, rows * inner),
                at,
                inner,
                w,
                parameters.output().offset() + at,
                inner,
                y,
                0,
                width,
                true);
    }

    private void normalize(Pass pass, float[] w, float[] x, float[] normed) {
        int rows = pass.rows();
        parameters
                .norm()
                .forward(
                        pass.kernels,
                        w,
                        rows,
                        x,
                        normed,
                        scratch(pass, 0, rows * width),
                        scratch(pass, 1, rows));
    }

    /** What heads {@code [from, to)} mix together, into their columns of scratch 5. */
    private void mix(Pass pass, float[] w, float[] normed, int from, int to) {
        int rows = pass.rows();
        float[] qkv = scratch(pass, 3, rows * 3 * inner);
        float[] mixed = scratch(pass, 5, rows * inner);
        int at = from * headWidth;
        int columns = (to - from) * headWidth;
        int stride = 3 * inner;
        int weight = parameters.query().offset();
        if (columns == inner) {
            pass.kernels.multiply(
                    false, true, rows, stride, width, normed, 0, width, w, weight, width, qkv, 0,
                    stride, false);
        } else {
            for (int column = at; column < stride; column += inner) {
                pass.kernels.multiply(
                        false,
                        true,
                        rows,
                        columns,
                        width,
                        normed,
                        0,
                        width,
                        w,
                        weight + column * width,
                        width,
                        qkv,
                        column,
                        stride,
                        false);
            }
        }
        for (int row = 0; row < rows; row++) {
            int q = row * stride + at;
            if (parameters.queryBias() != null) {
                int bias = parameters.queryBias().offset() + at;
                for (int part = 0; part < stride; part += inner) {
                    for (int j = 0; j < columns; j++) {
                        qkv[q + part + j] += w[bias + part + j];
                    }
                }
            }
            rotate(qkv, q, row % pass.rowsPerUnit, from, to, 1f);
            for (int j = 0; j < columns; j++) {
                qkv[q + j] *= scale;
            }
        }
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = from; head < to; head++) {
                attend(pass, unit, head, qkv, mixed);
            }
        }
    }

    /** Attention probabilities of the last forward: units × heads × length × length. */
    float[] probabilities(Pass pass) {
        return scratch(pass, 4, pass.units * heads * pass.rowsPerUnit * pass.rowsPerUnit);
    }

    private void attend(Pass pass, int unit, int head, float[] qkv, float[] mixed) {
        Kernels kernels = pass.kernels;
        int length = pass.rowsPerUnit;
        float[] p = probabilities(pass);
        int pAt = (unit * heads + head) * length * length;
        int stride = 3 * inner;
        int q = unit * length * stride + head * headWidth;
        int k = q + inner;
        int v = q + 2 * inner;
        int out = unit * length * inner + head * headWidth;
        for (int i0 = 0; i0 < length; i0 += BLOCK) {
            int i1 = Math.min(length, i0 + BLOCK);
            kernels.multiply(
                    false,
                    true,
                    i1 - i0,
                    i1,
                    headWidth,
                    qkv,
                    q + i0 * stride,
                    stride,
                    qkv,
                    k,
                    stride,
                    p,
                    pAt + i0 * length,
                    length,
                    false);
            for (int i = i0; i < i1; i++) {
                int at = pAt + i * length;
                float maximum = kernels.maximum(p, at, i + 1);
                float inverse = 1f / kernels.exponentials(p, at, i + 1, maximum);
                for (int j = 0; j <= i; j++) {
                    p[at + j] *= inverse;
                }
                for (int j = i + 1; j < i1; j++) {
                    p[at + j] = 0f;
                }
            }
            kernels.multiply(
                    false,
                    false,
                    i1 - i0,
                    headWidth,
                    i1,
                    p,
                    pAt + i0 * length,
                    length,
                    qkv,
                    v,
                    stride,
                    mixed,
                    out + i0 * inner,
                    inner,
                    false);
        }
    }

    /** Turns the queries at {@code at} and the keys beside them of heads {@code [from, to)}. */
    private void rotate(float[] qkv, int at, int position, int from, int to, float direction) {
        if (rotary == null) {
            return;
        }
        for (int head = from; head < to; head++) {
            int query = at + (head - from) * headWidth;
            rotary.rotate(qkv, query, position, direction);
            rotary.rotate(qkv, query + inner, position, direction);
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
        float[] normed = scratch(pass, 2, rows * width);
        float[] qkv = scratch(pass, 3, rows * 3 * inner);
        float[] mixed = scratch(pass, 5, rows * inner);
        float[] dMixed = scratch(pass, 6, rows * inner);
        float[] dqkv = scratch(pass, 7, rows * 3 * inner);
        boolean inputNeeded = dx != null || parameters.norm().touches(wanted);
        if (parameters.outputBias() != null && touches(wanted, parameters.outputBias())) {
            LinearLayer.addColumnSums(rows, width, dy, gradient, parameters.outputBias().offset());
        }
        boolean[] headWanted = new boolean[heads];
        int first = heads;
        int last = -1;
        for (int head = 0; head < heads; head++) {
            headWanted[head] = headTouches(wanted, head);
            if (headWanted[head]) {
                first = Math.min(first, head);
                last = head;
            }
        }
        int from = inputNeeded ? 0 : first;
        int to = inputNeeded ? heads : last + 1;
        if (to > from) {
            int columns = (to - from) * headWidth;
            pass.kernels.multiply(
                    false,
                    false,
                    rows,
                    columns,
                    width,
                    dy,
                    0,
                    width,
                    w,
                    parameters.output().offset() + from * headWidth,
                    inner,
                    dMixed,
                    from * headWidth,
                    inner,
                    false);
            for (int unit = 0; unit < pass.units; unit++) {
                for (int head = from; head < to; head++) {
                    attendBackward(pass, unit, head, qkv, dMixed, dqkv);
                }
            }
            for (int row = 0; row < rows; row++) {
                int at = row * 3 * inner + from * headWidth;
                for (int j = at; j < at + columns; j++) {
                    dqkv[j] *= scale;
                }
                rotate(dqkv, at, row % pass.rowsPerUnit, from, to, -1f);
            }
        }
        if (last >= first) {
            addWeightGradients(pass, normed, mixed, dy, dqkv, first, last + 1, gradient);
        }
        if (dx != null) {
            System.arraycopy(dy, 0, dx, 0, rows * width);
        }
        if (inputNeeded) {
            float[] dNormed = scratch(pass, 8, rows * width);
            LinearLayer.inputGradient(
                    pass, w, parameters.query().offset(), rows, width, 3 * inner, dqkv, dNormed);
            parameters
                    .norm()
                    .backward(
                            pass.kernels,
                            w,
                            rows,
                            scratch(pass, 0, rows * width),
                            scratch(pass, 1, rows),
                            dNormed,
                            dx,
                            gradient,
                            wanted);
        }
    }

    private boolean headTouches(IndexSet wanted, int head) {
        int from = head * headWidth;
        int to = from + headWidth;
        if (rowsTouch(wanted, parameters.query(), from, to)
                || rowsTouch(wanted, parameters.key(), from, to)
                || rowsTouch(wanted, parameters.value(), from, to)) {
            return true;
        }
        if (parameters.queryBias() != null
                && parameters.keyBias() != null
                && parameters.valueBias() != null
                && (rowsTouch(wanted, parameters.queryBias(), from, to)
                        || rowsTouch(wanted, parameters.keyBias(), from, to)
                        || rowsTouch(wanted, parameters.valueBias(), from, to))) {
            return true;
        }
        for (int row = 0; row < width; row++) {
            int at = parameters.output().offset() + row * inner;
            if (wanted.intersects(at + from, at + to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rowsTouch(
            IndexSet wanted, ParameterLayout.Tensor tensor, int from, int to) {
        int row = tensor.size() / tensor.shape()[0];
        return wanted.intersects(tensor.offset() + from * row, tensor.offset() + to * row);
    }

    /** Adds the weights' gradients of heads {@code from} to {@code to} (excluded). */
    private void addWeightGradients(
            Pass pass,
            float[] normed,
            float[] mixed,
            float[] dy,
            float[] dqkv,
            int from,
            int to,
            float[] gradient) {
        int rows = pass.rows();
        int at = from * headWidth;
        int columns = (to - from) * headWidth;
        Kernels kernels = pass.kernels;
        kernels.multiply(
                true,
                false,
                width,
                columns,
                rows,
                dy,
                0,
                width,
                mixed,
                at,
                inner,
                gradient,
                parameters.output().offset() + at,
                inner,
                true);
        if (columns == inner) {
            kernels.multiply(
                    true,
                    false,
                    3 * inner,
                    width,
                    rows,
                    dqkv,
                    0,
                    3 * inner,
                    normed,
                    0,
                    width,
                    gradient,
                    parameters.query().offset(),
                    width,
                    true);
        } else {
            for (int part = 0; part < 3; part++) {
                int row = part * inner + at;
                kernels.multiply(
                        true,
                        false,
                        columns,
                        width,
                        rows,
                        dqkv,
                        row,
                        3 * inner,
                        normed,
                        0,
                        width,
                        gradient,
                        parameters.query().offset() + row * width,
                        width,
                        true);
            }
        }
        if (parameters.queryBias() != null) {
            int bias = parameters.queryBias().offset();
            for (int row = 0; row < rows; row++) {
                for (int part = 0; part < 3; part++) {
                    for (int j = part * inner + at; j < part * inner + at + columns; j++) {
                        gradient[bias + j] += dqkv[row * 3 * inner + j];
                    }
                }
            }
        }
    }

    private void attendBackward(
            Pass pass, int unit, int head, float[] qkv, float[] dMixed, float[] dqkv) {
        Kernels kernels = pass.kernels;
        int length = pass.rowsPerUnit;
        float[] p = probabilities(pass);
        int pAt = (unit * heads + head) * length * length;
        int stride = 3 * inner;
        int q = unit * length * stride + head * headWidth;
        int k = q + inner;
        int v = q + 2 * inner;
        int out = unit * length * inner + head * headWidth;
        float[] ds = pass.scratch(0, BLOCK * length);
        // The last block first: it writes every row of dK and dV, the others add to them.
        for (int i0 = (length - 1) / BLOCK * BLOCK; i0 >= 0; i0 -= BLOCK) {
            int i1 = Math.min(length, i0 + BLOCK);
            boolean add = i1 < length;
            int block = i1 - i0;
            kernels.multiply(
                    true,
                    false,
                    i1,
                    headWidth,
                    block,
                    p,
                    pAt + i0 * length,
                    length,
                    dMixed,
                    out + i0 * inner,
                    inner,
                    dqkv,
                    v,
                    stride,
                    add);
            kernels.multiply(
                    false,
                    true,
                    block,
                    i1,
                    headWidth,
                    dMixed,
                    out + i0 * inner,
                    inner,
                    qkv,
                    v,
                    stride,
                    ds,
                    0,
                    length,
                    false);
            for (int i = i0; i < i1; i++) {
                int at = pAt + i * length;
                int to = (i - i0) * length;
                float projection = kernels.dot(p, at, ds, to, i + 1);
                for (int j = 0; j <= i; j++) {
                    ds[to + j] = p[at + j] * (ds[to + j] - projection);
                }
                for (int j = i + 1; j < i1; j++) {
                    ds[to + j] = 0f;
                }
            }
            kernels.multiply(
                    false,
                    false,
                    block,
                    headWidth,
                    i1,
                    ds,
                    0,
                    length,
                    qkv,
                    k,
                    stride,
                    dqkv,
                    q + i0 * stride,
                    stride,
                    false);
            kernels.multiply(
                    true,
                    false,
                    i1,
                    headWidth,
                    block,
                    ds,
                    0,
                    length,
                    qkv,
                    q + i0 * stride,
                    stride,
                    dqkv,
                    k,
                    stride,
                    add);
        }
    }
}
