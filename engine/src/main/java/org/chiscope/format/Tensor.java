package org.chiscope.format;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * An array with a shape, in row-major order, as a safetensors file holds it. The values are not
 * copied, on the way in or out: a model's weights are large.
 */
public sealed interface Tensor {
    /** Sizes of the dimensions, outermost first; empty for a single number. */
    int[] shape();

    /** Number of elements: the product of the shape. */
    int size();

    /** Tensor of 32-bit floats. */
    record F32(int[] shape, float[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public F32 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof F32 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "F32" + Arrays.toString(shape);
        }
    }

    /** Floats that are written with 16 bits (binary16); what is read again is an {@link F32}. */
    record F16(int[] shape, float[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape,
         *     or a finite one is too large for 16 bits
         */
        public F16 {
            requireSize(shape, values.length);
            for (float value : values) {
                if (Float.isFinite(value)
                        && Float.isInfinite(Float.float16ToFloat(Float.floatToFloat16(value)))) {
                    throw new IllegalArgumentException(
                            "Numbers of 16 bits reach up to 65504, but one is "
                                    + value
                                    + "; write 32 bits.");
                }
            }
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof F16 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "F16" + Arrays.toString(shape);
        }
    }

    /** Tensor of 64-bit floats. */
    record F64(int[] shape, double[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public F64 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof F64 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "F64" + Arrays.toString(shape);
        }
    }

    /** Tensor of signed 64-bit integers. */
    record I64(int[] shape, long[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public I64 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof I64 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "I64" + Arrays.toString(shape);
        }
    }

    /** Tensor of signed 32-bit integers. */
    record I32(int[] shape, int[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public I32 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof I32 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "I32" + Arrays.toString(shape);
        }
    }

    /** Tensor of unsigned 16-bit integers; read one with {@link Short#toUnsignedInt}. */
    record U16(int[] shape, short[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public U16 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof U16 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "U16" + Arrays.toString(shape);
        }
    }

    /** Tensor of unsigned 8-bit integers; read one with {@link Byte#toUnsignedInt}. */
    record U8(int[] shape, byte[] values) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public U8 {
            requireSize(shape, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof U8 tensor
                    && Arrays.equals(shape, tensor.shape)
                    && Arrays.equals(values, tensor.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "U8" + Arrays.toString(shape);
        }
    }

    /**
     * Tensor of 32-bit floats that lie in buffers, one after the other, on the heap or mapped from
     * a file; their positions and limits are 0 and their number of values, and stay so.
     */
    record F32Parts(int[] shape, List<FloatBuffer> parts) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public F32Parts {
            parts = List.copyOf(parts);
            requireSize(shape, values(parts));
        }

        @Override
        public int size() {
            return Math.toIntExact(values(parts));
        }
    }

    /** The same of 64-bit floats. */
    record F64Parts(int[] shape, List<DoubleBuffer> parts) implements Tensor {
        /**
         * @throws IllegalArgumentException if the number of values is not the product of the shape
         */
        public F64Parts {
            parts = List.copyOf(parts);
            requireSize(shape, values(parts));
        }

        @Override
        public int size() {
            return Math.toIntExact(values(parts));
        }
    }

    private static long values(List<? extends Buffer> parts) {
        return parts.stream().mapToLong(Buffer::limit).sum();
    }

    private static void requireSize(int[] shape, long length) {
        long product = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "A shape needs sizes >= 0, but got " + Arrays.toString(shape) + ".");
            }
            // A product past 2^31 cannot match any array, so it need not be exact.
            product = Math.min(product * dimension, 1L << 32);
        }
        if (product != length) {
            throw new IllegalArgumentException(
                    "A tensor of shape "
                            + Arrays.toString(shape)
                            + " needs "
                            + product
                            + " values, but got "
                            + length
                            + ".");
        }
    }
}
