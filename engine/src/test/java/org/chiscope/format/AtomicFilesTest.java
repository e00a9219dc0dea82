package org.chiscope.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path folder;

    @Test
    void replacesTheWholeContent() throws IOException {
        Path file = Files.writeString(folder.resolve("summary.json"), "a longer old content");

        AtomicFiles.writeString(file, "χ = 1");

        assertEquals("χ = 1", Files.readString(file));
        assertEquals(List.of("summary.json"), names());
    }

    @Test
    void showsTheOldContentWhileTheNewIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");

        AtomicFiles.write(
                file,
                out -> {
                    out.write("new".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    assertEquals("old", Files.readString(file));
                });

        assertEquals("new", Files.readString(file));
    }

    @Test
    void leavesTheOldFileAndNoTemporaryOneWhenTheDiskIsFull() throws IOException {
        Path file = Files.writeString(folder.resolve("chi.csv"), "old");

        WriteException failure =
                assertThrows(
                        WriteException.class,
                        () ->
                                AtomicFiles.write(
                                        file,
                                        out -> {
                                            out.write(1);
                                            throw new IOException("No space left on device");
                                        }));

        assertEquals(
                "The file "
                        + file
                        + " could not be written: there is no space left on its disk; free some"
                        + " and try again.",
                failure.getMessage());
        assertEquals(List.of("chi.csv"), names());
        assertEquals("old", Files.readString(file));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void recognisesWhatTheSystemSaysOfAFullDisk() throws IOException {
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
            WriteException failure =
                    assertThrows(
                            WriteException.class,
                            () ->
                                    AtomicFiles.write(
                                            folder.resolve("x"), out -> full.write(new byte[9])));
            assertTrue(String.valueOf(failure.getMessage()).contains("no space left"));
        }
    }

    @Test
    void removesTheTemporaryFileWhenTheContentFailsOtherwise() throws IOException {
        assertThrows(
                IllegalStateException.class,
                () ->
                        AtomicFiles.write(
                                folder.resolve("x"),
                                out -> {
                                    throw new IllegalStateException();
                                }));
        assertEquals(List.of(), names());
    }

    @Test
    void writesPastTheTemporaryFileOfAKilledRun() throws IOException {
        Files.writeString(folder.resolve(".x.0.tmp"), "left behind");

        AtomicFiles.writeBytes(folder.resolve("x"), new byte[] {7});

        assertEquals(List.of(".x.0.tmp", "x"), names());
    }

    @Test
    void saysThatTheFolderDoesNotExist() {
        Path file = folder.resolve("no").resolve("x");
        WriteException failure =
                assertThrows(WriteException.class, () -> AtomicFiles.writeString(file, ""));
        assertEquals(
                "The file "
                        + file
                        + " could not be written: its folder does not exist; create it first.",
                failure.getMessage());
    }

    @Test
    void saysThatAFolderIsInTheWay() throws IOException {
        Path file = Files.createDirectory(folder.resolve("x"));
        WriteException failure =
                assertThrows(WriteException.class, () -> AtomicFiles.writeString(file, ""));
        assertEquals(
                "The file "
                        + file
                        + " could not be written: a folder of that name is there; choose another"
                        + " name or move the folder away.",
                failure.getMessage());
        assertEquals(List.of("x"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
