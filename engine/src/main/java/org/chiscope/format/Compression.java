package org.chiscope.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** Files whose names end in .xz are compressed by xz, others are as they are. */
public final class Compression {
    private static final String COMPRESSED = ".xz";

    private Compression() {}

    static boolean isCompressed(Path path) {
        return path.toString().endsWith(COMPRESSED);
    }

    /**
     * The content of a file, unpacked if it is compressed.
     *
     * @throws IOException if it cannot be read; an {@link org.tukaani.xz.XZIOException} if it is
     *     not what its name says
     */
    public static InputStream open(Path path) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path));
        return isCompressed(path) ? new XZInputStream(file) : file;
    }

    /** Packs into {@code file} what {@code path} is to hold; to be finished, not closed. */
    static FinishableOutputStream packing(Path path, OutputStream file) throws IOException {
        return isCompressed(path)
                ? new XZOutputStream(file, new LZMA2Options())
                : new FinishableWrapperOutputStream(file);
    }
}
