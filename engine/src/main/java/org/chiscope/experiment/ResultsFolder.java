package org.chiscope.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.chiscope.response.ExampleBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run: {@code experiment.json}, {@code run.json}, {@code chains/}, {@code
 * chi.csv}, {@code chi.png}, {@code summary.json}, {@code run.log}; and {@code run.lock}, which
 * keeps a second program away while draws are made.
 */
final class ResultsFolder {
    private final Path folder;
    private @Nullable FileChannel lockChannel;
    private @Nullable FileLock lock;

    private ResultsFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes a new folder, and its parents where they are missing. */
    static ResultsFolder create(Path folder) throws ResultsFolderException {
        if (Files.exists(folder)) {
            throw ResultsFolderException.exists(folder);
        }
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder);
            Files.createDirectory(folder.resolve("chains"));
        } catch (IOException e) {
            if (e instanceof FileAlreadyExistsException && Files.exists(folder)) {
                throw ResultsFolderException.exists(folder);
            }
            throw new ResultsFolderException(
                    "The results folder "
                            + folder
                            + " cannot be made ("
                            + reason(e)
                            + "); choose another place.",
                    e);
        }
        return new ResultsFolder(folder);
    }

    /** Opens an existing folder. */
    static ResultsFolder open(Path folder) throws ResultsFolderException {
        ResultsFolder opened = new ResultsFolder(folder);
        if (!Files.isDirectory(folder)) {
            throw new ResultsFolderException(
                    "There is no results folder "
                            + folder
                            + "; check the path, or start a new run there.");
        }
        if (!Files.exists(opened.runFile()) || !Files.exists(opened.experimentFile())) {
            throw new ResultsFolderException(
                    "The folder "
                            + folder
                            + " holds no run (run.json and experiment.json were expected in it);"
                            + " choose the folder that a run was written to.");
        }
        return opened;
    }

    Path path() {
        return folder;
    }

    Path experimentFile() {
        return folder.resolve(Experiment.FILE_NAME);
    }

    Path runFile() {
        return folder.resolve("run.json");
    }

    Path tableFile() {
        return folder.resolve("chi.csv");
    }

    Path figureFile() {
        return folder.resolve("chi.png");
    }

    Path summaryFile() {
        return folder.resolve("summary.json");
    }

    Path logFile() {
        return folder.resolve("run.log");
    }

    Path chainFile(String ensemble, int chain) {
        return folder.resolve("chains").resolve(fileName(ensemble) + "-" + chain + ".safetensors");
    }

    /** Letters, digits, dot and underscore stay; other bytes become %XX, so that names differ. */
    static String fileName(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || (c == '.' && text.length() > 0);
            if (plain) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }

    /** Where a run keeps statistics of examples that the heap shall not hold. */
    ExampleBuffers mappedBuffers() {
        return new MappedBuffers(folder.resolve("chains"));
    }

    /**
     * The chain as it stands on disk; a fresh one if it has no file yet.
     *
     * @param buffers if they are not those of the heap, statistics of examples in the file are
     *     mapped, and not read
     */
    ChainTask load(RunPlan plan, int ensemble, int chain, int sliceDraws, ExampleBuffers buffers)
            throws ResultsFolderException {
        Path file = chainFile(plan.ensembles().get(ensemble).name(), chain);
        if (!Files.exists(file)) {
            return ChainTask.start(plan, ensemble, chain, sliceDraws, buffers);
        }
        ChainFile stored =
                ChainFile.read(
                        file, plan.owner(ensemble, chain), chain, buffers != ExampleBuffers.HEAP);
        try {
            return ChainTask.restore(plan, ensemble, chain, sliceDraws, buffers, stored);
        } catch (IllegalArgumentException e) {
            throw ChainFile.damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Removes a folder in which no run could be made. */
    void delete() {
        try {
            Files.deleteIfExists(experimentFile());
            Files.deleteIfExists(runFile());
            Files.deleteIfExists(folder.resolve("chains"));
            Files.deleteIfExists(folder);
        } catch (IOException ignored) {
            // What brought us here is what is told.
        }
    }

    /** Claims the folder for this program until {@link #unlock}. */
    synchronized void lock() throws ResultsFolderException {
        if (lock != null) {
            return;
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve("run.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw new ResultsFolderException(
                    "The results folder "
                            + folder
                            + " cannot be written ("
                            + reason(e)
                            + "); check its permissions and the space on its disk.",
                    e);
        }
        if (lock == null) {
            closeQuietly(channel);
            throw new ResultsFolderException(
                    "Another window or program is making draws in "
                            + folder
                            + "; stop it there first, or choose another folder.");
        }
        lockChannel = channel;
    }

    /** Gives the folder free; its lock file stays, empty. */
    synchronized void unlock() {
        closeQuietly(lockChannel);
        lockChannel = null;
        lock = null;
    }

    /** Removes what a killed program left behind while it wrote. */
    void sweep() {
        for (Path place : new Path[] {folder, folder.resolve("chains")}) {
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(place, ".*.tmp")) {
                for (Path file : leftovers) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException ignored) {
                // They only take space.
            }
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing was written through it.
        }
    }

    /** What a sentence can say of a failure. */
    static String reason(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
