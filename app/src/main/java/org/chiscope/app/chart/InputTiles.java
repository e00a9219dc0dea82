package org.chiscope.app.chart;

import java.util.List;

/**
 * Inputs of a network, each with a signed number, once.
 *
 * @param side of the square pictures that inputs are, or 0 where they are drawn as strips
 * @param range what the ends of the colour map stand for
 * @param exponent numbers are shown in units of 10^exponent
 */
public record InputTiles(List<Tile> tiles, int side, ColourRange range, int exponent) {

    public InputTiles {
        tiles = List.copyOf(tiles);
    }

    /**
     * One input.
     *
     * @param example its position among the examples
     * @param input what the network reads; empty where that is text
     * @param value what it is coloured by; NaN: not known
     * @param error its standard error; NaN: not known
     * @param marked whether it belongs to what is spoken of
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tile(
            int example,
            String title,
            String details,
            float[] input,
            double value,
            double error,
            boolean noise,
            boolean marked) {}
}
