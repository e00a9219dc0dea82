package org.chiscope.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.SimpleObjectProperty;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.TokenText;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.FolderCatalog;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text of one's own in a small transformer over bytes, without a window. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
class OwnTextViewModelTest {
    @TempDir Path home;
    private ExperimentDocument document;
    private ExamplesViewModel examples;

    @BeforeEach
    void open() throws Exception {
        Path folder = ToyModel.writeLanguage(home, 16);
        document =
                new ExperimentDocument(
                        new FolderCatalog(home.resolve("sample-models")),
                        home.resolve("results"),
                        2,
                        null,
                        Background.inline());
        examples =
                new ExamplesViewModel(
                        document,
                        new Selection(),
                        new SimpleObjectProperty<>(Part.FLUCTUATION),
                        Background.inline());
        document.openModel(folder);
        document.sample(Objects.requireNonNull(document.modelProperty().get()).experiment());
        ToyModel.follow(
                document,
                () -> {
                    Snapshot now = document.snapshotProperty().get();
                    return now != null && now.state().ended();
                });
        examples.showingProperty().set(true);
        examples.chooseComponent("l0h1");
    }

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    private OwnTextViewModel.Shown shown() {
        return Objects.requireNonNull(
                examples.own().shownProperty().get(), examples.own().failureProperty().get());
    }

    private ExamplesState state() {
        return Objects.requireNonNull(
                examples.stateProperty().get(), examples.messageProperty().get());
    }

    private TokenText.Paragraph paragraph() {
        TokenText page = ExamplePage.of(examples, state()).text(null, shown());
        return Objects.requireNonNull(page).paragraphs().getFirst();
    }

    @Test
    void lossesAreKnownAtOnceAndNumbersAreNot() {
        examples.own().textProperty().set("a b");
        assertEquals(List.of("a", " ", "b"), shown().tokens());
        assertEquals("3 tokens", examples.own().remarkProperty().get());
        assertNull(shown().result());
        for (float loss : shown().losses()) {
            assertTrue(loss > 0);
        }
        assertTrue(paragraph().remark().endsWith("not coloured yet"));
        assertTrue(Double.isNaN(paragraph().tokens().getFirst().value()));
    }

    @Test
    void itsNumbersAreOfTheComponentThatIsShownAndOfNoOther() {
        examples.own().textProperty().set("abc");
        examples.colourOwn();
        assertEquals("", examples.own().failureProperty().get());
        assertFalse(examples.own().runningProperty().get());
        assertEquals("l0h1", shown().component());
        assertTrue(Double.isFinite(paragraph().tokens().getFirst().value()));
        examples.chooseComponent("l1h0");
        assertTrue(Double.isNaN(paragraph().tokens().getFirst().value()));
        double first = shown().estimate(0, "l0h1", Part.FLUCTUATION).value();
        examples.colourOwn();
        assertEquals("l1h0", shown().component());
        assertNotEquals(first, shown().estimate(0, "l1h0", Part.FLUCTUATION).value());
    }

    @Test
    void aTextLongerThanAContextIsCutAndSaysSo() {
        examples.own().textProperty().set("0123456789abcdef");
        assertEquals(8, shown().tokens().size());
        assertEquals("8 tokens of 16: one context", examples.own().remarkProperty().get());
        examples.own().textProperty().set("  ");
        assertNull(examples.own().shownProperty().get());
    }
}
