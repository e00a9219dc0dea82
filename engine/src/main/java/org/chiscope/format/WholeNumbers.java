package org.chiscope.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Tensors of whole numbers, whichever type stores them. */
public final class WholeNumbers {
    private WholeNumbers() {}

    /**
     * The numbers of a tensor.
     *
     * @param name of the tensor and {@code path} of its file, for complaints
     * @throws FormatException with one sentence if they are not whole, or need more than 32 bits
     */
    public static int[] of(Tensor tensor, String name, Path path) throws FormatException {
        return switch (tensor) {
            case Tensor.I32 t -> t.values();
            case Tensor.U16 t ->
                    IntStream.range(0, t.size())
                            .map(i -> Short.toUnsignedInt(t.values()[i]))
                            .toArray();
            case Tensor.U8 t ->
                    IntStream.range(0, t.size())
                            .map(i -> Byte.toUnsignedInt(t.values()[i]))
                            .toArray();
            case Tensor.I64 t -> narrowed(t, name, path);
            case Tensor.F32 t -> throw notIntegers(t, name, path);
            case Tensor.F16 t -> throw notIntegers(t, name, path);
            case Tensor.F64 t -> throw notIntegers(t, name, path);
            case Tensor.F32Parts t -> throw notIntegers(t, name, path);
            case Tensor.F64Parts t -> throw notIntegers(t, name, path);
        };
    }

    private static int[] narrowed(Tensor.I64 tensor, String name, Path path)
            throws FormatException {
        int[] result = new int[tensor.size()];
        for (int i = 0; i < result.length; i++) {
            long value = tensor.values()[i];
            if (value != (int) value) {
                throw new FormatException(
                        "Element "
                                + i
                                + " of the tensor \""
                                + name
                                + "\" in "
                                + path
                                + " is "
                                + value
                                + ", which does not fit into 31 bits.");
            }
            result[i] = (int) value;
        }
        return result;
    }

    private static FormatException notIntegers(Tensor tensor, String name, Path path) {
        return new FormatException(
                "The tensor \""
                        + name
                        + "\" in "
                        + path
                        + " needs integers (U8, U16, I32 or I64), but it is "
                        + tensor
                        + ".");
    }

    /**
     * A tensor in the smallest type that holds the numbers.
     *
     * @param values at least 0
     */
    public static Tensor smallest(int[] shape, int[] values) {
        int largest = Arrays.stream(values).max().orElse(0);
        if (largest < 1 << 8) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return new Tensor.U8(shape, bytes);
        }
        if (largest < 1 << 16) {
            short[] shorts = new short[values.length];
            for (int i = 0; i < values.length; i++) {
                shorts[i] = (short) values[i];
            }
            return new Tensor.U16(shape, shorts);
        }
        return new Tensor.I32(shape, values);
    }
}
