package org.chiscope.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Test
    void aPermutationHoldsEveryNumberOnceAndIsAFunctionOfItsKey() {
        int[] order = RandomStream.of(1, 2).permutation(100);
        assertArrayEquals(order, RandomStream.of(1, 2).permutation(100));
        assertNotEquals(
                Arrays.toString(order), Arrays.toString(RandomStream.of(1, 3).permutation(100)));
        Arrays.sort(order);
        assertArrayEquals(IntStream.range(0, 100).toArray(), order);
    }

    /**
     * Each of the 24 orders of 4 numbers has probability 1/24. Over n = 24,000 draws χ² with 23
     * degrees of freedom exceeds 58.6 with probability 6e−5.
     */
    @Test
    void everyOrderIsEquallyLikely() {
        RandomStream stream = RandomStream.of(7);
        int[] counts = new int[256];
        for (int i = 0; i < 24_000; i++) {
            int code = 0;
            for (int number : stream.permutation(4)) {
                code = 4 * code + number;
            }
            counts[code]++;
        }
        double chiSquare = 0;
        int orders = 0;
        for (int count : counts) {
            if (count > 0) {
                orders++;
                chiSquare += (count - 1000.0) * (count - 1000.0) / 1000;
            }
        }
        assertEquals(24, orders);
        assertTrue(chiSquare < 58.6, "chi square " + chiSquare);
    }

    @Test
    void partsAndTheirOrderNameTheStream() {
        long first = RandomStream.of(1, 2).nextLong();
        assertEquals(first, RandomStream.of(1, 2).nextLong());
        assertNotEquals(first, RandomStream.of(2, 1).nextLong());
        assertNotEquals(first, RandomStream.of(1, 2, 0).nextLong());
        assertNotEquals(RandomStream.hash("l0h1"), RandomStream.hash("l1h0"));
    }
}
