package org.chiscope.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;

class OvCircuitTest {
    private static final int TOKENS = 7;

    private static TransformerConfig config(TransformerConfig.NormKind norm) {
        return new TransformerConfig(
                TOKENS, 16, 8, 2, 2, 0, null, norm, 1e-5, true, 0, false, false);
    }

    private static float[] randomWeights(Network network) {
        RandomStream random = RandomStream.of(5, 1);
        float[] w = new float[network.layout().size()];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) random.nextGaussian();
        }
        return w;
    }

    /**
     * Against the network itself: with an epsilon so large that both norms divide by its root
     * alone, the head changes the logits of the only token seen by the row of the table over
     * epsilon. The other block writes nothing, and biases and positions are 0.
     */
    @Test
    void theTableIsWhatTheHeadAddsToTheLogits() {
        double epsilon = 100;
        for (TransformerConfig.NormKind norm : TransformerConfig.NormKind.values()) {
            TransformerConfig config =
                    new TransformerConfig(
                            TOKENS, 16, 8, 2, 2, 0, null, norm, epsilon, true, 0, false, false);
            Network network = Transformer.build(config);
            float[] w = randomWeights(network);
            ParameterLayout.Tensor embed = network.layout().tensor("embed.weight");
            for (int i = embed.offset(); i < embed.end(); i++) {
                w[i] *= 1e-2f;
            }
            clear(network, w, "pos.weight");
            clear(network, w, "blocks.1.attn.o.weight");
            if (norm == TransformerConfig.NormKind.LAYER_NORM) {
                clear(network, w, "blocks.0.norm1.bias");
            }
            ParameterLayout.Tensor output = network.layout().tensor("blocks.0.attn.o.weight");
            for (int row = 0; row < 8; row++) {
                Arrays.fill(w, output.offset() + row * 8, output.offset() + row * 8 + 4, 0f);
            }
            OvCircuit circuit = OvCircuit.of(config, network, w, 0, 1);
            float[] without = w.clone();
            clear(network, without, "blocks.0.attn.o.weight");
            Evaluator evaluator = new Evaluator(network, IndexSet.range(0, w.length));
            for (int token = 0; token < TOKENS; token++) {
                Batch seen = new Batch.Tokens(new int[] {token, 0}, 1, 2);
                float[] with = evaluator.outputs(w, seen);
                float[] base = evaluator.outputs(without, seen);
                for (int next = 0; next < TOKENS; next++) {
                    assertEquals(
                            circuit.logit(token, next),
                            epsilon * (with[next] - base[next]),
                            1e-3 * Math.abs(circuit.logit(token, next)) + 1e-4);
                }
            }
        }
    }

    private static void clear(Network network, float[] w, String name) {
        ParameterLayout.Tensor tensor = network.layout().tensor(name);
        Arrays.fill(w, tensor.offset(), tensor.end(), 0f);
    }

    /** The eigenvalues of the whole table, by another path. */
    @Test
    void copyingIsTheSumOfTheTablesEigenvaluesOverTheirSizes() {
        for (TransformerConfig.NormKind norm : TransformerConfig.NormKind.values()) {
            TransformerConfig config = config(norm);
            Network network = Transformer.build(config);
            OvCircuit circuit = OvCircuit.of(config, network, randomWeights(network), 1, 0);
            DMatrixRMaj table = new DMatrixRMaj(TOKENS, TOKENS);
            for (int a = 0; a < TOKENS; a++) {
                for (int b = 0; b < TOKENS; b++) {
                    table.set(a, b, circuit.logit(a, b));
                }
            }
            double sum = 0;
            double size = 0;
            EigenDecomposition_F64<DMatrixRMaj> eigen =
                    DecompositionFactory_DDRM.eig(TOKENS, false, false);
            assertTrue(eigen.decompose(table));
            for (int i = 0; i < TOKENS; i++) {
                sum += eigen.getEigenvalue(i).real;
                size += eigen.getEigenvalue(i).getMagnitude();
            }
            assertEquals(sum / size, circuit.copying(), 1e-6);
        }
    }

    /** A head whose value and output are the identity and whose unembedding is the embedding. */
    @Test
    void aHeadMadeToCopyScoresOne() {
        TransformerConfig config = config(TransformerConfig.NormKind.RMS_NORM);
        Network network = Transformer.build(config);
        float[] w = randomWeights(network);
        ParameterLayout layout = network.layout();
        System.arraycopy(
                w,
                layout.tensor("embed.weight").offset(),
                w,
                layout.tensor("unembed.weight").offset(),
                TOKENS * 8);
        for (String gains : new String[] {"blocks.0.norm1.weight", "final_norm.weight"}) {
            Arrays.fill(w, layout.tensor(gains).offset(), layout.tensor(gains).end(), 1f);
        }
        for (String name : new String[] {"blocks.0.attn.v.weight", "blocks.0.attn.o.weight"}) {
            clear(network, w, name);
            for (int i = 0; i < 8; i++) {
                w[layout.tensor(name).offset() + i * 8 + i] = 1;
            }
        }
        assertEquals(1, OvCircuit.of(config, network, w, 0, 0).copying(), 1e-9);
        for (int i = 0; i < 8; i++) {
            w[layout.tensor("blocks.0.attn.o.weight").offset() + i * 8 + i] = -1;
        }
        assertEquals(-1, OvCircuit.of(config, network, w, 0, 1).copying(), 1e-9);
        clear(network, w, "blocks.0.attn.o.weight");
        assertTrue(Double.isNaN(OvCircuit.of(config, network, w, 0, 1).copying()));
    }

    /**
     * The correlation of a table with itself is 1 whatever is added to rows, with its opposite −1.
     */
    @Test
    void correlationLooksPastConstantsOfRows() {
        TransformerConfig config = config(TransformerConfig.NormKind.LAYER_NORM);
        Network network = Transformer.build(config);
        OvCircuit circuit = OvCircuit.of(config, network, randomWeights(network), 0, 0);
        double[][] same = new double[TOKENS][TOKENS];
        double[][] opposite = new double[TOKENS][TOKENS];
        double[] frequency = new double[TOKENS];
        for (int a = 0; a < TOKENS; a++) {
            frequency[a] = (a + 1.0) / 28;
            for (int b = 0; b < TOKENS; b++) {
                same[a][b] = 3 * circuit.logit(a, b) + a;
                opposite[a][b] = -circuit.logit(a, b) - 10 * a;
            }
        }
        assertEquals(1, circuit.correlation(same, frequency), 1e-12);
        assertEquals(-1, circuit.correlation(opposite, frequency), 1e-12);
        assertTrue(Double.isNaN(circuit.correlation(new double[TOKENS][TOKENS], frequency)));
    }
}
