package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A results folder as another one, for a result that is to stay as it is. */
public final class ResultsCopy {
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
        ResultsFolder source = ResultsFolder.open(from);
        Path target = to.toAbsolutePath().normalize();
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.createDirectories(unfinished.resolve("chains"));
            copyFiles(source.path(), unfinished);
            copyFiles(source.path().resolve("chains"), unfinished.resolve("chains"));
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

    private static void copyFiles(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(from)) {
            files = entries.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.copy(
                    file,
                    to.resolve(String.valueOf(file.getFileName())),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
