package org.chiscope.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.format.WriteException;
import org.chiscope.network.Network;
import org.chiscope.network.ParameterLayout;

/** A network's weights as a safetensors file, one tensor a parameter of its layout. */
public final class WeightFile {
    private WeightFile() {}

    /**
     * Reads the weights of a network.
     *
     * @return all d parameters
     * @throws FormatException with one sentence if a tensor is missing, unknown, of another shape
     *     than the config asks for, or holds a value that is not a finite number
     */
    public static float[] read(Network network, Path file) throws FormatException {
        Safetensors content = Safetensors.read(file);
        float[] w = new float[network.layout().size()];
        for (ParameterLayout.Tensor expected : network.layout().tensors()) {
            Tensor found = content.require(expected.name(), file);
            if (!Arrays.equals(found.shape(), expected.shape())) {
                throw new FormatException(
                        "The tensor \""
                                + expected.name()
                                + "\" in "
                                + file
                                + " must have the shape "
                                + Arrays.toString(expected.shape())
                                + " that "
                                + ModelConfig.FILE_NAME
                                + " implies, but it has "
                                + Arrays.toString(found.shape())
                                + "; correct one of the two.");
            }
            copy(floats(found, expected, file), w, expected, file);
        }
        for (String name : content.tensors().keySet()) {
            if (!network.layout().has(name)) {
                throw new FormatException(
                        "The file "
                                + file
                                + " holds a tensor \""
                                + name
                                + "\" that the architecture in "
                                + ModelConfig.FILE_NAME
                                + " does not have; its parameters are "
                                + String.join(
                                        ", ",
                                        network.layout().tensors().stream()
                                                .map(ParameterLayout.Tensor::name)
                                                .toList())
                                + ".");
            }
        }
        return w;
    }

    /**
     * Writes weights in the form that {@link #read} reads.
     *
     * @param w all parameters of {@code network}
     */
    public static void write(Network network, Path file, float[] w) throws WriteException {
        Safetensors.write(file, new Safetensors(tensors(network, w)));
    }

    /** Writes the same with 16 bits a number: half the size, and 1 part in 2,000 of precision. */
    public static void writeHalf(Network network, Path file, float[] w) throws WriteException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors(network, w)
                .forEach(
                        (name, tensor) ->
                                tensors.put(
                                        name,
                                        new Tensor.F16(
                                                tensor.shape(), ((Tensor.F32) tensor).values())));
        Safetensors.write(file, new Safetensors(tensors));
    }

    /** A copy of the parameters {@code w} as tensors, by name, in the order of the flat array. */
    static Map<String, Tensor> tensors(Network network, float[] w) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            tensors.put(
                    tensor.name(),
                    new Tensor.F32(
                            tensor.shape(), Arrays.copyOfRange(w, tensor.offset(), tensor.end())));
        }
        return tensors;
    }

    private static float[] floats(Tensor found, ParameterLayout.Tensor expected, Path file)
            throws FormatException {
        return switch (found) {
            case Tensor.F32(_, float[] values) -> values;
            case Tensor.F16(_, float[] values) -> values;
            case Tensor.F64(_, double[] values) -> {
                float[] rounded = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = (float) values[i];
                }
                yield rounded;
            }
            case Tensor.I64 _, Tensor.I32 _, Tensor.U16 _, Tensor.U8 _ ->
                    throw notReal(expected, file);
            case Tensor.F32Parts _, Tensor.F64Parts _ ->
                    throw new IllegalArgumentException("Weights are read, and not mapped.");
        };
    }

    private static void copy(float[] values, float[] w, ParameterLayout.Tensor to, Path file)
            throws FormatException {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new FormatException(
                        "The weights must be finite numbers, but entry "
                                + i
                                + " of tensor \""
                                + to.name()
                                + "\" in "
                                + file
                                + " is "
                                + values[i]
                                + "; use a checkpoint from before the training diverged.");
            }
        }
        System.arraycopy(values, 0, w, to.offset(), values.length);
    }

    private static FormatException notReal(ParameterLayout.Tensor tensor, Path file) {
        return new FormatException(
                "The tensor \""
                        + tensor.name()
                        + "\" in "
                        + file
                        + " must hold floating-point numbers (F64, F32, F16 or BF16), but it holds"
                        + " whole numbers.");
    }
}
