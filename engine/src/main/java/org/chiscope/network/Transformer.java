package org.chiscope.network;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Decoder-only transformers, with norms before each block (pre-norm) and before the unembedding.
 * Tensors have PyTorch's shapes [output, input]:
 *
 * <pre>
 * embed.weight [vocabulary, width]        pos.weight [context, width] (learned positions)
 * blocks.0.norm1.weight [width]           blocks.0.norm1.bias (LayerNorm)
 * blocks.0.attn.q.weight, .k.weight, .v.weight, .o.weight [width, width], each with .bias if asked
 * blocks.0.norm2.weight, .bias            blocks.0.mlp.up.weight [mlp, width], .up.bias
 *                                         blocks.0.mlp.down.weight [width, mlp], .down.bias
 * final_norm.weight, .bias                unembed.weight [vocabulary or classes, width] (unless tied)
 * </pre>
 */
public final class Transformer {

    private Transformer() {}

    /**
     * The language model of that shape, which predicts the next token at every position; its
     * parameters are given to each computation.
     */
    public static Network build(TransformerConfig config) {
        return build(config, config.vocabularySize(), Loss.NEXT_TOKEN);
    }

    /**
     * The classifier of that shape: of {@link Batch.Sequences} it reads the class from the last
     * position, by an unembedding [classes, width].
     *
     * @param classes at least 2
     * @throws IllegalArgumentException with one sentence if there are fewer, or the config ties the
     *     unembedding to the embedding
     */
    public static Network classifier(TransformerConfig config, int classes) {
        if (classes < 2 || config.tiedEmbeddings()) {
            throw new IllegalArgumentException(
                    "A classifier needs at least 2 classes and an unembedding of its own, but classes is "
                            + classes
                            + " and tiedEmbeddings "
                            + config.tiedEmbeddings()
                            + ".");
        }
        return build(config, classes, Loss.CROSS_ENTROPY);
    }

    private static Network build(TransformerConfig config, int outputs, Loss loss) {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        int width = config.width();
        List<Layer> layers = new ArrayList<>();
        List<Component> rows = new ArrayList<>();
        List<Component> others = new ArrayList<>();
        ParameterLayout.Tensor embed = layout.add("embed.weight", config.vocabularySize(), width);
        rows.add(new Component("embed", Component.Kind.EMBEDDING, -1, embed.indices()));
        ParameterLayout.Tensor positions = null;
        if (config.learnedPositions()) {
            positions = layout.add("pos.weight", config.contextLength(), width);
            rows.add(new Component("pos", Component.Kind.POSITION, -1, positions.indices()));
        }
        layers.add(new EmbeddingLayer(embed, positions));
        Rotary rotary =
                config.rotaryBase() == 0
                        ? null
                        : new Rotary(
                                width / config.heads(),
                                config.contextLength(),
                                config.rotaryBase());
        for (int i = 0; i < config.layers(); i++) {
            addBlock(config, i, layout, rotary, layers, rows, others);
        }
        layers.add(new NormLayer(norm(config, layout, "final_norm")));
        ParameterLayout.Tensor unembed =
                config.tiedEmbeddings() ? embed : layout.add("unembed.weight", outputs, width);
        if (!config.tiedEmbeddings()) {
            rows.add(new Component("unembed", Component.Kind.UNEMBEDDING, -1, unembed.indices()));
        }
        return new Network(
                layout.build(),
                layers,
                new AffineOutput(new Affine(unembed, null), loss),
                rows,
                others);
    }

    private static void addBlock(
            TransformerConfig config,
            int index,
            ParameterLayout.Builder layout,
            @Nullable Rotary rotary,
            List<Layer> layers,
            List<Component> rows,
            List<Component> others) {
        int width = config.width();
        String block = "blocks." + index + ".";
        Norm norm = norm(config, layout, block + "norm1");
        ParameterLayout.Tensor query = layout.add(block + "attn.q.weight", width, width);
        ParameterLayout.Tensor key = layout.add(block + "attn.k.weight", width, width);
        ParameterLayout.Tensor value = layout.add(block + "attn.v.weight", width, width);
        boolean biases = config.attentionBiases();
        ParameterLayout.Tensor queryBias = biases ? layout.add(block + "attn.q.bias", width) : null;
        ParameterLayout.Tensor keyBias = biases ? layout.add(block + "attn.k.bias", width) : null;
        ParameterLayout.Tensor valueBias = biases ? layout.add(block + "attn.v.bias", width) : null;
        ParameterLayout.Tensor output = layout.add(block + "attn.o.weight", width, width);
        ParameterLayout.Tensor outputBias =
                biases ? layout.add(block + "attn.o.bias", width) : null;
        AttentionBlock attention =
                new AttentionBlock(
                        norm,
                        List.of(
                                new Affine(query, queryBias),
                                new Affine(key, keyBias),
                                new Affine(value, valueBias)),
                        new Affine(output, outputBias),
                        config.heads(),
                        rotary);
        layers.add(attention);
        for (int head = 0; head < config.heads(); head++) {
            rows.add(
                    new Component(
                            "l" + index + "h" + head,
                            Component.Kind.HEAD,
                            index,
                            attention.head(head)));
        }
        int end = outputBias == null ? output.end() : outputBias.end();
        others.add(
                new Component(
                        "l" + index + " attn",
                        Component.Kind.ATTENTION,
                        index,
                        IndexSet.range(query.offset(), end)));
        if (config.mlpWidth() > 0 && config.activation() != null) {
            Norm second = norm(config, layout, block + "norm2");
            int hidden = config.mlpWidth();
            ParameterLayout.Tensor up = layout.add(block + "mlp.up.weight", hidden, width);
            ParameterLayout.Tensor upBias = layout.add(block + "mlp.up.bias", hidden);
            ParameterLayout.Tensor down = layout.add(block + "mlp.down.weight", width, hidden);
            ParameterLayout.Tensor downBias = layout.add(block + "mlp.down.bias", width);
            layers.add(
                    new MlpBlock(
                            second,
                            new Affine(up, upBias),
                            new Affine(down, downBias),
                            config.activation()));
            rows.add(
                    new Component(
                            "l" + index + " mlp",
                            Component.Kind.MLP,
                            index,
                            IndexSet.range(up.offset(), downBias.end())));
        }
    }

    private static Norm norm(
            TransformerConfig config, ParameterLayout.Builder layout, String name) {
        ParameterLayout.Tensor weight = layout.add(name + ".weight", config.width());
        ParameterLayout.Tensor bias =
                config.norm() == TransformerConfig.NormKind.LAYER_NORM
                        ? layout.add(name + ".bias", config.width())
                        : null;
        return new Norm(weight, bias, (float) config.normEpsilon());
    }

    /**
     * Parameters to start training from: norms one, biases zero, matrices normal with deviation
     * 1/√width (output matrices of residual branches divided by √(2·layers)), embedding and
     * positions as stated.
     *
     * @param embeddingDeviation standard deviation of embedding and positions
     */
    public static float[] initialize(
            TransformerConfig config, Network network, double embeddingDeviation, long seed) {
        float[] w = new float[network.layout().size()];
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            String name = tensor.name();
            double deviation;
            if (name.endsWith("bias")) {
                continue;
            } else if (name.contains("norm")) {
                java.util.Arrays.fill(w, tensor.offset(), tensor.end(), 1f);
                continue;
            } else if (name.startsWith("embed") || name.startsWith("pos")) {
                deviation = embeddingDeviation;
            } else {
                deviation = 1 / Math.sqrt(tensor.shape()[1]);
                if (name.endsWith("attn.o.weight") || name.endsWith("mlp.down.weight")) {
                    deviation /= Math.sqrt(2.0 * config.layers());
                }
            }
            RandomStream stream = RandomStream.of(seed, RandomStream.hash(name));
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                w[i] = (float) (deviation * stream.nextGaussian());
            }
        }
        return w;
    }
}
