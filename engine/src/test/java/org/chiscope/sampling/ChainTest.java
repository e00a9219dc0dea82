package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergyView;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainTest {
    private static final int EXAMPLES = 12;
    static final LinearRegressionSystem SYSTEM = system();
    private static final Ensemble FULL = Ensemble.full(3);
    private static final Ensemble PART = new Ensemble("part", IndexSet.range(1, 3));
    private static final ChainSettings SETTINGS = new ChainSettings(23, 40, 3);

    private static LinearRegressionSystem system() {
        RandomStream random = RandomStream.of(1);
        double[][] inputs = new double[EXAMPLES][3];
        double[] targets = new double[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < 3; j++) {
                inputs[i][j] = random.nextGaussian();
            }
            targets[i] = random.nextGaussian();
        }
        return new LinearRegressionSystem(
                inputs, targets, new float[] {0.1f, 0.2f, -0.3f}, List.of(), List.of());
    }

    static List<SamplerSettings> samplers() {
        return List.of(
                new SgldSettings(0.02, 10, 5, 4),
                new SgldSettings(0.02, 10, 5, 0),
                new SgldSettings(
                        0.02,
                        new PosteriorSettings(10, 5, 1, 0.4),
                        new MinibatchSettings(2, 3, true)),
                new PreconditionedSgldSettings(
                        0.02, new PosteriorSettings(10, 5), new MinibatchSettings(4), 0.9, 0.5),
                new SgnhtSettings(0.1, new PosteriorSettings(10, 5), new MinibatchSettings(4), 1),
                new MalaSettings(0.05, 10, 5),
                new HmcSettings(0.1, new PosteriorSettings(10, 5, 0, 0.5), 5, 0.8),
                new GaussianSettings(
                        new PreconditionedSgldSettings(
                                0.02,
                                new PosteriorSettings(10, 5),
                                new MinibatchSettings(4),
                                0.9,
                                0.5)),
                new GaussianSettings(
                        new SgnhtSettings(
                                0.1, new PosteriorSettings(10, 5), new MinibatchSettings(4), 1)),
                new GaussianSettings(new MalaSettings(0.05, 10, 5)),
                new GaussianSettings(
                        new HmcSettings(0.1, new PosteriorSettings(10, 5, 0, 0.5), 5, 0.8)));
    }

    private static ChainPlan plan(Ensemble ensemble, SamplerSettings sampler, int chain) {
        return ChainPlan.of(SYSTEM, ensemble, sampler, SETTINGS, 99, chain);
    }

    private static EnergyView view(ChainPlan plan) {
        int batch = plan.sampler().minibatch().size();
        return SYSTEM.view(plan.ensemble().moving(), Math.max(1, batch));
    }

    /** All draws of an undisturbed chain, and its last state. */
    private static Record run(ChainPlan plan) {
        Record record = new Record();
        Chain chain = Chain.start(plan);
        chain.advance(view(plan), Integer.MAX_VALUE / 2, record, () -> false);
        record.state = chain.state();
        record.status = chain.status();
        return record;
    }

    /** The draws that a chain hands out. */
    private static final class Record implements DrawConsumer {
        final List<float[]> draws = new ArrayList<>();
        ChainState state =
                new ChainState(new float[0], new float[0], new double[0], 0, 0, 0, 0, null);
        ChainStatus status = new ChainStatus.Running();

        @Override
        public void accept(int draw, float[] exampleLosses) {
            assertEquals(draws.size(), draw);
            draws.add(exampleLosses.clone());
        }
    }

    private static void assertSame(Record expected, Record found) {
        assertEquals(expected.draws.size(), found.draws.size());
        for (int t = 0; t < expected.draws.size(); t++) {
            assertArrayEquals(expected.draws.get(t), found.draws.get(t), "draw " + t);
        }
        assertArrayEquals(expected.state.position(), found.state.position());
        assertArrayEquals(expected.state.memory(), found.state.memory());
        assertArrayEquals(expected.state.numbers(), found.state.numbers());
        assertEquals(expected.state.steps(), found.state.steps());
        assertEquals(expected.state.acceptanceSum(), found.state.acceptanceSum());
        assertEquals(expected.state.acceptanceCount(), found.state.acceptanceCount());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void makesItsDrawsAndFinishes(SamplerSettings sampler) {
        Record record = run(plan(PART, sampler, 0));
        assertEquals(40, record.draws.size());
        assertEquals(23 + 40 * 3, record.state.steps());
        assertInstanceOf(ChainStatus.Finished.class, record.status);
        boolean known = !(sampler instanceof SgnhtSettings || sampler instanceof GaussianSettings);
        assertEquals(known, record.state.acceptance() > 0.5 && record.state.acceptance() <= 1);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void slicesDoNotMatterToTheLastBit(SamplerSettings sampler) {
        ChainPlan plan = plan(FULL, sampler, 1);
        Record record = new Record();
        Chain chain = Chain.start(plan);
        int slice = 1;
        while (chain.status() instanceof ChainStatus.Running) {
            chain.advance(view(plan), slice++, record, () -> false);
        }
        record.state = chain.state();
        assertSame(run(plan), record);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void cancelledAtAnyStepAndRestoredIsTheSameToTheLastBit(SamplerSettings sampler) {
        ChainPlan plan = plan(FULL, sampler, 2);
        Record expected = run(plan);
        for (int stepsEachTime = 1; stepsEachTime <= 11; stepsEachTime += 5) {
            Record record = new Record();
            ChainState state = Chain.start(plan).state();
            Chain chain = Chain.restore(plan, state);
            while (chain.status() instanceof ChainStatus.Running) {
                AtomicInteger left = new AtomicInteger(stepsEachTime);
                chain.advance(view(plan), 100, record, () -> left.getAndDecrement() == 0);
                state = chain.state();
                chain = Chain.restore(plan, state);
            }
            record.state = state;
            assertSame(expected, record);
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void chainsSeedsAndEnsemblesDiffer(SamplerSettings sampler) {
        float[] one = run(plan(FULL, sampler, 0)).draws.getLast();
        float[] otherChain = run(plan(FULL, sampler, 1)).draws.getLast();
        float[] otherSeed =
                run(ChainPlan.of(SYSTEM, FULL, sampler, SETTINGS, 100, 0)).draws.getLast();
        Ensemble renamed = new Ensemble("renamed", FULL.moving());
        float[] otherName = run(plan(renamed, sampler, 0)).draws.getLast();
        for (float[] other : List.of(otherChain, otherSeed, otherName)) {
            assertFalse(Arrays.equals(one, other));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void onlyMovingParametersMove(SamplerSettings sampler) {
        ChainPlan plan = plan(PART, sampler, 0);
        Record record = run(plan);
        float[] parameters = SYSTEM.checkpoint();
        PART.moving().scatter(record.state.position(), parameters);
        assertEquals(SYSTEM.checkpoint()[0], parameters[0]);
        float[] losses = new float[EXAMPLES];
        view(plan).exampleLosses(parameters, losses);
        assertArrayEquals(losses, record.draws.getLast());
    }

    @Test
    void aStepSizeFarTooLargeFailsTheChainAndTellsTheDraw() {
        ChainPlan plan =
                ChainPlan.of(
                        SYSTEM,
                        FULL,
                        new SgldSettings(1, 10, 5, 0),
                        new ChainSettings(0, 400, 1),
                        99,
                        3);
        Record record = run(plan);
        ChainStatus.Failed failed = assertInstanceOf(ChainStatus.Failed.class, record.status);
        assertEquals(record.draws.size(), failed.draw());
        assertTrue(failed.draw() > 0 && failed.draw() < 400);
        String sentence = failed.sentence();
        assertTrue(sentence.startsWith("Chain 3 of full diverged at draw "), sentence);
        assertTrue(sentence.contains("at draw " + (failed.draw() + 1) + " "), sentence);
        assertTrue(sentence.contains("step size smaller than 1.0"), sentence);
        for (float[] losses : record.draws) {
            for (float loss : losses) {
                assertTrue(loss <= Chain.MAXIMUM_LOSS);
            }
        }
        // A failed chain stays failed, also after it was stored.
        Chain again = Chain.restore(plan, record.state);
        again.advance(view(plan), 10, (draw, losses) -> record.draws.add(losses), () -> false);
        assertEquals(failed, again.status());
        assertEquals(failed.draw(), record.draws.size());
    }

    @Test
    void divergenceDuringBurnInSaysSo() {
        ChainPlan plan =
                ChainPlan.of(
                        SYSTEM,
                        FULL,
                        new SgldSettings(10, 10, 5, 0),
                        new ChainSettings(500, 4, 1),
                        99,
                        0);
        ChainStatus.Failed failed = assertInstanceOf(ChainStatus.Failed.class, run(plan).status);
        assertTrue(failed.sentence().contains("during burn-in (step "), failed.sentence());
    }

    /**
     * Full-batch SGLD is stable while εP/2 < 2. At ε = 0.22 the largest curvature of all three
     * weights is too much for it, that of the first alone is not: the one chain fails, the other
     * goes on.
     */
    @Test
    void aChainThatDivergesTakesNoOtherWithIt() {
        SgldSettings sampler = new SgldSettings(0.22, 10, 5, 0);
        ChainSettings settings = new ChainSettings(0, 2000, 1);
        Ensemble first = new Ensemble("first", IndexSet.range(0, 1));
        Chain failing = Chain.start(ChainPlan.of(SYSTEM, FULL, sampler, settings, 99, 0));
        Chain sound = Chain.start(ChainPlan.of(SYSTEM, first, sampler, settings, 99, 0));
        for (int slice = 0; slice < 20; slice++) {
            failing.advance(view(failing.plan()), 100, (draw, losses) -> {}, () -> false);
            sound.advance(view(sound.plan()), 100, (draw, losses) -> {}, () -> false);
        }
        assertInstanceOf(ChainStatus.Failed.class, failing.status());
        assertInstanceOf(ChainStatus.Finished.class, sound.status());
    }

    @Test
    void malaThatAcceptsNothingFailsAsStuck() {
        ChainPlan plan =
                ChainPlan.of(
                        SYSTEM,
                        FULL,
                        new MalaSettings(50, 100, 5),
                        new ChainSettings(0, 2000, 1),
                        99,
                        0);
        ChainStatus.Failed failed = assertInstanceOf(ChainStatus.Failed.class, run(plan).status);
        assertTrue(failed.sentence().contains("is stuck at draw 500 "), failed.sentence());
    }

    @Test
    void notANumberInTheCheckpointFailsAtOnce() {
        float[] broken = SYSTEM.checkpoint();
        broken[1] = Float.NaN;
        for (SamplerSettings sampler : samplers()) {
            ChainPlan plan = new ChainPlan(FULL, sampler, SETTINGS, 1, 0, broken, EXAMPLES);
            Record record = run(plan);
            assertInstanceOf(ChainStatus.Failed.class, record.status);
            assertTrue(record.draws.isEmpty());
        }
    }

    @Test
    void stateOfAnotherEnsembleIsRefused() {
        ChainState state = Chain.start(plan(PART, samplers().get(0), 0)).state();
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Chain.restore(plan(FULL, samplers().get(0), 0), state));
        assertTrue(String.valueOf(thrown.getMessage()).contains("3 parameters"));
    }

    @Test
    void ensembleBeyondTheCheckpointIsRefused() {
        Ensemble beyond = new Ensemble("beyond", IndexSet.range(2, 4));
        assertThrows(IllegalArgumentException.class, () -> plan(beyond, samplers().get(0), 0));
    }
}
