package org.chiscope.network;

import org.chiscope.math.Kernels;

/**
 * Rotary positions (Su et al., 2021) in the half-split convention of Llama and GPT-NeoX: entries j
 * and j + width/2 of a query or key at position t turn by the angle t · base^(−2j/width).
 */
final class Rotary {
    private final int half;
    private final float[] cosine;
    private final float[] sine;

    Rotary(int headWidth, int contextLength, double base) {
        if (headWidth % 2 != 0) {
            throw new IllegalArgumentException(
                    "Rotary positions need an even head width, but it is " + headWidth + ".");
        }
        half = headWidth / 2;
        cosine = new float[contextLength * half];
        sine = new float[contextLength * half];
        for (int t = 0; t < contextLength; t++) {
            for (int j = 0; j < half; j++) {
                double angle = t * Math.pow(base, -(double) j / half);
                cosine[t * half + j] = (float) Math.cos(angle);
                sine[t * half + j] = (float) Math.sin(angle);
            }
        }
    }

    /**
     * Turns neighbouring heads' vectors at {@code at} by their position's angles times {@code
     * direction} ±1.
     */
    void rotate(Kernels kernels, float[] x, int at, int heads, int position, float direction) {
        kernels.rotate(x, at, heads, half, cosine, sine, position * half, direction);
    }
}
