package org.chiscope.network;

/**
 * A transformer's loss in double, position by position, written straight from the definitions and
 * sharing no code with the engine: what gradients are checked against.
 */
final class ReferenceTransformer {
    private final TransformerConfig config;
    private final ParameterLayout layout;
    private final java.util.Map<String, View> views = new java.util.HashMap<>();

    ReferenceTransformer(TransformerConfig config, ParameterLayout layout) {
        this.config = config;
        this.layout = layout;
    }

    /** Mean next-token loss over contexts × length tokens, in nats. */
    double loss(double[] w, int[] tokens, int contexts, int length) {
        double sum = 0;
        for (int c = 0; c < contexts; c++) {
            int[] context = new int[length];
            System.arraycopy(tokens, c * length, context, 0, length);
            sum += contextLoss(w, context);
        }
        return sum / (contexts * (length - 1.0));
    }

    private double contextLoss(double[] w, int[] tokens) {
        int n = tokens.length - 1;
        int width = config.width();
        double[][] x = new double[n][width];
        for (int t = 0; t < n; t++) {
            for (int j = 0; j < width; j++) {
                x[t][j] = at(w, "embed.weight", tokens[t], j);
                if (config.learnedPositions()) {
                    x[t][j] += at(w, "pos.weight", t, j);
                }
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            attention(w, "blocks." + layer + ".", x);
            if (config.mlpWidth() > 0) {
                mlp(w, "blocks." + layer + ".", x);
            }
        }
        String unembed = config.tiedEmbeddings() ? "embed.weight" : "unembed.weight";
        View unembedding = view(unembed);
        double total = 0;
        for (int t = 0; t < n; t++) {
            double[] normed = norm(w, "final_norm", x[t]);
            double[] logits = new double[config.vocabularySize()];
            double sum = 0;
            for (int v = 0; v < logits.length; v++) {
                for (int j = 0; j < width; j++) {
                    logits[v] += unembedding.at(w, v, j) * normed[j];
                }
                sum += Math.exp(logits[v]);
            }
            total += Math.log(sum) - logits[tokens[t + 1]];
        }
        return total;
    }

    private void attention(double[] w, String block, double[][] x) {
        int n = x.length;
        int headWidth = config.width() / config.heads();
        View output = view(block + "attn.o.weight");
        double[][] normed = new double[n][];
        for (int t = 0; t < n; t++) {
            normed[t] = norm(w, block + "norm1", x[t]);
        }
        for (int head = 0; head < config.heads(); head++) {
            double[][] q = new double[n][];
            double[][] k = new double[n][];
            double[][] v = new double[n][];
            for (int t = 0; t < n; t++) {
                q[t] = turned(project(w, block + "attn.q", normed[t], head, headWidth), t);
                k[t] = turned(project(w, block + "attn.k", normed[t], head, headWidth), t);
                v[t] = project(w, block + "attn.v", normed[t], head, headWidth);
            }
            for (int t = 0; t < n; t++) {
                double[] p = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int j = 0; j < headWidth; j++) {
                        score += q[t][j] * k[s][j];
                    }
                    p[s] = Math.exp(score / Math.sqrt(headWidth));
                    sum += p[s];
                }
                for (int j = 0; j < headWidth; j++) {
                    double mixed = 0;
                    for (int s = 0; s <= t; s++) {
                        mixed += p[s] / sum * v[s][j];
                    }
                    for (int i = 0; i < config.width(); i++) {
                        x[t][i] += output.at(w, i, head * headWidth + j) * mixed;
                    }
                }
            }
        }
        if (config.attentionBiases()) {
            for (double[] row : x) {
                for (int i = 0; i < config.width(); i++) {
                    row[i] += at(w, block + "attn.o.bias", i, 0);
                }
            }
        }
    }

    private double[] project(double[] w, String name, double[] x, int head, int headWidth) {
        double[] y = new double[headWidth];
        View weight = view(name + ".weight");
        for (int j = 0; j < headWidth; j++) {
            int row = head * headWidth + j;
            if (config.attentionBiases()) {
                y[j] = at(w, name + ".bias", row, 0);
            }
            for (int i = 0; i < x.length; i++) {
                y[j] += weight.at(w, row, i) * x[i];
            }
        }
        return y;
    }

    private double[] turned(double[] x, int t) {
        if (config.rotaryBase() == 0) {
            return x;
        }
        int half = x.length / 2;
        double[] y = new double[x.length];
        for (int j = 0; j < half; j++) {
            double angle = t / Math.pow(config.rotaryBase(), 2.0 * j / x.length);
            y[j] = x[j] * Math.cos(angle) - x[half + j] * Math.sin(angle);
            y[half + j] = x[j] * Math.sin(angle) + x[half + j] * Math.cos(angle);
        }
        return y;
    }

    private void mlp(double[] w, String block, double[][] x) {
        View up = view(block + "mlp.up.weight");
        View down = view(block + "mlp.down.weight");
        for (double[] row : x) {
            double[] normed = norm(w, block + "norm2", row);
            double[] change = new double[row.length];
            for (int h = 0; h < config.mlpWidth(); h++) {
                double a = at(w, block + "mlp.up.bias", h, 0);
                for (int j = 0; j < row.length; j++) {
                    a += up.at(w, h, j) * normed[j];
                }
                double active =
                        switch (java.util.Objects.requireNonNull(config.activation())) {
                            case RELU -> Math.max(0, a);
                            case TANH -> Math.tanh(a);
                            case IDENTITY -> a;
                            case GELU_TANH ->
                                    0.5
                                            * a
                                            * (1
                                                    + Math.tanh(
                                                            Math.sqrt(2 / Math.PI)
                                                                    * (a + 0.044715 * a * a * a)));
                        };
                for (int j = 0; j < row.length; j++) {
                    change[j] += down.at(w, j, h) * active;
                }
            }
            for (int j = 0; j < row.length; j++) {
                row[j] += change[j] + at(w, block + "mlp.down.bias", j, 0);
            }
        }
    }

    private double[] norm(double[] w, String name, double[] x) {
        boolean layerNorm = config.norm() == TransformerConfig.NormKind.LAYER_NORM;
        double mean = layerNorm ? java.util.Arrays.stream(x).average().orElseThrow() : 0;
        double square = 0;
        for (double value : x) {
            square += (value - mean) * (value - mean) / x.length;
        }
        double[] y = new double[x.length];
        View weight = view(name + ".weight");
        for (int j = 0; j < x.length; j++) {
            y[j] =
                    (x[j] - mean)
                            / Math.sqrt(square + (float) config.normEpsilon())
                            * weight.at(w, j, 0);
            if (layerNorm) {
                y[j] += at(w, name + ".bias", j, 0);
            }
        }
        return y;
    }

    private double at(double[] w, String name, int row, int column) {
        return view(name).at(w, row, column);
    }

    private View view(String name) {
        return views.computeIfAbsent(
                name,
                unseen -> {
                    ParameterLayout.Tensor tensor = layout.tensor(unseen);
                    return new View(tensor.offset(), tensor.size() / tensor.shape()[0]);
                });
    }

    /** Where a tensor lies in the flat array, so that inner loops need not look it up. */
    private record View(int offset, int width) {
        double at(double[] w, int row, int column) {
            return w[offset + row * width + column];
        }
    }
}
