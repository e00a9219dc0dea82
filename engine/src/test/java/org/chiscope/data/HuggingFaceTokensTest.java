package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.chiscope.format.Splitting;
import org.chiscope.format.TokenizerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against tokenizers that Hugging Face's library trained; the generator lies beside the file. */
class HuggingFaceTokensTest {
    private static final JsonNode GOLDEN = golden();

    private static JsonNode golden() {
        try (InputStream in =
                Objects.requireNonNull(
                        HuggingFaceTokensTest.class.getResourceAsStream(
                                "hugging_face_tokens.json"))) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<JsonNode> tokenizers() {
        return GOLDEN.get("tokenizers").valueStream();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.stringValue()));
        return strings;
    }

    private static List<String[]> merges(JsonNode tokenizer) {
        List<String[]> merges = new ArrayList<>();
        tokenizer.get("merges").forEach(m -> merges.add(strings(m).toArray(String[]::new)));
        return merges;
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void textIsEncodedAlike(JsonNode tokenizer) {
        BytePairTokenizer read =
                BytePairTokenizer.fromJson(
                        new TokenizerJson(
                                strings(tokenizer.get("vocabulary")),
                                merges(tokenizer),
                                true,
                                Splitting.valueOf(tokenizer.get("splitting").stringValue())));

        for (JsonNode sample : tokenizer.get("samples")) {
            String text = sample.get("text").stringValue();
            int[] expected =
                    sample.get("tokens").valueStream().mapToInt(JsonNode::intValue).toArray();
            assertArrayEquals(expected, read.encode(text), () -> "\"" + text + "\"");
        }
    }

    @Test
    void theSameMergesAreLearnt() {
        JsonNode expected = GOLDEN.get("tokenizers").get(0);
        List<String> vocabulary = strings(expected.get("vocabulary"));

        TokenizerJson learnt =
                BytePairTokenizer.train(
                                List.of(GOLDEN.get("text").stringValue()), vocabulary.size() + 1)
                        .toJson();

        assertEquals(vocabulary, learnt.vocabulary().subList(0, vocabulary.size()));
        assertArrayEquals(
                merges(expected).toArray(String[][]::new),
                learnt.merges().toArray(String[][]::new));
    }
}
