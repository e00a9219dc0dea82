package org.chiscope.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Little-endian bytes to arrays and back, in pieces, so that no second copy of a tensor is made.
 */
final class TensorBytes {
    private static final int PIECE = 1 << 20;

    private TensorBytes() {}

    /** Moves {@code count} elements, of which the first is number {@code at}, to or from bytes. */
    @FunctionalInterface
    private interface Transfer {
        void move(ByteBuffer bytes, int at, int count);
    }

    /**
     * Reads a tensor whose first byte is at {@code position}; {@code size} is its number of
     * elements. 16-bit floats become {@link Tensor.F32}, signed 16-bit integers {@link Tensor.I32}.
     *
     * @throws EOFException if the file ends before the tensor
     */
    static Tensor read(FileChannel channel, long position, ElementType type, int[] shape, int size)
            throws IOException {
        return switch (type) {
            case F64 -> {
                double[] values = new double[size];
                read(
                        channel,
                        position,
                        8,
                        size,
                        (b, at, n) -> b.asDoubleBuffer().get(values, at, n));
                yield new Tensor.F64(shape, values);
            }
            case F32 -> {
                float[] values = new float[size];
                read(
                        channel,
                        position,
                        4,
                        size,
                        (b, at, n) -> b.asFloatBuffer().get(values, at, n));
                yield new Tensor.F32(shape, values);
            }
            case F16 -> {
                float[] values = new float[size];
                read(
                        channel,
                        position,
                        2,
                        size,
                        (b, at, n) -> {
                            ShortBuffer halves = b.asShortBuffer();
                            for (int i = 0; i < n; i++) {
                                values[at + i] = Float.float16ToFloat(halves.get(i));
                            }
                        });
                yield new Tensor.F32(shape, values);
            }
            case BF16 -> {
                float[] values = new float[size];
                read(
                        channel,
                        position,
                        2,
                        size,
                        (b, at, n) -> {
                            // A bfloat16 is the upper half of the float of the same value.
                            ShortBuffer halves = b.asShortBuffer();
                            for (int i = 0; i < n; i++) {
                                values[at + i] = Float.intBitsToFloat(halves.get(i) << 16);
                            }
                        });
                yield new Tensor.F32(shape, values);
            }
            case I64 -> {
                long[] values = new long[size];
                read(channel, position, 8, size, (b, at, n) -> b.asLongBuffer().get(values, at, n));
                yield new Tensor.I64(shape, values);
            }
            case I32 -> {
                int[] values = new int[size];
                read(channel, position, 4, size, (b, at, n) -> b.asIntBuffer().get(values, at, n));
                yield new Tensor.I32(shape, values);
            }
            case I16 -> {
                int[] values = new int[size];
                read(
                        channel,
                        position,
                        2,
                        size,
                        (b, at, n) -> {
                            ShortBuffer shorts = b.asShortBuffer();
                            for (int i = 0; i < n; i++) {
                                values[at + i] = shorts.get(i);
                            }
                        });
                yield new Tensor.I32(shape, values);
            }
            case U16 -> {
                short[] values = new short[size];
                read(
                        channel,
                        position,
                        2,
                        size,
                        (b, at, n) -> b.asShortBuffer().get(values, at, n));
                yield new Tensor.U16(shape, values);
            }
            case U8 -> {
                byte[] values = new byte[size];
                read(channel, position, 1, size, (b, at, n) -> b.get(values, at, n));
                yield new Tensor.U8(shape, values);
            }
        };
    }

    /**
     * Maps a tensor of F32 or F64 in place of reading it; others are read, and those beyond the 2
     * GB that a buffer can show.
     */
    static Tensor map(FileChannel channel, long position, ElementType type, int[] shape, int size)
            throws IOException {
        long bytes = (long) size * type.bytes;
        if ((type != ElementType.F32 && type != ElementType.F64) || bytes > Integer.MAX_VALUE) {
            return read(channel, position, type, shape, size);
        }
        ByteBuffer content =
                channel.map(FileChannel.MapMode.READ_ONLY, position, bytes)
                        .order(ByteOrder.LITTLE_ENDIAN);
        return type == ElementType.F32
                ? new Tensor.F32Parts(shape, List.of(content.asFloatBuffer()))
                : new Tensor.F64Parts(shape, List.of(content.asDoubleBuffer()));
    }

    /** Writes the elements of {@code tensor}, in order. */
    static void write(OutputStream out, Tensor tensor) throws IOException {
        int size = tensor.size();
        switch (tensor) {
            case Tensor.F64(int[] shape, double[] values) ->
                    write(out, 8, size, (b, at, n) -> b.asDoubleBuffer().put(values, at, n));
            case Tensor.F32(int[] shape, float[] values) ->
                    write(out, 4, size, (b, at, n) -> b.asFloatBuffer().put(values, at, n));
            case Tensor.F16(int[] shape, float[] values) ->
                    write(
                            out,
                            2,
                            size,
                            (b, at, n) -> {
                                for (int i = 0; i < n; i++) {
                                    b.putShort(2 * i, Float.floatToFloat16(values[at + i]));
                                }
                            });
            case Tensor.F64Parts(int[] shape, List<DoubleBuffer> parts) -> {
                for (DoubleBuffer part : parts) {
                    write(
                            out,
                            8,
                            part.limit(),
                            (b, at, n) -> b.asDoubleBuffer().put(0, part, at, n));
                }
            }
            case Tensor.F32Parts(int[] shape, List<FloatBuffer> parts) -> {
                for (FloatBuffer part : parts) {
                    write(
                            out,
                            4,
                            part.limit(),
                            (b, at, n) -> b.asFloatBuffer().put(0, part, at, n));
                }
            }
            case Tensor.I64(int[] shape, long[] values) ->
                    write(out, 8, size, (b, at, n) -> b.asLongBuffer().put(values, at, n));
            case Tensor.I32(int[] shape, int[] values) ->
                    write(out, 4, size, (b, at, n) -> b.asIntBuffer().put(values, at, n));
            case Tensor.U16(int[] shape, short[] values) ->
                    write(out, 2, size, (b, at, n) -> b.asShortBuffer().put(values, at, n));
            case Tensor.U8(int[] shape, byte[] values) -> out.write(values);
        }
    }

    /** Fills {@code bytes} from {@code position} on. */
    static void readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new EOFException();
            }
            at += read;
        }
    }

    private static void read(
            FileChannel channel, long position, int width, int size, Transfer transfer)
            throws IOException {
        ByteBuffer piece = piece(width, size);
        int capacity = piece.capacity() / width;
        for (int at = 0; at < size; at += capacity) {
            int count = Math.min(capacity, size - at);
            piece.clear().limit(count * width);
            readFully(channel, piece, position + (long) at * width);
            transfer.move(piece.flip(), at, count);
        }
    }

    private static void write(OutputStream out, int width, int size, Transfer transfer)
            throws IOException {
        ByteBuffer piece = piece(width, size);
        int capacity = piece.capacity() / width;
        for (int at = 0; at < size; at += capacity) {
            int count = Math.min(capacity, size - at);
            transfer.move(piece.clear(), at, count);
            out.write(piece.array(), piece.arrayOffset(), count * width);
        }
    }

    private static ByteBuffer piece(int width, int size) {
        int bytes = (int) Math.min(PIECE, (long) Math.max(size, 1) * width);
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
