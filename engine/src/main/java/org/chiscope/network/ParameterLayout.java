package org.chiscope.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;

/** Named tensors, one after the other, over one flat parameter array. */
public final class ParameterLayout {
    private final Map<String, Tensor> tensors;
    private final int size;

    private ParameterLayout(Map<String, Tensor> tensors, int size) {
        this.tensors = tensors;
        this.size = size;
    }

    /**
     * One tensor, row-major.
     *
     * @param name as in the safetensors file
     * @param shape its dimensions, at least one
     * @param offset of its first entry in the flat array
     * @param size number of entries
     */
    public record Tensor(String name, int[] shape, int offset, int size) {

        /** One past its last entry in the flat array. */
        public int end() {
            return offset + size;
        }

        /** Its entries as an index set. */
        public IndexSet indices() {
            return IndexSet.range(offset, end());
        }

        /**
         * Rows {@code from} to {@code to} (excluded) of a matrix, or entries of a vector, as an
         * index set.
         */
        public IndexSet rows(int from, int to) {
            int width = size / shape[0];
            return IndexSet.range(offset + from * width, offset + to * width);
        }

        /** Columns {@code from} to {@code to} (excluded) of a matrix, as an index set. */
        public IndexSet columns(int from, int to) {
            List<IndexSet> parts = new ArrayList<>();
            for (int row = 0; row < shape[0]; row++) {
                int start = offset + row * shape[1];
                parts.add(IndexSet.range(start + from, start + to));
            }
            return IndexSet.union(parts);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tensor tensor
                    && name.equals(tensor.name)
                    && offset == tensor.offset
                    && Arrays.equals(shape, tensor.shape);
        }

        @Override
        public int hashCode() {
            return name.hashCode() + offset;
        }

        @Override
        public String toString() {
            return name + Arrays.toString(shape);
        }
    }

    /** The tensors in their order in the flat array. */
    public List<Tensor> tensors() {
        return List.copyOf(tensors.values());
    }

    /** Length of the flat array, d. */
    public int size() {
        return size;
    }

    /** Whether there is a tensor of that name. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * The tensor of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "There is no parameter \""
                            + name
                            + "\"; the parameters are "
                            + String.join(", ", tensors.keySet())
                            + ".");
        }
        return tensor;
    }

    /** Collects tensors in order. */
    static final class Builder {
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private int size;

        Tensor add(String name, int... shape) {
            int length = 1;
            for (int extent : shape) {
                length = Math.multiplyExact(length, extent);
            }
            Tensor tensor = new Tensor(name, shape.clone(), size, length);
            if (tensors.put(name, tensor) != null) {
                throw new IllegalStateException("Two parameters are named " + name + ".");
            }
            size = Math.addExact(size, length);
            return tensor;
        }

        ParameterLayout build() {
            return new ParameterLayout(new LinkedHashMap<>(tensors), size);
        }
    }
}
