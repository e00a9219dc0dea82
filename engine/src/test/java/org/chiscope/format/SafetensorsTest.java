package org.chiscope.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void readsTheBytesThatTheFormatPrescribes() throws IOException {
        Path file =
                file(
                        "{\"__metadata__\":{\"format\":\"pt\"},"
                                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}   ",
                        0,
                        0,
                        (byte) 0x80,
                        0x3f,
                        0,
                        0,
                        0,
                        (byte) 0xc0);

        Safetensors content = Safetensors.read(file);

        assertEquals(
                new Safetensors(
                        Map.of("w", new Tensor.F32(new int[] {2, 1}, new float[] {1, -2})),
                        Map.of("format", "pt")),
                content);
    }

    @Test
    void partsAreWrittenOneAfterTheOtherAndMappedInPlaceOfReading() throws IOException {
        Path file = folder.resolve("parts.safetensors");
        float[] floats = {1, 2, 3, 4};
        double[] doubles = {0.1, 0.2};
        Safetensors.write(
                file,
                new Safetensors(
                        Map.of(
                                "f",
                                new Tensor.F32Parts(
                                        new int[] {2, 2},
                                        List.of(
                                                FloatBuffer.wrap(floats).slice(0, 2),
                                                FloatBuffer.wrap(floats).slice(2, 2))),
                                "d",
                                new Tensor.F64Parts(
                                        new int[] {2}, List.of(DoubleBuffer.wrap(doubles))),
                                "none",
                                new Tensor.F32Parts(new int[] {0, 5}, List.of()))));

        Map<String, Tensor> read =
                Map.of(
                        "f", new Tensor.F32(new int[] {2, 2}, floats),
                        "d", new Tensor.F64(new int[] {2}, doubles),
                        "none", new Tensor.F32(new int[] {0, 5}, new float[0]));
        assertEquals(read, Safetensors.read(file).tensors());

        Map<String, Tensor> mapped = Safetensors.read(file, name -> true).tensors();
        assertEquals(
                List.of(FloatBuffer.wrap(floats)),
                assertInstanceOf(Tensor.F32Parts.class, mapped.get("f")).parts());
        assertEquals(
                List.of(DoubleBuffer.wrap(doubles)),
                assertInstanceOf(Tensor.F64Parts.class, mapped.get("d")).parts());
        assertEquals(
                List.of(FloatBuffer.allocate(0)),
                assertInstanceOf(Tensor.F32Parts.class, mapped.get("none")).parts());
    }

    @Test
    void compressedFilesHoldTheSame() throws IOException {
        Safetensors content =
                new Safetensors(
                        Map.of("w", new Tensor.F32(new int[] {1000}, new float[1000])),
                        Map.of("k", "text"));
        Path plain = folder.resolve("w.safetensors");
        Path packed = folder.resolve("w.safetensors.xz");
        Safetensors.write(plain, content);
        Safetensors.write(packed, content);

        assertEquals(content, Safetensors.read(packed));
        assertTrue(Files.size(packed) < Files.size(plain) / 10);
        byte[] bytes = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
        FormatException cut = assertThrows(FormatException.class, () -> Safetensors.read(packed));
        Files.copy(plain, packed, StandardCopyOption.REPLACE_EXISTING);
        FormatException other = assertThrows(FormatException.class, () -> Safetensors.read(packed));
        for (FormatException complaint : List.of(cut, other)) {
            assertTrue(
                    String.valueOf(complaint.getMessage())
                            .startsWith("The file " + packed + " is damaged or not"),
                    complaint.getMessage());
        }
    }

    @Test
    void widensSixteenBitFloatsExactly() throws IOException {
        // 1.5 and -2 as half (0x3e00, 0xc000) and as bfloat16 (0x3fc0, 0xc000).
        Path file =
                file(
                        "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
                        0,
                        0x3e,
                        0,
                        (byte) 0xc0,
                        (byte) 0xc0,
                        0x3f,
                        0,
                        (byte) 0xc0);

        Safetensors content = Safetensors.read(file);

        Tensor expected = new Tensor.F32(new int[] {2}, new float[] {1.5f, -2});
        assertEquals(Map.of("h", expected, "b", expected), content.tensors());
    }

    @Test
    void widensSignedSixteenBitIntegers() throws IOException {
        Path file =
                file(
                        "{\"i\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                        (byte) 0xff,
                        (byte) 0xff,
                        2,
                        1);

        assertEquals(
                Map.of("i", new Tensor.I32(new int[] {2}, new int[] {-1, 258})),
                Safetensors.read(file).tensors());
    }

    @Test
    void keepsTheOrderOfTensorsAndAlignsTheirData() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bytes", new Tensor.U8(new int[] {3}, new byte[] {1, 2, 3}));
        tensors.put("doubles", new Tensor.F64(new int[0], new double[] {Math.PI}));
        tensors.put("empty", new Tensor.I64(new int[] {0, 4}, new long[0]));
        tensors.put("tokens", new Tensor.U16(new int[] {1}, new short[] {(short) 65535}));
        Path file = folder.resolve("ordered.safetensors");

        Safetensors.write(file, new Safetensors(tensors));

        assertEquals(
                List.of("bytes", "doubles", "empty", "tokens"),
                List.copyOf(Safetensors.read(file).tensors().keySet()));
        byte[] bytes = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        assertEquals(0, header % 8);
        assertEquals(
                Math.PI,
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(8 + (int) header));
    }

    @Test
    void keepsTheBitsOfNotANumber() throws IOException {
        float[] values = {Float.intBitsToFloat(0x7fc01234), Float.NEGATIVE_INFINITY, -0f};
        Path file = folder.resolve("nan.safetensors");

        Safetensors.write(
                file, new Safetensors(Map.of("w", new Tensor.F32(new int[] {3}, values))));

        Tensor.F32 read = (Tensor.F32) Safetensors.read(file).require("w", file);
        assertEquals(0x7fc01234, Float.floatToRawIntBits(read.values()[0]));
        assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(read.values()[2]));
    }

    @Test
    void movesTensorsLargerThanOnePiece() throws IOException {
        double[] values = new double[300_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 7.0;
        }
        Path file = folder.resolve("large.safetensors");

        Safetensors.write(
                file,
                new Safetensors(Map.of("x", new Tensor.F64(new int[] {values.length}, values))));

        assertArrayEquals(
                values, ((Tensor.F64) Safetensors.read(file).require("x", file)).values());
    }

    @Test
    void saysThatTheFileIsMissing() {
        Path missing = folder.resolve("no.safetensors");
        assertSentence(
                missing, "There is no file " + missing + "; check the path and its spelling.");
    }

    @Test
    void saysThatTheFileIsAFolder() {
        assertSentence(
                folder,
                "A file was expected at " + folder + ", but it is a folder; name a file in it.");
    }

    @Test
    void saysThatTheFileIsTooShortForItsHeaderLength() throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[] {1, 2, 3});
        assertSentence(
                file,
                "The file "
                        + file
                        + " is not a safetensors file: it has 3 bytes, and the length of the header"
                        + " alone takes 8; copy or download it again.");
    }

    @Test
    void saysThatTheHeaderIsTruncated() throws IOException {
        Path file = withHeaderLength(100, "{\"w\":");
        assertSentence(
                file,
                "The file "
                        + file
                        + " is truncated or not a safetensors file: it announces a header of 100"
                        + " bytes, but only 5 follow; copy or download it again.");
    }

    @Test
    void refusesAHeaderOfMoreThanAHundredMegabytes() throws IOException {
        Path file = withHeaderLength(100_000_001, "{}");
        assertSentence(
                file,
                "The file "
                        + file
                        + " is not a safetensors file: its first 8 bytes announce a header of"
                        + " 100000001 bytes, more than the 100000000 that are allowed; check that"
                        + " it is the right file.");
    }

    @Test
    void readsTheHeaderLengthAsUnsigned() throws IOException {
        Path file = withHeaderLength(-1, "{}");
        assertContains(file, "announce a header of 18446744073709551615 bytes");
    }

    @Test
    void saysThatTheHeaderIsNotJson() throws IOException {
        Path file = file("{\"w\": oops}");
        assertContains(file, "is not a safetensors file: its header is not valid JSON (");
    }

    @Test
    void refusesATensorNamedTwice() throws IOException {
        String entry = "\"w\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
        assertContains(file("{" + entry + "," + entry + "}"), "its header is not valid JSON (");
    }

    @Test
    void saysThatTheHeaderIsNoObject() throws IOException {
        assertContains(file("[1]"), "its header must be a JSON object of tensors");
    }

    @Test
    void saysThatMetadataIsNoText() throws IOException {
        assertContains(
                file("{\"__metadata__\":{\"epoch\":3}}"),
                "the value of \"epoch\" in its __metadata__ must be a text, but it is 3.");
    }

    @Test
    void saysWhatAnEntryLacks() throws IOException {
        Path file = file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}", 0, 0, 0, 0);
        assertSentence(
                file,
                "Tensor \"w\" in "
                        + file
                        + " needs a \"dtype\", a \"shape\" of numbers >= 0 and two"
                        + " \"data_offsets\", but its entry is {\"dtype\":\"F32\",\"shape\":[1]};"
                        + " export it again.");
    }

    @Test
    void refusesNegativeSizes() throws IOException {
        assertContains(
                file("{\"w\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,0]}}"),
                "a \"shape\" of numbers >= 0");
    }

    @Test
    void namesTheKnownElementTypes() throws IOException {
        Path file = file("{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 0);
        assertSentence(
                file,
                "Tensor \"w\" in "
                        + file
                        + " has the element type \"F8_E4M3\", which is not one of F64, F32, F16,"
                        + " BF16, I64, I32, I16, U16, U8; convert it to one of these.");
    }

    @Test
    void saysThatATensorIsTooLarge() throws IOException {
        assertContains(
                file(
                        "{\"w\":{\"dtype\":\"U8\",\"shape\":[65536,9223372036854775807],"
                                + "\"data_offsets\":[0,1]}}",
                        0),
                "but one tensor may have at most 2147483647 elements; split it.");
    }

    @Test
    void saysThatOffsetsRunBackwards() throws IOException {
        assertContains(
                file("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,1]}}", 0),
                "has offsets out of range: it ends at byte 1, before it begins at byte 2");
    }

    @Test
    void saysThatOffsetsContradictTheShape() throws IOException {
        Path file =
                file(
                        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                        0,
                        0,
                        0,
                        0);
        assertSentence(
                file,
                "Tensor \"w\" in "
                        + file
                        + " has type F32 and shape [2], which needs 8 bytes, but its offsets span"
                        + " 4; export it again.");
    }

    @Test
    void saysThatOffsetsLieOutsideTheFile() throws IOException {
        Path file = file(bytes("a", 0, 2) + bytes("b", 100, 102), 0, 0, 0, 0);
        assertSentence(
                file,
                "Tensor \"b\" in "
                        + file
                        + " has offsets out of range: it ends at byte 102, but the file holds only"
                        + " 4 bytes of tensors; export it again.");
    }

    @Test
    void saysWhichTensorsOverlap() throws IOException {
        Path file = file(bytes("a", 0, 3) + bytes("b", 2, 4), 0, 0, 0, 0);
        assertSentence(
                file,
                "Tensors \"a\" and \"b\" in "
                        + file
                        + " overlap: the second begins at byte 2, the first ends at byte 3; export"
                        + " the file again.");
    }

    @Test
    void saysWhichBytesBelongToNoTensor() throws IOException {
        Path file = file(bytes("a", 0, 1) + bytes("b", 2, 4), 0, 0, 0, 0);
        assertSentence(
                file,
                "The tensors in "
                        + file
                        + " leave a hole: bytes 1 to 2 belong to none; export the file again.");
        assertContains(
                file(bytes("a", 0, 1), 0, 0, 0, 0), "leave a hole: bytes 1 to 4 belong to none");
    }

    @Test
    void saysThatTheDataAreTruncated() throws IOException {
        Path file = file(bytes("a", 0, 2) + bytes("b", 2, 8), 0, 0, 0, 0);
        assertSentence(
                file,
                "The file "
                        + file
                        + " is truncated: its header announces 8 bytes of tensors, but only 4"
                        + " follow; copy or download it again.");
    }

    @Test
    void saysWhichTensorIsMissingAndWhichThereAre() throws IOException {
        Path file = file(bytes("a", 0, 1) + bytes("b", 1, 2), 0, 0);
        Safetensors content = Safetensors.read(file);

        FormatException failure =
                assertThrows(FormatException.class, () -> content.require("c", file));

        assertEquals(
                "The file " + file + " needs a tensor \"c\", but it holds a, b.",
                failure.getMessage());
    }

    @Test
    void refusesATensorThatIsCalledLikeTheMetadata() {
        Map<String, Tensor> tensors =
                Map.of("__metadata__", new Tensor.U8(new int[] {0}, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> new Safetensors(tensors));
    }

    @Test
    void refusesValuesThatDoNotFillTheShape() {
        IllegalArgumentException failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Tensor.F32(new int[] {2, 3}, new float[5]));
        assertEquals("A tensor of shape [2, 3] needs 6 values, but got 5.", failure.getMessage());
    }

    /** An entry for unsigned bytes, to be joined with others by {@link #file}. */
    private static String bytes(String name, int begin, int end) {
        return "\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]},"
                .formatted(name, end - begin, begin, end);
    }

    private Path file(String header, int... data) throws IOException {
        String json =
                header.endsWith(",")
                        ? "{" + header.substring(0, header.length() - 1) + "}"
                        : header;
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (int value : data) {
            bytes.put((byte) value);
        }
        return Files.write(folder.resolve("test.safetensors"), bytes.array());
    }

    private Path withHeaderLength(long length, String rest) throws IOException {
        byte[] text = rest.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("length.safetensors"), bytes.putLong(length).put(text).array());
    }

    private static void assertSentence(Path file, String sentence) {
        FormatException failure = assertThrows(FormatException.class, () -> Safetensors.read(file));
        assertEquals(sentence, failure.getMessage());
    }

    private static void assertContains(Path file, String part) {
        FormatException failure = assertThrows(FormatException.class, () -> Safetensors.read(file));
        String message = String.valueOf(failure.getMessage());
        assertEquals(part, message.contains(part) ? part : message);
        assertFalse(message.contains("\n"), message);
    }
}
