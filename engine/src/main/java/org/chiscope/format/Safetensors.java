package org.chiscope.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.XZIOException;

/**
 * Named tensors and free text: the content of a safetensors file (the format of Hugging Face's
 * safetensors 0.x: an 8-byte little-endian header length, a JSON header, the tensors' bytes).
 *
 * <p>A file whose name ends in .xz is compressed by xz.
 *
 * <p>Reads F64, F32, F16, BF16, I64, I32, I16, U16 and U8; 16-bit floats are widened to {@link
 * Tensor.F32} and I16 to {@link Tensor.I32}. NaN and infinite values are legal here.
 *
 * @param tensors by name, in the order of the header
 * @param metadata free text by name, in the order of the header
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    /** The limit that the format's own reader sets. */
    private static final long LONGEST_HEADER = 100_000_000;

    /**
     * Copies the maps, not the values.
     *
     * @throws IllegalArgumentException if a tensor is called {@code __metadata__}
     */
    public Safetensors {
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "No tensor can be called __metadata__: the format keeps that name for its"
                            + " texts.");
        }
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Tensors without metadata. */
    public Safetensors(Map<String, Tensor> tensors) {
        this(tensors, Map.of());
    }

    /**
     * The tensor of that name.
     *
     * @param path where this was read from, for the sentence
     * @throws FormatException if there is none: one sentence
     */
    public Tensor require(String name, Path path) throws FormatException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new FormatException(
                    "The file "
                            + path
                            + " needs a tensor \""
                            + name
                            + "\", but it holds "
                            + (tensors.isEmpty() ? "none" : String.join(", ", tensors.keySet()))
                            + ".");
        }
        return tensor;
    }

    /**
     * Reads a whole file.
     *
     * @throws FormatException if it is missing, unreadable, truncated or malformed: one sentence
     */
    public static Safetensors read(Path path) throws FormatException {
        return read(path, name -> false);
    }

    /**
     * Reads a file, but maps some of its tensors: those of F32 and F64 become {@link
     * Tensor.F32Parts} and {@link Tensor.F64Parts} of one read-only buffer, and take no heap. The
     * file may be replaced meanwhile (on Windows only once nobody refers to the buffers), but must
     * not be changed in place.
     *
     * @param mapped which, by name
     * @throws FormatException as {@link #read(Path)}
     */
    public static Safetensors read(Path path, Predicate<String> mapped) throws FormatException {
        return Compression.isCompressed(path)
                ? readCompressed(path, mapped)
                : read(path, path, mapped);
    }

    /**
     * @param path what the file is called in sentences
     */
    private static Safetensors read(Path file, Path path, Predicate<String> mapped)
            throws FormatException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < Long.BYTES) {
                throw new FormatException(
                        SafetensorsHeader.notSafetensors(path)
                                + "it has "
                                + length
                                + " bytes, and the length of the header alone takes 8; copy or"
                                + " download it again.");
            }
            byte[] json = new byte[headerLength(channel, path, length)];
            TensorBytes.readFully(channel, ByteBuffer.wrap(json), Long.BYTES);
            long dataStart = (long) Long.BYTES + json.length;
            SafetensorsHeader header = SafetensorsHeader.parse(json, path, length - dataStart);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                long begin = dataStart + entry.begin();
                tensors.put(
                        entry.name(),
                        mapped.test(entry.name())
                                ? TensorBytes.map(
                                        channel, begin, entry.type(), entry.shape(), entry.size())
                                : TensorBytes.read(
                                        channel, begin, entry.type(), entry.shape(), entry.size()));
            }
            return new Safetensors(tensors, header.metadata());
        } catch (EOFException shrunk) {
            throw new FormatException(
                    "The file "
                            + path
                            + " became shorter while it was read; try again when nothing writes to"
                            + " it.",
                    shrunk);
        } catch (IOException failure) {
            throw FormatException.whileReading(path, failure);
        }
    }

    /** By way of a temporary file beside the system's others. */
    private static Safetensors readCompressed(Path path, Predicate<String> mapped)
            throws FormatException {
        try (InputStream bytes = Compression.open(path)) {
            Path unpacked = Files.createTempFile("chiscope", ".safetensors");
            try {
                Files.copy(bytes, unpacked, StandardCopyOption.REPLACE_EXISTING);
                return read(unpacked, path, mapped);
            } finally {
                Files.delete(unpacked);
            }
        } catch (XZIOException | EOFException damaged) {
            throw new FormatException(
                    "The file "
                            + path
                            + " is damaged or not compressed by xz; copy or download it again.",
                    damaged);
        } catch (IOException failure) {
            throw FormatException.whileReading(path, failure);
        }
    }

    /**
     * Creates or replaces a file; on failure nothing is left behind and an old file stays.
     *
     * @throws WriteException if it cannot be written: one sentence
     */
    public static void write(Path path, Safetensors content) throws WriteException {
        List<Map.Entry<String, Tensor>> placed = new ArrayList<>(content.tensors.entrySet());
        // Widest elements first (a stable sort): then each tensor is aligned to its element.
        placed.sort(Comparator.comparingInt(e -> -ElementType.of(e.getValue()).bytes));
        Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Tensor> named : placed) {
            Tensor tensor = named.getValue();
            ElementType type = ElementType.of(tensor);
            long end = at + (long) tensor.size() * type.bytes;
            entries.put(
                    named.getKey(),
                    new SafetensorsHeader.Entry(
                            named.getKey(), type, tensor.shape(), tensor.size(), at, end));
            at = end;
        }
        List<SafetensorsHeader.Entry> inOrder = new ArrayList<>();
        for (String name : content.tensors.keySet()) {
            inOrder.add(entries.get(name));
        }
        byte[] header = new SafetensorsHeader(inOrder, content.metadata).toBytes();
        AtomicFiles.write(
                path,
                file -> {
                    FinishableOutputStream out = Compression.packing(path, file);
                    ByteBuffer length =
                            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    out.write(length.putLong(header.length).array());
                    out.write(header);
                    for (Map.Entry<String, Tensor> named : placed) {
                        TensorBytes.write(out, named.getValue());
                    }
                    out.finish();
                });
    }

    private static int headerLength(FileChannel channel, Path path, long fileLength)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        TensorBytes.readFully(channel, bytes, 0);
        long length = bytes.getLong(0);
        if (length < 0 || length > LONGEST_HEADER) {
            throw new FormatException(
                    SafetensorsHeader.notSafetensors(path)
                            + "its first 8 bytes announce a header of "
                            + Long.toUnsignedString(length)
                            + " bytes, more than the "
                            + LONGEST_HEADER
                            + " that are allowed; check that it is the right file.");
        }
        if (length > fileLength - Long.BYTES) {
            throw new FormatException(
                    "The file "
                            + path
                            + " is truncated or not a safetensors file: it announces a header of "
                            + length
                            + " bytes, but only "
                            + (fileLength - Long.BYTES)
                            + " follow; copy or download it again.");
        }
        return (int) length;
    }
}
