package org.chiscope.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Writes files so that a reader, or a run resumed after a kill, sees the old content or the new,
 * never a part: a temporary file in the same folder is written, forced to the disk and renamed. On
 * any failure the temporary file is removed and the old content stays.
 */
public final class AtomicFiles {
    /** Below this many free bytes a failed write is put down to a full disk. */
    private static final long NO_SPACE = 1 << 16;

    private AtomicFiles() {}

    /** Writes the content of a file to a stream; need not close or flush it. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Creates or replaces {@code path} with what {@code content} writes.
     *
     * @throws WriteException if the file cannot be written; its message is one sentence
     */
    public static void write(Path path, Content content) throws WriteException {
        Path folder = folderOf(path);
        Path temporary = null;
        boolean moved = false;
        try {
            if (Files.isDirectory(path)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            temporary = createTemporary(folder, path);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                OutputStream out =
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } catch (IOException failure) {
            throw failed(path, folder, failure);
        } finally {
            if (temporary != null && !moved) {
                removeQuietly(temporary);
            }
        }
        forceFolder(folder);
    }

    /** As {@link #write}, with these bytes. */
    public static void writeBytes(Path path, byte[] bytes) throws WriteException {
        write(path, out -> out.write(bytes));
    }

    /** As {@link #write}, with this text in UTF-8. */
    public static void writeString(Path path, String text) throws WriteException {
        writeBytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path folderOf(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        return folder == null ? path.toAbsolutePath() : folder;
    }

    /** Not {@link Files#createTempFile}: that one hides the file from other users for good. */
    private static Path createTemporary(Path folder, Path path) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path candidate = folder.resolve("." + path.getFileName() + "." + attempt + ".tmp");
            try {
                return Files.createFile(candidate);
            } catch (FileAlreadyExistsException taken) {
                if (attempt == 9_999) {
                    throw taken;
                }
            }
        }
    }

    private static WriteException failed(Path path, Path folder, IOException failure) {
        String what;
        if (Files.isDirectory(path)) {
            what = "a folder of that name is there; choose another name or move the folder away";
        } else if (!Files.isDirectory(folder)) {
            what = "its folder does not exist; create it first";
        } else if (failure instanceof AccessDeniedException) {
            what = "this user may not change its folder; choose another one";
        } else if (isDiskFull(folder, failure)) {
            what = "there is no space left on its disk; free some and try again";
        } else {
            what = FormatException.reason(failure);
        }
        return new WriteException(
                "The file " + path + " could not be written: " + what + ".", failure);
    }

    /** The operating system's text may be in the user's language, so the free space counts too. */
    private static boolean isDiskFull(Path folder, IOException failure) {
        String reason = FormatException.reason(failure).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left")
                || reason.contains("not enough space")
                || reason.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < NO_SPACE;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static void removeQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException ignored) {
            // The failure that brought us here is the one to report.
        }
    }

    /** Makes the new name survive a power cut where the system lets a folder be opened. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException ignored) {
            // Windows cannot open folders; the file itself is complete either way.
        }
    }
}
