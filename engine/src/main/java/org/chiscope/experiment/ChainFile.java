package org.chiscope.experiment;

import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.response.ExampleBlock;
import org.chiscope.response.StoredStatistics;
import org.chiscope.sampling.ChainState;
import org.chiscope.sampling.ChainStatus;
import org.jspecify.annotations.Nullable;

/**
 * A chain on disk: all that it needs to go on to the last bit, as a safetensors file.
 *
 * <p>Tensors: {@code position} [moving parameters; none in a compact result], {@code memory} and
 * {@code numbers} of the sampler (both may be empty), {@code steps}, {@code loss} [draws], {@code
 * pattern_loss} [patterns, draws]; the finished super-blocks, stacked, {@code block_draws}, {@code
 * block_observable} [blocks, 2] (mean and sum of squares), {@code block_mean_loss} and {@code
 * block_co_moment} [blocks, examples]; the same of the unfinished one, {@code open_…}, without
 * examples if it has no draw; and {@code unit_loss} [draws, units], where losses of units are kept.
 *
 * @param state of the sampler
 * @param statistics of the draws
 * @param minibatchHeat of its ensemble, measured by chain 0; NaN where it was not measured
 */
record ChainFile(ChainState state, StoredStatistics statistics, double minibatchHeat) {
    private static final String VERSION = "1";
    private static final String POSITION = "position";

    /** Tensors that have a number an example. */
    private static final Set<String> OF_EXAMPLES =
            Set.of("block_mean_loss", "block_co_moment", "open_mean_loss", "open_co_moment");

    /**
     * Writes the file atomically.
     *
     * @param owner {@link RunPlan#owner}; checked by {@link #read}
     */
    void write(Path file, Map<String, List<String>> owner) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", VERSION);
        owner.forEach((key, values) -> metadata.put(key, values.getFirst()));
        ChainStatus.Failed failure = state.failure();
        if (failure != null) {
            metadata.put("failed_at_draw", Integer.toString(failure.draw()));
            metadata.put("failure", failure.sentence());
        }
        Safetensors.write(file, new Safetensors(tensors(), metadata));
    }

    private Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(POSITION, floats(state.position()));
        tensors.put("memory", floats(state.memory()));
        tensors.put("numbers", doubles(state.numbers()));
        tensors.put(
                "steps",
                new Tensor.I64(
                        new int[] {3},
                        new long[] {state.steps(), state.draws(), state.acceptanceCount()}));
        tensors.put("acceptance_sum", doubles(state.acceptanceSum()));
        tensors.put("minibatch_heat", doubles(minibatchHeat));
        int draws = statistics.loss().length;
        tensors.put("loss", doubles(statistics.loss()));
        double[][] patternLoss = statistics.patternLoss();
        double[] flat = new double[patternLoss.length * draws];
        for (int k = 0; k < patternLoss.length; k++) {
            System.arraycopy(patternLoss[k], 0, flat, k * draws, draws);
        }
        tensors.put("pattern_loss", new Tensor.F64(new int[] {patternLoss.length, draws}, flat));
        putBlocks(tensors);
        if (!statistics.unitLosses().isEmpty()) {
            tensors.put("unit_loss", matrix(statistics.unitLosses()));
        }
        return tensors;
    }

    private void putBlocks(Map<String, Tensor> tensors) {
        List<ExampleBlock> blocks = statistics.finished();
        int count = blocks.size();
        long[] draws = new long[count];
        double[] observable = new double[2 * count];
        for (int b = 0; b < count; b++) {
            ExampleBlock block = blocks.get(b);
            draws[b] = block.draws();
            observable[2 * b] = block.meanObservable();
            observable[2 * b + 1] = block.observableSquares();
        }
        tensors.put("block_draws", new Tensor.I64(new int[] {count}, draws));
        tensors.put("block_observable", new Tensor.F64(new int[] {count, 2}, observable));
        tensors.put("block_mean_loss", stacked(blocks, ExampleBlock::meanLoss));
        tensors.put("block_co_moment", stacked(blocks, ExampleBlock::coMoment));
        tensors.put(
                "open_draws", new Tensor.I64(new int[] {1}, new long[] {statistics.blockDraws()}));
        tensors.put(
                "open_observable",
                doubles(statistics.blockMeanObservable(), statistics.blockObservableSquares()));
        tensors.put("open_mean_loss", open(statistics.blockMeanLoss()));
        tensors.put("open_co_moment", open(statistics.blockCoMoment()));
    }

    private static Tensor stacked(
            List<ExampleBlock> blocks, Function<ExampleBlock, FloatBuffer> values) {
        List<FloatBuffer> parts = blocks.stream().map(values).toList();
        int examples = parts.isEmpty() ? 0 : parts.getFirst().limit();
        return new Tensor.F32Parts(new int[] {parts.size(), examples}, parts);
    }

    private static Tensor open(DoubleBuffer values) {
        return new Tensor.F64Parts(new int[] {values.limit()}, List.of(values));
    }

    private static Tensor matrix(List<float[]> rows) {
        int width = rows.getFirst().length;
        float[] values = new float[rows.size() * width];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * width, width);
        }
        return new Tensor.F32(new int[] {rows.size(), width}, values);
    }

    /**
     * Reads a file back.
     *
     * @param chain number of the chain
     * @param mapped whether statistics of examples are mapped, and not read
     * @throws ResultsFolderException if it belongs to another run, or is damaged
     */
    static ChainFile read(Path file, Map<String, List<String>> owner, int chain, boolean mapped)
            throws ResultsFolderException {
        Safetensors content;
        try {
            content = Safetensors.read(file, name -> mapped && OF_EXAMPLES.contains(name));
        } catch (FormatException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
        Map<String, String> metadata = content.metadata();
        for (Map.Entry<String, List<String>> entry : owner.entrySet()) {
            String found = metadata.get(entry.getKey());
            if (found == null || !entry.getValue().contains(found)) {
                throw damaged(
                        file,
                        "its "
                                + entry.getKey()
                                + " should be \""
                                + entry.getValue().getFirst()
                                + "\", but is \""
                                + found
                                + "\"",
                        null);
            }
        }
        try {
            return new Reader(content).file(chain);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    static ResultsFolderException damaged(Path file, String why, @Nullable Throwable cause) {
        String reason = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        return new ResultsFolderException(
                "The chain in "
                        + file
                        + " cannot be continued: "
                        + reason
                        + "; delete that file to make its draws again.",
                cause);
    }

    /** Whether a file is one of those that {@link #withoutPosition} makes. */
    static boolean lacksPosition(Path file) throws FormatException {
        return Safetensors.read(file, OF_EXAMPLES::contains).require(POSITION, file).size() == 0;
    }

    /** The file of a chain that has ended, without the parameters where it did. */
    static Safetensors withoutPosition(Safetensors file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
        tensors.put(POSITION, floats(new float[0]));
        tensors.put("memory", floats(new float[0]));
        return new Safetensors(tensors, file.metadata());
    }

    private static Tensor floats(float[] values) {
        return new Tensor.F32(new int[] {values.length}, values);
    }

    private static Tensor doubles(double... values) {
        return new Tensor.F64(new int[] {values.length}, values);
    }

    /** Takes the tensors apart; complains with IllegalArgumentException. */
    private record Reader(Safetensors content) {

        ChainFile file(int chain) {
            long[] steps = longs("steps", 3);
            String failedAt = content.metadata().get("failed_at_draw");
            ChainStatus.Failed failure =
                    failedAt == null
                            ? null
                            : new ChainStatus.Failed(
                                    Integer.parseInt(failedAt),
                                    content.metadata().getOrDefault("failure", ""));
            ChainState state =
                    new ChainState(
                            floats(POSITION),
                            floats("memory"),
                            doubles("numbers", -1),
                            steps[0],
                            Math.toIntExact(steps[1]),
                            doubles("acceptance_sum", 1)[0],
                            steps[2],
                            failure);
            double[] loss = doubles("loss", -1);
            double[] flat = doubles("pattern_loss", -1);
            int patterns = rows("pattern_loss");
            require("pattern_loss", patterns * loss.length, flat.length);
            double[][] patternLoss = new double[patterns][loss.length];
            for (int k = 0; k < patterns; k++) {
                System.arraycopy(flat, k * loss.length, patternLoss[k], 0, loss.length);
            }
            DoubleBuffer openMeanLoss = doubleBuffer("open_mean_loss");
            DoubleBuffer openCoMoment = doubleBuffer("open_co_moment");
            require("open_co_moment", openMeanLoss.limit(), openCoMoment.limit());
            double[] open = doubles("open_observable", 2);
            return new ChainFile(
                    state,
                    new StoredStatistics(
                            loss,
                            patternLoss,
                            blocks(chain),
                            Math.toIntExact(longs("open_draws", 1)[0]),
                            open[0],
                            open[1],
                            openMeanLoss,
                            openCoMoment,
                            unitLosses()),
                    doubles("minibatch_heat", 1)[0]);
        }

        private List<ExampleBlock> blocks(int chain) {
            long[] draws = longs("block_draws", -1);
            double[] observable = doubles("block_observable", 2 * draws.length);
            FloatBuffer meanLoss = floatBuffer("block_mean_loss");
            FloatBuffer coMoment = floatBuffer("block_co_moment");
            int examples = draws.length == 0 ? 0 : meanLoss.limit() / draws.length;
            require("block_mean_loss", draws.length * examples, meanLoss.limit());
            require("block_co_moment", draws.length * examples, coMoment.limit());
            List<ExampleBlock> blocks = new ArrayList<>();
            for (int b = 0; b < draws.length; b++) {
                blocks.add(
                        new ExampleBlock(
                                chain,
                                Math.toIntExact(draws[b]),
                                observable[2 * b],
                                observable[2 * b + 1],
                                meanLoss.slice(b * examples, examples),
                                coMoment.slice(b * examples, examples)));
            }
            return blocks;
        }

        private List<float[]> unitLosses() {
            if (!content.tensors().containsKey("unit_loss")) {
                return List.of();
            }
            float[] values = floats("unit_loss");
            List<float[]> draws = new ArrayList<>();
            int count = rows("unit_loss");
            for (int t = 0; t < count; t++) {
                int width = values.length / count;
                draws.add(Arrays.copyOfRange(values, t * width, (t + 1) * width));
            }
            return draws;
        }

        /** First size of a matrix, which tells even where the second is 0. */
        private int rows(String name) {
            Tensor tensor = content.tensors().get(name);
            if (tensor == null || tensor.shape().length != 2) {
                throw missing(name);
            }
            return tensor.shape()[0];
        }

        private float[] floats(String name) {
            if (content.tensors().get(name) instanceof Tensor.F32(_, float[] values)) {
                return values;
            }
            throw missing(name);
        }

        private FloatBuffer floatBuffer(String name) {
            return content.tensors().get(name) instanceof Tensor.F32Parts(_, var parts)
                    ? parts.getFirst()
                    : FloatBuffer.wrap(floats(name));
        }

        private DoubleBuffer doubleBuffer(String name) {
            return content.tensors().get(name) instanceof Tensor.F64Parts(_, var parts)
                    ? parts.getFirst()
                    : DoubleBuffer.wrap(doubles(name, -1));
        }

        private double[] doubles(String name, int length) {
            if (content.tensors().get(name) instanceof Tensor.F64(_, double[] values)) {
                require(name, length, values.length);
                return values;
            }
            throw missing(name);
        }

        private long[] longs(String name, int length) {
            if (content.tensors().get(name) instanceof Tensor.I64(_, long[] values)) {
                require(name, length, values.length);
                return values;
            }
            throw missing(name);
        }

        private static void require(String name, int expected, int found) {
            if (expected >= 0 && expected != found) {
                throw new IllegalArgumentException(
                        "its tensor "
                                + name
                                + " should have "
                                + expected
                                + " values, but has "
                                + found);
            }
        }

        private static IllegalArgumentException missing(String name) {
            return new IllegalArgumentException("its tensor " + name + " is missing");
        }
    }
}
