package org.chiscope.response;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * Where statistics of single examples are kept: on the heap, or in memory that the caller maps, so
 * that a run may hold more of them than Java has memory. Numbers do not depend on it.
 *
 * <p>May throw {@link java.io.UncheckedIOException} if there is no room.
 */
public interface ExampleBuffers {

    /** {@code size} zeros. */
    DoubleBuffer doubles(int size);

    /** {@code size} zeros. */
    FloatBuffer floats(int size);

    /** On the heap. */
    ExampleBuffers HEAP =
            new ExampleBuffers() {
                @Override
                public DoubleBuffer doubles(int size) {
                    return DoubleBuffer.allocate(size);
                }

                @Override
                public FloatBuffer floats(int size) {
                    return FloatBuffer.allocate(size);
                }
            };
}
