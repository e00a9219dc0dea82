package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenDataTest {
    private static final List<String> NAMES = List.of("python", "java \"8\"");

    @TempDir Path folder;

    private TokenData written(int largestToken) throws IOException {
        TokenData data =
                new TokenData(
                        2, 3, new int[] {0, 1, 2, 3, 4, largestToken}, new int[] {1, 0}, NAMES);
        data.write(folder.resolve("tokens.safetensors"));
        return data;
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 65_535, 65_536, Integer.MAX_VALUE})
    void whatIsWrittenIsReadBack(int largestToken) throws IOException {
        TokenData data = written(largestToken);

        assertEquals(data, TokenData.read(folder.resolve("tokens.safetensors")));
    }

    @Test
    void tokensTakeTheSmallestTypeThatHoldsThem() throws IOException {
        written(1023);

        Safetensors file = Safetensors.read(folder.resolve("tokens.safetensors"));
        assertInstanceOf(Tensor.U16.class, file.tensors().get("tokens"));
        assertInstanceOf(Tensor.U8.class, file.tensors().get("source"));
    }

    @Test
    void tokensOf64BitsWithoutSourcesAreRead() throws IOException {
        Path path = write(Map.of("tokens", new Tensor.I64(new int[] {1, 2}, new long[] {5, 6})));

        assertEquals(
                new TokenData(1, 2, new int[] {5, 6}, new int[0], List.of()), TokenData.read(path));
    }

    @Test
    void examplesAreThePositionsAfterTheFirst() {
        TokenData data = new TokenData(2, 3, new int[6], new int[0], List.of());

        assertEquals(4, data.examples());
        assertEquals(1, data.contextOf(3));
        assertEquals(2, data.positionOf(3));
        assertEquals(3, data.example(1, 2));
    }

    @Test
    void selectedContextsKeepTheirSources() {
        TokenData data =
                new TokenData(3, 2, new int[] {0, 1, 2, 3, 4, 5}, new int[] {0, 1, 1}, NAMES);

        assertEquals(
                new TokenData(2, 2, new int[] {4, 5, 0, 1}, new int[] {1, 0}, NAMES),
                data.select(2, 0));
    }

    @Test
    void aMissingTensorIsOneSentence() throws IOException {
        Path path = write(Map.of("source", new Tensor.U8(new int[] {1}, new byte[1])));

        complains(path, "The file " + path + " needs a tensor \"tokens\", but it holds source.");
    }

    @Test
    void tokensWithoutTwoDimensionsAreOneSentence() throws IOException {
        Path path = write(Map.of("tokens", new Tensor.I32(new int[] {4}, new int[4])));

        complains(
                path,
                "The tensor \"tokens\" in "
                        + path
                        + " needs the shape [contexts, length], but it has [4].");
    }

    @Test
    void tokensThatAreNoIntegersAreOneSentence() throws IOException {
        Path path = write(Map.of("tokens", new Tensor.F32(new int[] {1, 2}, new float[2])));

        complains(
                path,
                "The tensor \"tokens\" in "
                        + path
                        + " needs integers (U8, U16, I32 or I64), but it is F32[1, 2].");
    }

    @Test
    void aNegativeTokenIsOneSentence() throws IOException {
        Path path =
                write(Map.of("tokens", new Tensor.I32(new int[] {2, 2}, new int[] {0, 1, 2, -1})));

        complains(
                path,
                "The token data in "
                        + path
                        + " is wrong: Tokens are at least 0, but token 1 of context 1 is -1.");
    }

    @Test
    void aTokenPast31BitsIsOneSentence() throws IOException {
        Path path =
                write(Map.of("tokens", new Tensor.I64(new int[] {1, 2}, new long[] {0, 1L << 31})));

        complains(
                path,
                "Element 1 of the tensor \"tokens\" in "
                        + path
                        + " is 2147483648, which does not fit into 31 bits.");
    }

    @Test
    void aContextOfOneTokenIsOneSentence() throws IOException {
        Path path = write(Map.of("tokens", new Tensor.I32(new int[] {2, 1}, new int[2])));

        complains(
                path,
                "The token data in "
                        + path
                        + " is wrong: Token data needs at least 1 context of at least 2 tokens, but"
                        + " has 2 of 1.");
    }

    @Test
    void sourcesOfAnotherNumberOfContextsAreOneSentence() throws IOException {
        Path path =
                write(
                        Map.of(
                                "tokens", new Tensor.I32(new int[] {2, 2}, new int[4]),
                                "source", new Tensor.U8(new int[] {3}, new byte[3])),
                        Map.of("sources", "[\"a\"]"));

        complains(
                path,
                "The tensor \"source\" in "
                        + path
                        + " needs the shape [2], one number a context, but it has [3].");
    }

    @Test
    void aSourceWithoutANameIsOneSentence() throws IOException {
        Path path =
                write(
                        Map.of(
                                "tokens", new Tensor.I32(new int[] {1, 2}, new int[2]),
                                "source", new Tensor.U8(new int[] {1}, new byte[] {1})),
                        Map.of("sources", "[\"a\"]"));

        complains(
                path,
                "The token data in "
                        + path
                        + " is wrong: Context 0 has source 1, but the named sources are 0 … 0.");
    }

    @Test
    void namesThatAreNoJsonArrayAreOneSentence() throws IOException {
        for (String names : List.of("python, java", "{\"a\":1}", "[1]")) {
            Path path =
                    write(
                            Map.of("tokens", new Tensor.I32(new int[] {1, 2}, new int[2])),
                            Map.of("sources", names));

            complains(
                    path,
                    "The metadata \"sources\" in "
                            + path
                            + " needs a JSON array of names such as [\"python\",\"java\"], but it"
                            + " is "
                            + names
                            + ".");
        }
    }

    @Test
    void namesWithoutTheSourceOfEachContextAreOneSentence() throws IOException {
        Path path =
                write(
                        Map.of("tokens", new Tensor.I32(new int[] {1, 2}, new int[2])),
                        Map.of("sources", "[\"a\"]"));

        complains(
                path,
                "The file "
                        + path
                        + " names sources, but lacks the tensor \"source\" that says which context"
                        + " comes from which; add it or take the names away.");
    }

    private Path write(Map<String, Tensor> tensors) throws IOException {
        return write(tensors, Map.of());
    }

    private Path write(Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        Path path = folder.resolve("bad.safetensors");
        Safetensors.write(path, new Safetensors(tensors, metadata));
        return path;
    }

    private static void complains(Path path, String sentence) {
        var failure = assertThrows(FormatException.class, () -> TokenData.read(path));
        assertEquals(sentence, failure.getMessage());
    }
}
