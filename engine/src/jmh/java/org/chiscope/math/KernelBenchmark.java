package org.chiscope.math;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kernel alone, in fresh starts of Java: what compiled code it becomes differs between starts,
 * which a loop in one start cannot show. Microseconds a call.
 *
 * <p>{@code mvn -q -Pjmh -pl engine test-compile exec:exec} runs all, {@code -Djmh.only=attention}
 * some of them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {

    /** 2,048 rows, and weights of that width. */
    @State(Scope.Thread)
    public static class Product {
        private static final int ROWS = 2048;

        @Param({"64", "128", "256"})
        public int width;

        private final Kernels kernels = Kernels.create();
        private Matrix rows = new Matrix(new float[0], 0, 0);
        private Matrix weights = rows;
        private Matrix out = rows;
        private Matrix gradient = rows;

        /** Fills the matrices. */
        @Setup
        public void fill() {
            rows = new Matrix(numbers(1, ROWS * width), 0, width);
            weights = new Matrix(numbers(2, width * width), 0, width);
            out = new Matrix(new float[ROWS * width], 0, width);
            gradient = new Matrix(new float[width * width], 0, width);
        }
    }

    /** One head of width 16 over 127 positions. */
    @State(Scope.Thread)
    public static class Head {
        private static final int LENGTH = 127;
        private static final int WIDTH = 16;

        private final Kernels kernels = Kernels.create();
        private final float[] in = numbers(3, 4 * LENGTH * WIDTH);
        private final float[] out = new float[4 * LENGTH * WIDTH];
        private final Attention head =
                new Attention(
                        LENGTH,
                        WIDTH,
                        0.25f,
                        part(in, 0),
                        part(in, 1),
                        part(in, 2),
                        new float[kernels.keptOfAttention(LENGTH)],
                        0);

        private static Matrix part(float[] data, int part) {
            return new Matrix(data, part * LENGTH * WIDTH, WIDTH);
        }
    }

    /** Rows of numbers. */
    @State(Scope.Thread)
    public static class Rows {
        private static final int WIDTH = 1024;

        private final Kernels kernels = Kernels.create();
        private final float[] logits = numbers(4, WIDTH);
        private final float[] scratch = new float[WIDTH];
        private final float[] noise = new float[131_072];
        private final RandomStream stream = RandomStream.of(5);
    }

    private static float[] numbers(long seed, int length) {
        float[] numbers = new float[length];
        GaussianNoise.fill(RandomStream.of(seed), numbers, 0, length);
        return numbers;
    }

    /** X·W. */
    @Benchmark
    public void product(Product p) {
        p.kernels.multiply(
                false,
                false,
                Product.ROWS,
                p.width,
                p.width,
                p.rows,
                p.weights,
                p.out,
                false);
    }

    /** X·Wᵀ. */
    @Benchmark
    public void productWithTransposed(Product p) {
        p.kernels.multiply(
                false, true, Product.ROWS, p.width, p.width, p.rows, p.weights, p.out, false);
    }

    /** Yᵀ·X. */
    @Benchmark
    public void productOfTransposed(Product p) {
        p.kernels.multiply(
                true,
                false,
                p.width,
                p.width,
                Product.ROWS,
                p.out,
                p.rows,
                p.gradient,
                false);
    }

    /** Attention forward. */
    @Benchmark
    public void attention(Head h) {
        h.kernels.attend(h.head, Head.part(h.out, 0));
    }

    /** Attention forward and backward. */
    @Benchmark
    public void attentionAndGradient(Head h) {
        h.kernels.attend(h.head, Head.part(h.out, 0));
        h.kernels.attentionGradient(
                h.head,
                Head.part(h.in, 3),
                Head.part(h.out, 1),
                Head.part(h.out, 2),
                Head.part(h.out, 3));
    }

    /** Softmax, loss and gradient of 1,024 logits. */
    @Benchmark
    public float crossEntropy(Rows r) {
        System.arraycopy(r.logits, 0, r.scratch, 0, Rows.WIDTH);
        return r.kernels.crossEntropyGradient(r.scratch, 0, Rows.WIDTH, 7, 1f);
    }

    /** 131,072 normal numbers. */
    @Benchmark
    public void noise(Rows r) {
        GaussianNoise.fill(r.stream, r.noise, 0, r.noise.length);
    }

    /** Multiply-adds in registers alone, 9.6 MFLOP with 16 lanes: the peak. */
    @Benchmark
    public long peak(Rows r) {
        return r.kernels.saturate(25_000);
    }
}
