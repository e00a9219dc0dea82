package org.chiscope.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SafetensorsProperties {
    private static Path folder = Path.of("");

    @BeforeContainer
    static void createFolder() throws IOException {
        folder = Files.createTempDirectory("safetensors");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("x.safetensors"));
        Files.delete(folder);
    }

    @Property(seed = "1", tries = 40, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadBack(@ForAll("contents") Safetensors content) throws IOException {
        Path file = folder.resolve("x.safetensors");

        Safetensors.write(file, content);
        Safetensors read = Safetensors.read(file);

        assertEquals(content, read);
        assertEquals(List.copyOf(content.tensors().keySet()), List.copyOf(read.tensors().keySet()));
    }

    @Property(seed = "2", tries = 40, edgeCases = EdgeCasesMode.NONE)
    void anyShorterFileIsOneSentence(
            @ForAll("contents") Safetensors content, @ForAll @IntRange(min = 1, max = 60) int cut)
            throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, content);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, Math.max(0, bytes.length - cut)));

        FormatException failure = assertThrows(FormatException.class, () -> Safetensors.read(file));

        assertEquals(1, String.valueOf(failure.getMessage()).lines().count());
    }

    @Property(seed = "3", tries = 100, edgeCases = EdgeCasesMode.NONE)
    void damagedBytesNeverEscapeAsAnotherException(
            @ForAll("contents") Safetensors content,
            @ForAll @IntRange(min = 0, max = 400) int position,
            @ForAll byte value)
            throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, content);
        byte[] bytes = Files.readAllBytes(file);
        bytes[position % bytes.length] = value;
        Files.write(file, bytes);

        try {
            Safetensors.read(file);
        } catch (FormatException oneSentence) {
            assertEquals(1, String.valueOf(oneSentence.getMessage()).lines().count());
        }
    }

    @Provide
    Arbitrary<Safetensors> contents() {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(12);
        Arbitrary<Map<String, Tensor>> tensors =
                Arbitraries.maps(names.filter(n -> !n.equals("__metadata__")), tensors())
                        .ofMaxSize(6)
                        .map(LinkedHashMap::new);
        return Combinators.combine(tensors, Arbitraries.maps(names, names).ofMaxSize(3))
                .as(Safetensors::new);
    }

    private static Arbitrary<Tensor> tensors() {
        Arbitrary<int[]> shapes =
                Arbitraries.integers().between(0, 5).array(int[].class).ofMaxSize(3);
        return Combinators.combine(
                        shapes, Arbitraries.integers().between(0, 5), Arbitraries.longs())
                .as(SafetensorsProperties::tensor);
    }

    /** Values are arbitrary bits, hence also NaN, infinite and subnormal. */
    private static Tensor tensor(int[] shape, int type, long seed) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        Random random = new Random(seed);
        return switch (type) {
            case 0 -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = Float.intBitsToFloat(random.nextInt());
                }
                yield new Tensor.F32(shape, values);
            }
            case 1 -> {
                double[] values = new double[size];
                Arrays.setAll(values, i -> Double.longBitsToDouble(random.nextLong()));
                yield new Tensor.F64(shape, values);
            }
            case 2 -> new Tensor.I64(shape, random.longs(size).toArray());
            case 3 -> new Tensor.I32(shape, random.ints(size).toArray());
            case 4 -> {
                short[] values = new short[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (short) random.nextInt();
                }
                yield new Tensor.U16(shape, values);
            }
            default -> {
                byte[] values = new byte[size];
                random.nextBytes(values);
                yield new Tensor.U8(shape, values);
            }
        };
    }
}
