package org.chiscope.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.chiscope.response.ExampleBuffers;

/**
 * Buffers in files of their own, which have no name once they are mapped: they take space on the
 * disk until nobody refers to them or the program ends, however it ends. (Where a mapped file keeps
 * its name, as on Windows, {@link ResultsFolder#sweep} removes it before the next sitting.)
 */
final class MappedBuffers implements ExampleBuffers {
    private static final int PIECE = 1 << 20;

    private final Path folder;

    MappedBuffers(Path folder) {
        this.folder = folder;
    }

    @Override
    public DoubleBuffer doubles(int size) {
        return map((long) Double.BYTES * size).asDoubleBuffer();
    }

    @Override
    public FloatBuffer floats(int size) {
        return map((long) Float.BYTES * size).asFloatBuffer();
    }

    private ByteBuffer map(long bytes) {
        try {
            Path file = Files.createTempFile(folder, ".statistics", ".tmp");
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE)) {
                // Written, so that a full disk is noticed here: a page that is mapped but finds no
                // place on the disk later kills Java.
                ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(PIECE, bytes));
                for (long left = bytes; left > 0; left -= channel.write(zeros)) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                }
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes)
                        .order(ByteOrder.nativeOrder());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The statistics of single examples need "
                            + Math.ceilDiv(bytes, PIECE)
                            + " MB more in "
                            + folder
                            + ", but they cannot be written ("
                            + ResultsFolder.reason(e)
                            + "); check its permissions and the space on its disk.",
                    e);
        }
    }
}
