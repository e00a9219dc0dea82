package org.chiscope.physics;

import java.util.Arrays;

/**
 * The Ising model on a rectangular lattice: spins s_i = ±1 with energy H = −J Σ_{⟨ij⟩} s_i s_j − f
 * Σ s_i over neighbouring sites. Sites are counted row by row. Immutable and thread-safe.
 *
 * @param width sites in a row, at least 1
 * @param height rows, at least 1; the lattice has at most {@value #MAXIMUM_SITES} sites
 * @param periodic whether opposite edges are neighbours; a side of 1 or 2 has no neighbours across
 *     the edge, so that no pair counts twice
 * @param coupling J; positive: neighbours like to agree
 * @param field f
 */
public record SpinLattice(int width, int height, boolean periodic, double coupling, double field) {
    /** The largest lattice: 64 × 64. */
    public static final int MAXIMUM_SITES = 4096;

    /** The largest lattice that {@link #enumerate} goes through. */
    public static final int MAXIMUM_ENUMERATED = 20;

    /**
     * @throws IllegalArgumentException with one sentence if a size has no meaning
     */
    public SpinLattice {
        if (width < 1 || height < 1 || (long) width * height > MAXIMUM_SITES) {
            throw new IllegalArgumentException(
                    "An Ising lattice needs sides of at least 1 and at most "
                            + MAXIMUM_SITES
                            + " sites, but it is "
                            + width
                            + " × "
                            + height
                            + ".");
        }
        if (!Double.isFinite(coupling) || !Double.isFinite(field)) {
            throw new IllegalArgumentException(
                    "An Ising lattice needs a coupling and a field that are numbers, but they are "
                            + coupling
                            + " and "
                            + field
                            + ".");
        }
    }

    /** Number of spins. */
    public int sites() {
        return width * height;
    }

    /** The neighbours of each site, {@code [site][neighbour]}, each pair on both sides. */
    public int[][] neighbours() {
        int[][] all = new int[sites()][];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] found = new int[4];
                int count = 0;
                for (int[] step : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                    int site = neighbour(x + step[0], y + step[1]);
                    if (site >= 0) {
                        found[count++] = site;
                    }
                }
                all[y * width + x] = Arrays.copyOf(found, count);
            }
        }
        return all;
    }

    /** The site at (x, y), which may lie across an edge; −1 if there is none. */
    private int neighbour(int x, int y) {
        boolean acrossX = x < 0 || x >= width;
        boolean acrossY = y < 0 || y >= height;
        if ((acrossX && (!periodic || width < 3)) || (acrossY && (!periodic || height < 3))) {
            return -1;
        }
        return Math.floorMod(y, height) * width + Math.floorMod(x, width);
    }

    /**
     * H of a configuration of spins ±1.
     *
     * @param neighbours those of {@link #neighbours}
     */
    public double energy(float[] spins, int[][] neighbours) {
        double agreement = 0;
        double magnetisation = 0;
        for (int i = 0; i < spins.length; i++) {
            magnetisation += spins[i];
            for (int j : neighbours[i]) {
                agreement += 0.5 * spins[i] * spins[j];
            }
        }
        return -coupling * agreement - field * magnetisation;
    }

    /**
     * Exact expectations at an inverse temperature.
     *
     * @param mean ⟨s_i⟩
     * @param covariance Cov(s_i, s_j)
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Moments(double[] mean, double[][] covariance) {}

    /**
     * Goes through all 2^sites configurations.
     *
     * @param beta inverse temperature
     * @throws IllegalArgumentException with one sentence if the lattice is too large for that
     */
    public Moments enumerate(double beta) {
        int sites = sites();
        if (sites > MAXIMUM_ENUMERATED) {
            throw new IllegalArgumentException(
                    "Exact enumeration is for lattices of at most "
                            + MAXIMUM_ENUMERATED
                            + " sites, but this one has "
                            + sites
                            + "; sample it.");
        }
        double lowest = -Math.abs(coupling) * 2 * sites - Math.abs(field) * sites;
        double partition = 0;
        double[] mean = new double[sites];
        double[][] covariance = new double[sites][sites];
        float[] spins = new float[sites];
        int[][] neighbours = neighbours();
        for (int state = 0; state < 1 << sites; state++) {
            for (int i = 0; i < sites; i++) {
                spins[i] = (state >> i & 1) == 0 ? -1 : 1;
            }
            double weight = Math.exp(-beta * (energy(spins, neighbours) - lowest));
            partition += weight;
            for (int i = 0; i < sites; i++) {
                mean[i] += weight * spins[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += weight * spins[i] * spins[j];
                }
            }
        }
        for (int i = 0; i < sites; i++) {
            mean[i] /= partition;
        }
        for (int i = 0; i < sites; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = covariance[i][j] / partition - mean[i] * mean[j];
                covariance[j][i] = covariance[i][j];
            }
        }
        return new Moments(mean, covariance);
    }
}
