package org.chiscope.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpinLatticeTest {

    /** An open chain without field: ⟨s_i s_j⟩ = tanh(βJ)^{|i − j|}, ⟨s⟩ = 0 (Ising, 1925). */
    @Test
    void anOpenChainHasIsingsCorrelations() {
        SpinLattice chain = new SpinLattice(8, 1, false, 0.7, 0);
        SpinLattice.Moments exact = chain.enumerate(0.9);
        for (int i = 0; i < 8; i++) {
            assertEquals(0, exact.mean()[i], 1e-12);
            for (int j = 0; j < 8; j++) {
                assertEquals(
                        Math.pow(Math.tanh(0.63), Math.abs(i - j)),
                        exact.covariance()[i][j],
                        1e-12);
            }
        }
    }

    /** Free spins in a field: ⟨s⟩ = tanh βf, independent. */
    @Test
    void freeSpinsFollowTheField() {
        SpinLattice.Moments exact = new SpinLattice(3, 2, true, 0, 0.4).enumerate(1.5);
        double mean = Math.tanh(0.6);
        for (int i = 0; i < 6; i++) {
            assertEquals(mean, exact.mean()[i], 1e-12);
            for (int j = 0; j < 6; j++) {
                assertEquals(i == j ? 1 - mean * mean : 0, exact.covariance()[i][j], 1e-12);
            }
        }
    }

    /**
     * A ring of n spins: Z = (2 cosh βJ)^n + (2 sinh βJ)^n, so ⟨s_0 s_1⟩ = (t + t^{n−1})/(1 + t^n).
     */
    @Test
    void aPeriodicRowIsARing() {
        double t = Math.tanh(0.5);
        double expected = (t + Math.pow(t, 4)) / (1 + Math.pow(t, 5));
        assertEquals(
                expected,
                new SpinLattice(5, 1, true, 1, 0).enumerate(0.5).covariance()[0][1],
                1e-12);
    }

    @Test
    void neighboursAreMutualAndNeverTwice() {
        for (boolean periodic : new boolean[] {true, false}) {
            for (int width = 1; width < 5; width++) {
                int[][] all = new SpinLattice(width, 3, periodic, 1, 0).neighbours();
                for (int i = 0; i < all.length; i++) {
                    assertEquals(all[i].length, Arrays.stream(all[i]).distinct().count());
                    for (int j : all[i]) {
                        int from = i;
                        assertEquals(1, Arrays.stream(all[j]).filter(k -> k == from).count());
                    }
                }
            }
        }
        assertArrayEquals(
                new int[] {1, 3, 4, 12}, sorted(new SpinLattice(4, 4, true, 1, 0).neighbours()[0]));
    }

    private static int[] sorted(int[] values) {
        int[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> new SpinLattice(0, 4, true, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new SpinLattice(65, 64, true, 1, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new SpinLattice(2, 2, true, Double.NaN, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SpinLattice(5, 5, true, 1, 0).enumerate(1));
    }
}
