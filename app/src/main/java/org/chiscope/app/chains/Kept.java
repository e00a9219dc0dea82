package org.chiscope.app.chains;

import java.nio.file.Path;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.experiment.Experiment;

/** Where the runs are kept that are made to judge another run. */
final class Kept {
    private Kept() {}

    /**
     * A folder under the results: the same one for the same model and experiment.
     *
     * @param what the runs are for
     * @param judged the experiment that they judge
     */
    static Path folder(ExperimentDocument document, String what, Experiment judged) {
        OpenModel model = document.modelProperty().get();
        String name = model == null ? "model" : String.valueOf(model.folder().getFileName());
        return document.resultsRoot()
                .toAbsolutePath()
                .resolve(what)
                .resolve(name + "-" + judged.id());
    }
}
