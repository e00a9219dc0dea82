package org.chiscope.network;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a decoder-only transformer: what {@code config.json} of a model folder says.
 *
 * @param vocabularySize number of tokens
 * @param contextLength most tokens in a context
 * @param width of the residual stream
 * @param layers number of blocks
 * @param heads attention heads of each block; divides the width
 * @param mlpWidth hidden width of the MLP of each block; 0 for attention only
 * @param activation of the MLP; null where there is none
 * @param norm before every attention, every MLP and the unembedding
 * @param normEpsilon added to the mean square in a norm
 * @param learnedPositions whether {@code pos.weight} is added to the embedding
 * @param rotaryBase base of rotary positions, or 0 for none
 * @param tiedEmbeddings whether the unembedding is the embedding
 * @param attentionBiases whether query, key, value and output have biases
 */
public record TransformerConfig(
        int vocabularySize,
        int contextLength,
        int width,
        int layers,
        int heads,
        int mlpWidth,
        @Nullable Activation activation,
        NormKind norm,
        double normEpsilon,
        boolean learnedPositions,
        double rotaryBase,
        boolean tiedEmbeddings,
        boolean attentionBiases) {

    /** Which normalisation. */
    public enum NormKind {
        LAYER_NORM,
        RMS_NORM
    }

    /**
     * @throws IllegalArgumentException with one sentence if the shape is impossible
     */
    public TransformerConfig {
        positive("vocabularySize", vocabularySize);
        positive("contextLength", contextLength);
        positive("width", width);
        positive("layers", layers);
        positive("heads", heads);
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "The number of heads must divide the width, but heads is "
                            + heads
                            + " and width is "
                            + width
                            + ".");
        }
        if (rotaryBase != 0 && (rotaryBase < 1 || width / heads % 2 != 0)) {
            throw new IllegalArgumentException(
                    "Rotary positions need a base of at least 1 and an even head width, but rotaryBase"
                            + " is "
                            + rotaryBase
                            + " and the head width is "
                            + width / heads
                            + ".");
        }
        if (mlpWidth < 0 || (mlpWidth > 0) != (activation != null)) {
            throw new IllegalArgumentException(
                    "An MLP needs both a positive mlpWidth and an activation, attention only neither,"
                            + " but mlpWidth is "
                            + mlpWidth
                            + " and activation is "
                            + activation
                            + ".");
        }
        if (!(normEpsilon > 0)) {
            throw new IllegalArgumentException(
                    "normEpsilon must be positive, but it is " + normEpsilon + ".");
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    name + " must be at least 1, but it is " + value + ".");
        }
    }
}
