package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chiscope.data.TokenData;
import org.chiscope.format.FormatException;
import org.chiscope.format.Tensor;
import org.chiscope.network.Component;
import org.chiscope.network.Transformer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder opens, or says in one sentence why not. */
class ModelFolderTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        TinyModel.writeTransformer(folder);
    }

    @Test
    void aGoodFolderOpens() throws Exception {
        ModelFolder.Opened opened = ModelFolder.read(folder).open();
        assertEquals(6 * 11, opened.system().examples());
        assertEquals(
                List.of("even", "first", "induction"),
                opened.system().patterns().stream().map(p -> p.name()).toList());
        assertEquals(
                List.of("embed", "pos", "l0h0", "l0h1", "l1h0", "l1h1", "unembed"),
                opened.system().components().stream().map(Component::name).toList());
    }

    @Test
    void theConfigIsReadAsItWasWritten() throws Exception {
        ModelConfig config = ModelFolder.read(folder).config();
        config.write(folder);
        assertEquals(config, ModelFolder.read(folder).config());
    }

    @Test
    void componentsHaveTheNamesThatResearchersWrite() throws Exception {
        EnergySystem system = ModelFolder.read(folder).open().system();
        int head = 4 * 8 * 4; // rows of query, key, value and columns of output: 4 × width × head
        // width
        assertEquals(head, system.component("l0h1").indices().size());
        assertEquals(4 * 64, system.component("l1 attn").indices().size());
        assertEquals(system.component("l1 attn"), system.component("l1.attn"));
        assertEquals(11 * 8, system.component("unembed").indices().size());
        assertEquals(12 * 8, system.component("pos.weight").indices().size());
        assertEquals(2 * head, system.component("l0h1+l1h0").indices().size());
        assertEquals(2 * head, system.component("l0h1 + l1h0").indices().size());
    }

    @Test
    void anUnknownComponentIsNamedBesideTheKnownOnes() throws Exception {
        EnergySystem system = ModelFolder.read(folder).open().system();
        String sentence =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> system.component("l9h0"))
                                .getMessage());
        assertTrue(sentence.contains("\"l9h0\"") && sentence.contains("l1h1"), sentence);
    }

    @Test
    void aMissingFolderOrFileIsNamed() throws Exception {
        assertSentence(() -> ModelFolder.read(folder.resolve("none")), "no model folder");
        Files.delete(folder.resolve("evaluation.safetensors"));
        assertSentence(this::open, "no file", "evaluation.safetensors");
        Files.delete(folder.resolve("config.json"));
        assertSentence(this::open, "no file", "config.json");
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes() throws Exception {
        Map<String, Tensor> weights = weights();
        weights.put("pos.weight", new Tensor.F32(new int[] {3, 8}, new float[24]));
        rewrite(weights);
        assertSentence(this::open, "pos.weight", "[12, 8]", "[3, 8]");
    }

    @Test
    void aMissingOrUnknownTensorIsNamed() throws Exception {
        Map<String, Tensor> weights = weights();
        Tensor query = weights.remove("blocks.1.attn.q.weight");
        rewrite(weights);
        assertSentence(this::open, "blocks.1.attn.q.weight");
        weights.put("blocks.1.attn.q.weight", java.util.Objects.requireNonNull(query));
        weights.put("lm_head", new Tensor.F32(new int[] {1}, new float[1]));
        rewrite(weights);
        assertSentence(this::open, "lm_head", "unembed.weight");
    }

    @Test
    void weightsThatAreNotFiniteNumbersAreNamed() throws Exception {
        Map<String, Tensor> weights = weights();
        float[] values = new float[96];
        values[17] = Float.NaN;
        weights.put("pos.weight", new Tensor.F32(new int[] {12, 8}, values));
        rewrite(weights);
        assertSentence(this::open, "entry 17", "pos.weight", "NaN");
        weights.put("pos.weight", new Tensor.I64(new int[] {12, 8}, new long[96]));
        rewrite(weights);
        assertSentence(this::open, "pos.weight", "whole numbers");
    }

    @Test
    void tokensBeyondTheVocabularyOrTheContextAreNamed() throws Exception {
        int[] tokens = new int[26];
        tokens[5] = 11;
        new TokenData(2, 13, tokens, new int[0], List.of())
                .write(folder.resolve("sampling.safetensors"));
        assertSentence(this::open, "vocabularySize 11", "token 11");
        new TokenData(2, 14, new int[28], new int[0], List.of())
                .write(folder.resolve("sampling.safetensors"));
        assertSentence(this::open, "at most 13", "have 14");
    }

    @Test
    void anEmptyPatternIsNamed() throws Exception {
        Files.writeString(
                folder.resolve("patterns.json"),
                """
                {"patterns": [{"name": "never", "family": "f", "description": "Nothing.",
                  "rule": {"type": "examples", "examples": []}}]}
                """);
        assertSentence(this::open, "never");
    }

    @Test
    void aBadConfigIsNamedWithTheKey() throws Exception {
        Path config = folder.resolve("config.json");
        String good = Files.readString(config);
        Files.writeString(config, good.replace("\"heads\" : 2", "\"heads\" : 3"));
        assertSentence(this::open, "heads", "width");
        Files.writeString(config, good.replace("\"heads\" : 2", "\"heads\" : \"two\""));
        assertSentence(this::open, "architecture.heads", "whole number");
        Files.writeString(config, good.replace("\"heads\"", "\"haeds\""));
        assertSentence(this::open, "architecture.heads", "missing");
        Files.writeString(config, "{\"title\": ");
        assertSentence(this::open, "should be JSON");
    }

    private ModelFolder.Opened open() throws FormatException {
        return ModelFolder.read(folder).open();
    }

    private static Map<String, Tensor> weights() {
        return TinyModel.weights(Transformer.build(TinyModel.SHAPE));
    }

    private void rewrite(Map<String, Tensor> weights) throws IOException {
        TinyModel.write(folder.resolve("model.safetensors"), weights);
    }

    private static void assertSentence(
            org.junit.jupiter.api.function.Executable action, String... parts) {
        String sentence = String.valueOf(assertThrows(FormatException.class, action).getMessage());
        for (String part : parts) {
            assertTrue(sentence.contains(part), sentence);
        }
        assertEquals(1, sentence.lines().count(), sentence);
    }
}
