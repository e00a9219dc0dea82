package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.junit.jupiter.api.Test;

class ChainStatisticsTest {
    private static final int EXAMPLES = 7;
    private static final int DRAWS = 23;
    private static final StatisticsPlan PLAN =
            new StatisticsPlan(
                    EXAMPLES,
                    List.of(new int[] {0, 2, 5}, new int[] {6}),
                    2.5,
                    List.of(5, 11, 17, DRAWS));

    private static float[][] draws() {
        RandomStream random = RandomStream.of(5);
        float[][] draws = new float[DRAWS][EXAMPLES];
        for (float[] draw : draws) {
            for (int z = 0; z < EXAMPLES; z++) {
                draw[z] = (float) (3 + z + random.nextGaussian());
            }
        }
        return draws;
    }

    private static ChainStatistics after(int draws) {
        ChainStatistics statistics = new ChainStatistics(PLAN, 2);
        for (int t = 0; t < draws; t++) {
            statistics.add(draws()[t]);
        }
        return statistics;
    }

    @Test
    void scalarsOfADrawAreMeansOfItsLosses() {
        float[] first = draws()[0];
        ChainDraws view = after(DRAWS).view();
        double mean = 0;
        for (float loss : first) {
            mean += loss / 7.0;
        }
        double pattern = ((double) first[0] + first[2] + first[5]) / 3;
        assertEquals(mean - 2.5, view.observable()[0], 1e-14);
        assertEquals(pattern - mean, view.contrast(0)[0], 1e-14);
        assertEquals(first[6] - mean, view.contrast(1)[0], 1e-14);
        assertEquals(DRAWS, view.loss().length);
    }

    @Test
    void superBlocksHoldTheCentredMomentsOfTheirDraws() {
        List<ExampleBlock> blocks = after(DRAWS).snapshot().exampleBlocks();
        assertEquals(List.of(5, 6, 6, 6), blocks.stream().map(ExampleBlock::draws).toList());
        float[][] draws = draws();
        double[] observable = after(DRAWS).view().observable();
        int start = 5;
        ExampleBlock block = blocks.get(1);
        for (int z = 0; z < EXAMPLES; z++) {
            double meanLoss = 0;
            double meanObservable = 0;
            for (int t = start; t < start + 6; t++) {
                meanLoss += draws[t][z] / 6.0;
                meanObservable += observable[t] / 6;
            }
            double moment = 0;
            double squares = 0;
            for (int t = start; t < start + 6; t++) {
                moment += (observable[t] - meanObservable) * (draws[t][z] - meanLoss);
                squares += Math.pow(observable[t] - meanObservable, 2);
            }
            assertEquals((float) meanLoss, block.meanLoss().get(z), 1e-6);
            assertEquals((float) moment, block.coMoment().get(z), 1e-6);
            assertEquals(meanObservable, block.meanObservable(), 1e-14);
            assertEquals(squares, block.observableSquares(), 1e-14);
        }
    }

    @Test
    void snapshotStaysAsItWas() {
        ChainStatistics statistics = after(8);
        ChainSnapshot before = statistics.snapshot();
        double[] observable = before.draws().observable();
        float[] moments = values(before.exampleBlocks().getLast().coMoment());
        for (int t = 8; t < DRAWS; t++) {
            statistics.add(draws()[t]);
        }
        assertEquals(8, before.draws().draws());
        assertArrayEquals(observable, before.draws().observable());
        assertArrayEquals(moments, values(before.exampleBlocks().getLast().coMoment()));
    }

    @Test
    void storedAndReadBackGoesOnToTheLastBit() {
        for (int at = 0; at <= DRAWS; at++) {
            ChainStatistics restored =
                    ChainStatistics.restore(PLAN, 2, ExampleBuffers.HEAP, after(at).stored());
            for (int t = at; t < DRAWS; t++) {
                restored.add(draws()[t]);
            }
            assertSame(after(DRAWS).snapshot(), restored.snapshot());
        }
    }

    /** At the draw that needs room for a super-block's floats as at the one that needs doubles. */
    @Test
    void aDrawForWhichThereIsNoRoomLeavesNothingBehind() {
        AtomicBoolean full = new AtomicBoolean();
        ExampleBuffers buffers =
                new ExampleBuffers() {
                    @Override
                    public DoubleBuffer doubles(int size) {
                        return HEAP.doubles(room(size));
                    }

                    @Override
                    public FloatBuffer floats(int size) {
                        return HEAP.floats(room(size));
                    }

                    private int room(int size) {
                        if (full.get()) {
                            throw new UncheckedIOException(new IOException("full"));
                        }
                        return size;
                    }
                };
        ChainStatistics statistics = new ChainStatistics(PLAN, 2, buffers);
        for (int t = 0; t < DRAWS; t++) {
            float[] draw = draws()[t];
            if (List.of(0, 4, 5, DRAWS - 1).contains(t)) {
                full.set(true);
                assertThrows(UncheckedIOException.class, () -> statistics.add(draw));
                full.set(false);
            }
            statistics.add(draw);
        }
        assertSame(after(DRAWS).snapshot(), statistics.snapshot());
    }

    @Test
    void statisticsOfAnotherRunAreRefused() {
        StoredStatistics stored = after(8).stored();
        List<StatisticsPlan> others = new ArrayList<>();
        others.add(new StatisticsPlan(EXAMPLES, PLAN.patternExamples(), 2.5, List.of(1, 3, 5, 7)));
        others.add(new StatisticsPlan(EXAMPLES, PLAN.patternExamples(), 2.5, List.of(11, DRAWS)));
        others.add(
                new StatisticsPlan(
                        EXAMPLES + 1, PLAN.patternExamples(), 2.5, PLAN.superBlockEnds()));
        others.add(
                new StatisticsPlan(EXAMPLES, List.of(new int[] {1}), 2.5, PLAN.superBlockEnds()));
        for (StatisticsPlan other : others) {
            Throwable thrown =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> ChainStatistics.restore(other, 2, ExampleBuffers.HEAP, stored));
            assertTrue(String.valueOf(thrown.getMessage()).endsWith("."));
        }
    }

    @Test
    void wrongNumberOfLossesAndOneDrawTooManyAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> after(0).add(new float[3]));
        assertThrows(IllegalStateException.class, () -> after(DRAWS).add(draws()[0]));
    }

    @Test
    void emptyPatternOrOneOutOfRangeIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new StatisticsPlan(3, List.of(new int[0]), 0, List.of(5)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StatisticsPlan(3, List.of(new int[] {3}), 0, List.of(5)));
    }

    private static List<Integer> superBlockEnds(int examples, ChainSettings schedule, int chains) {
        return StatisticsPlan.of(
                        new float[examples],
                        examples,
                        List.of(),
                        schedule,
                        chains,
                        StatisticsPlan.SUPER_BLOCKS)
                .superBlockEnds();
    }

    @Test
    void anEnsembleHasSixteenSuperBlocksUnlessItHasTooManyExamples() {
        ChainSettings hundred = new ChainSettings(0, 100, 1);
        assertEquals(List.of(25, 50, 75, 100), superBlockEnds(9, hundred, 4));
        assertEquals(List.of(33, 66, 100), superBlockEnds(9, hundred, 6));
        assertEquals(List.of(100), superBlockEnds(50_001, hundred, 4));
        assertEquals(List.of(1, 2), superBlockEnds(9, new ChainSettings(0, 2, 1), 4));
    }

    @Test
    void fewerBlocksAreSharedAmongTheChainsEachOfWhichKeepsOne() {
        ChainSettings hundred = new ChainSettings(0, 100, 1);
        for (int chains : new int[] {4, 8}) {
            assertEquals(
                    List.of(100),
                    StatisticsPlan.of(new float[9], 9, List.of(), hundred, chains, 4)
                            .superBlockEnds());
        }
    }

    @Test
    void addedDrawsHaveSuperBlocksOfTheirOwnAndLeaveTheEarlierOnes() {
        ChainSettings extended = new ChainSettings(0, 100, 1).extendedTo(120);

        assertEquals(List.of(25, 50, 75, 100, 105, 110, 115, 120), superBlockEnds(9, extended, 4));
        assertEquals(List.of(100, 120, 121), superBlockEnds(50_001, extended.extendedTo(121), 4));
    }

    @Test
    void superBlocksWithoutDrawsAreRefused() {
        for (List<Integer> ends :
                List.of(List.<Integer>of(), List.of(0, 5), List.of(3, 3), List.of(5, 4))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new StatisticsPlan(3, List.of(), 0, ends));
        }
    }

    private static void assertSame(ChainSnapshot expected, ChainSnapshot found) {
        assertArrayEquals(expected.draws().loss(), found.draws().loss());
        assertArrayEquals(expected.draws().contrast(0), found.draws().contrast(0));
        assertEquals(expected.exampleBlocks().size(), found.exampleBlocks().size());
        for (int b = 0; b < expected.exampleBlocks().size(); b++) {
            ExampleBlock one = expected.exampleBlocks().get(b);
            ExampleBlock other = found.exampleBlocks().get(b);
            assertEquals(one.draws(), other.draws());
            assertEquals(one.meanObservable(), other.meanObservable());
            assertEquals(one.observableSquares(), other.observableSquares());
            assertArrayEquals(values(one.meanLoss()), values(other.meanLoss()));
            assertArrayEquals(values(one.coMoment()), values(other.coMoment()));
        }
    }

    private static float[] values(FloatBuffer buffer) {
        float[] values = new float[buffer.limit()];
        buffer.get(0, values);
        return values;
    }
}
