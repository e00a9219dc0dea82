package org.chiscope.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable set of positions in a flat parameter array, kept as sorted, disjoint, non-adjacent
 * ranges. A component of a network is one of these.
 *
 * <p>The <em>compact</em> coordinates of a vector are its entries at these positions, in ascending
 * order: an array of length {@link #size()}.
 */
public final class IndexSet {
    private final int[] starts;
    private final int[] ends;
    private final int size;

    private IndexSet(int[] starts, int[] ends) {
        this.starts = starts;
        this.ends = ends;
        int total = 0;
        for (int i = 0; i < starts.length; i++) {
            total += ends[i] - starts[i];
        }
        this.size = total;
    }

    /** The positions {@code start} (included) to {@code end} (excluded). */
    public static IndexSet range(int start, int end) {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "An index range needs 0 <= start < end, but got start "
                            + start
                            + " and end "
                            + end
                            + ".");
        }
        return new IndexSet(new int[] {start}, new int[] {end});
    }

    /** The union of sets, which may overlap; at least one. */
    public static IndexSet union(List<IndexSet> sets) {
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("A union of index sets needs at least one set.");
        }
        List<int[]> ranges = new ArrayList<>();
        for (IndexSet set : sets) {
            for (int i = 0; i < set.starts.length; i++) {
                ranges.add(new int[] {set.starts[i], set.ends[i]});
            }
        }
        ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
        int[] starts = new int[ranges.size()];
        int[] ends = new int[ranges.size()];
        int count = 0;
        for (int[] range : ranges) {
            if (count > 0 && range[0] <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], range[1]);
            } else {
                starts[count] = range[0];
                ends[count] = range[1];
                count++;
            }
        }
        return new IndexSet(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }

    /** The members, ascending; a fresh array. */
    public int[] members() {
        int[] members = new int[size()];
        int at = 0;
        for (int range = 0; range < ranges(); range++) {
            for (int j = start(range); j < end(range); j++) {
                members[at++] = j;
            }
        }
        return members;
    }

    /** Number of positions. */
    public int size() {
        return size;
    }

    /** Number of ranges. */
    public int ranges() {
        return starts.length;
    }

    /** First position of range {@code range}. */
    public int start(int range) {
        return starts[range];
    }

    /** One past the last position of range {@code range}. */
    public int end(int range) {
        return ends[range];
    }

    /**
     * Whether any position in {@code start} (included) to {@code end} (excluded) belongs to this.
     */
    public boolean intersects(int start, int end) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < starts.length && starts[low] < end;
    }

    /** Copies the entries of {@code flat} at these positions to the start of {@code compact}. */
    public void gather(float[] flat, float[] compact) {
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            int length = ends[i] - starts[i];
            System.arraycopy(flat, starts[i], compact, at, length);
            at += length;
        }
    }

    /** Copies {@code compact} to these positions of {@code flat}; leaves the others unchanged. */
    public void scatter(float[] compact, float[] flat) {
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            int length = ends[i] - starts[i];
            System.arraycopy(compact, at, flat, starts[i], length);
            at += length;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexSet set
                && Arrays.equals(starts, set.starts)
                && Arrays.equals(ends, set.ends);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(starts) + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        return size + " positions in " + starts.length + " ranges";
    }
}
