package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chiscope.format.Safetensors;

/** A results folder as another one, for a result that is to stay as it is. */
public final class ResultsCopy {
    private static final String CHAIN = ".safetensors";

    private ResultsCopy() {}

    /**
     * Copies a results folder whose run is at rest; the copy is complete or absent. Its description
     * names the same model.
     *
     * @param to must not exist; its parent must
     * @throws ResultsFolderException with one sentence if there is no result, or something at
     *     {@code to}, or the copy cannot be written
     */
    public static void make(Path from, Path to) throws IOException {
        make(from, to, file -> false);
    }

    /**
     * The same without what only adding draws needs: the parameters where each chain ended.
     *
     * @throws ResultsFolderException as {@link #make}, or if the run is not finished
     */
    public static void compact(Path from, Path to) throws IOException {
        ResultsFolder source = ResultsFolder.open(from);
        if (!RunInfo.read(source.runFile()).finished()) {
            throw new ResultsFolderException(
                    "The run in "
                            + from
                            + " is not finished, so its chains need their parameters; finish it"
                            + " first.");
        }
        make(from, to, file -> file.toString().endsWith(CHAIN));
    }

    /**
     * Makes sure that draws can be added to a result.
     *
     * @throws ResultsFolderException with one sentence if it is compact
     */
    public static void requireExtendable(Path results) throws IOException {
        List<Path> chains;
        try (Stream<Path> files =
                Files.list(ResultsFolder.open(results).path().resolve("chains"))) {
            chains = files.filter(file -> file.toString().endsWith(CHAIN)).sorted().toList();
        }
        if (!chains.isEmpty() && ChainFile.lacksPosition(chains.getFirst())) {
            throw new ResultsFolderException(
                    "Draws cannot be added to the result in "
                            + results
                            + ", which is kept without the parameters where its chains ended;"
                            + " sample its experiment anew for more draws.");
        }
    }

    private static void make(Path from, Path to, Predicate<Path> compacted) throws IOException {
        ResultsFolder source = ResultsFolder.open(from);
        Path target = to.toAbsolutePath().normalize();
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.createDirectories(unfinished.resolve("chains"));
            copyFiles(source.path(), unfinished, file -> false);
            copyFiles(source.path().resolve("chains"), unfinished.resolve("chains"), compacted);
            Experiment.read(source.experimentFile())
                    .relocated(source.path(), target)
                    .write(unfinished.resolve(Experiment.FILE_NAME));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new ResultsFolderException(
                    "The result in "
                            + from
                            + " could not be copied to "
                            + to
                            + ": "
                            + ResultsFolder.reason(failure)
                            + ".",
                    failure);
        }
    }

    private static void copyFiles(Path from, Path to, Predicate<Path> compacted)
            throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(from)) {
            files = entries.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(String.valueOf(file.getFileName()));
            if (compacted.test(file)) {
                Safetensors.write(target, ChainFile.withoutPosition(Safetensors.read(file)));
            } else {
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
