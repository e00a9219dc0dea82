package org.chiscope.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chiscope.data.TokenData;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Network;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;

/** Writes small model folders for tests: real networks with random weights. */
public final class TinyModel {
    /** Two layers of two heads over 11 tokens. */
    public static final TransformerConfig SHAPE =
            new TransformerConfig(
                    11,
                    12,
                    8,
                    2,
                    2,
                    0,
                    null,
                    TransformerConfig.NormKind.LAYER_NORM,
                    1e-5,
                    true,
                    0,
                    false,
                    false);

    private TinyModel() {}

    /** A transformer of {@link #SHAPE} without tokeniser, its evaluation set 6 of 24 contexts. */
    public static Path writeTransformer(Path folder) throws IOException {
        Files.createDirectories(folder);
        Network network = Transformer.build(SHAPE);
        write(folder.resolve("model.safetensors"), weights(network));
        TokenData sampling = tokens();
        sampling.write(folder.resolve("sampling.safetensors"));
        sampling.select(0, 4, 8, 12, 16, 20).write(folder.resolve("evaluation.safetensors"));
        Files.writeString(
                folder.resolve("patterns.json"),
                """
                {"patterns": [
                  {"name": "even", "family": "source", "description": "Even contexts.",
                   "rule": {"type": "source", "source": "even"}},
                  {"name": "first", "family": "examples", "description": "First examples.",
                   "rule": {"type": "examples", "examples": [0, 1, 2, 13, 14]}},
                  {"name": "induction", "family": "induction", "description": "Repeated pairs.",
                   "rule": {"type": "induction", "maximumBigramProbability": 1}}
                ]}
                """);
        new ModelConfig(
                        "Tiny",
                        "A tiny transformer.",
                        "Apache-2.0",
                        new ModelConfig.Architecture.OfTransformer(SHAPE),
                        new ModelConfig.NetworkFiles(
                                "model.safetensors",
                                null,
                                "sampling.safetensors",
                                "evaluation.safetensors",
                                Map.of(),
                                null,
                                "patterns.json"))
                .write(folder);
        return folder;
    }

    /**
     * The weights of {@link #writeTransformer}, by name; a test may change them and write again.
     */
    public static Map<String, Tensor> weights(Network network) {
        return WeightFile.tensors(network, Transformer.initialize(SHAPE, network, 0.5, 3));
    }

    /** Writes tensors as safetensors. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        Safetensors.write(file, new Safetensors(tensors));
    }

    private static TokenData tokens() {
        RandomStream stream = RandomStream.of(8);
        int[] tokens = new int[24 * 12];
        int[] source = new int[24];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = stream.nextInt(11);
        }
        for (int c = 0; c < source.length; c++) {
            source[c] = c % 8 == 0 ? 0 : 1;
        }
        return new TokenData(24, 12, tokens, source, List.of("even", "odd"));
    }
}
