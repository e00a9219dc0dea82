package org.chiscope.modes;

import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;

/** Chooses the examples that a map shows, so that rare patterns show as well. */
public final class ExampleSample {
    private ExampleSample() {}

    /**
     * A seeded sample. One after another, the patterns and the rest of the examples as one more
     * each give one of theirs that is not in it yet, until it is full or there are no more: a
     * pattern of fewer examples than its share is in it with all of them.
     *
     * @param examples how many there are
     * @param patterns positions of each pattern's examples
     * @param most size of the sample
     * @return ascending positions; all if there are no more than {@code most}
     */
    public static int[] of(int examples, List<int[]> patterns, int most, RandomStream random) {
        if (examples <= most) {
            return IntStream.range(0, examples).toArray();
        }
        boolean[] covered = new boolean[examples];
        int[][] queues = new int[patterns.size() + 1][];
        for (int k = 0; k < patterns.size(); k++) {
            queues[k] = shuffled(patterns.get(k), random);
            for (int example : queues[k]) {
                covered[example] = true;
            }
        }
        queues[patterns.size()] =
                shuffled(IntStream.range(0, examples).filter(z -> !covered[z]).toArray(), random);
        boolean[] chosen = new boolean[examples];
        int[] next = new int[queues.length];
        int count = 0;
        // All examples are in some queue, and there are more of them than are wanted.
        for (int turn = 0; count < most; turn = (turn + 1) % queues.length) {
            int[] queue = queues[turn];
            while (next[turn] < queue.length && chosen[queue[next[turn]]]) {
                next[turn]++;
            }
            if (next[turn] < queue.length) {
                chosen[queue[next[turn]++]] = true;
                count++;
            }
        }
        return IntStream.range(0, examples).filter(z -> chosen[z]).toArray();
    }

    private static int[] shuffled(int[] values, RandomStream random) {
        int[] shuffled = random.permutation(values.length);
        for (int i = 0; i < shuffled.length; i++) {
            shuffled[i] = values[shuffled[i]];
        }
        return shuffled;
    }
}
