package org.chiscope.app.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.inspector.InspectorViewModel.Content;
import org.chiscope.app.matrix.MatrixViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.RunState;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorViewModelTest {
    @TempDir Path home;

    @Test
    void showsTheSelectedCellWithItsDraws() throws Exception {
        Path folder = ToyModel.write(home, 50);
        ExperimentDocument document = ToyModel.document(home, Background.inline());
        Selection selection = new Selection();
        MatrixViewModel matrix = new MatrixViewModel(document);
        InspectorViewModel inspector =
                new InspectorViewModel(document, selection, matrix.partProperty());
        document.openModel(folder);
        selection.selectedProperty().set(new CellName("l1h0", "odd"));
        assertNull(inspector.contentProperty().get());

        matrix.sample();
        ToyModel.follow(
                document, () -> document.snapshotProperty().get().state() == RunState.FINISHED);
        Content content = inspector.contentProperty().get();
        assertNotNull(content);
        assertEquals("Head 1:0 × odd", content.words().title());
        assertEquals(4, content.draws().chains().size());
        assertEquals(50, content.draws().chains().get(0).trace().length);
        assertEquals("restricted to 1:0", content.restricted());

        // The line through the dots is the estimate itself: fluctuation = −slope × Var φ.
        double fluctuation = content.fluctuation().value();
        assertEquals(
                fluctuation,
                -content.draws().slope() * content.draws().variance(),
                1e-9 * Math.abs(fluctuation));

        String fluctuationWords = content.words().value();
        matrix.partProperty().set(Part.SHIFT);
        Content shift = inspector.contentProperty().get();
        assertNotNull(shift);
        assertEquals(false, fluctuationWords.equals(shift.words().value()));

        selection.clear();
        assertNull(inspector.contentProperty().get());
    }
}
