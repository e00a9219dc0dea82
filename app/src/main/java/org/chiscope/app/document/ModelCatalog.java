package org.chiscope.app.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where models come from. Both methods read files: call them off the FX thread. */
public interface ModelCatalog {

    /**
     * The sample models, by title. One that cannot be read has a card that says why.
     *
     * @throws IOException if the folder of models cannot be listed
     */
    List<ModelCard> models() throws IOException;

    /**
     * Opens the model in {@code folder}.
     *
     * @throws IOException with one sentence if it is no model folder or is damaged
     */
    OpenModel open(Path folder) throws IOException;
}
