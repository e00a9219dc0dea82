package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;
import org.junit.jupiter.api.Test;

class DefaultSampleTest {
    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    private static List<Estimate> moves(double... values) {
        return Arrays.stream(values).mapToObj(v -> Matrices.estimate(v, 0.1)).toList();
    }

    @Test
    void aFewAreAllSampled() {
        Target target = Target.of(1, 0, 0);
        assertEquals(names(3), DefaultSample.of(names(3), target, moves(1, 0, 0)));
    }

    @Test
    void ofManyThoseThatAreWantedAndTheHeldOnesThatMoveMost() {
        List<Target.Wish> wishes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wishes.add(i == 9 ? new Target.Free() : new Target.Hold());
        }
        wishes.set(4, new Target.Change(-0.1));
        wishes.set(2, new Target.Change(0));
        wishes.set(7, new Target.Fix());
        Target target = new Target(wishes);
        List<Estimate> predicted = moves(3, -5, 90, 1, -0.1, 4, 0, 2.5, 0, 100);
        assertEquals(
                List.of("c0", "c1", "c4", "c5"), DefaultSample.of(names(10), target, predicted));
        assertEquals(List.of("c4"), DefaultSample.targets(names(10), target));
    }

    @Test
    void ofAModeThoseThatItMovesMost() {
        double[] changes = IntStream.rangeClosed(1, 12).mapToDouble(i -> -i).toArray();
        List<String> sampled =
                DefaultSample.of(names(12), Target.of(changes), moves(changes.clone()));
        assertEquals(names(12).subList(4, 12), sampled);
    }
}
