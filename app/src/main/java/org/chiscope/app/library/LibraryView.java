package org.chiscope.app.library;

import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.chiscope.app.chart.MiniMatrix;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ModelCard;
import org.chiscope.app.theme.Palette;
import org.kordamp.ikonli.feather.Feather;

/** Sample models as cards, and a list of recent experiments. */
public final class LibraryView extends StackPane {
    private static final double CARD = 340;

    /** Cards below this width have no room for long words beside the title. */
    private static final double NARROW = 400;

    private static final double GAP = 16;

    private final LibraryViewModel library;
    private final ObservableValue<Palette> palette;
    private final GridPane cards = new GridPane(GAP, GAP);
    private final VBox experiments = new VBox();

    public LibraryView(LibraryViewModel library, ObservableValue<Palette> palette) {
        this.library = library;
        this.palette = palette;
        getStyleClass().add("library");
        VBox page =
                new VBox(
                        header(),
                        modelsTitle(),
                        new Message(library.modelsFailureProperty(), again()),
                        cards,
                        experimentsTitle(),
                        new Message(library.experimentsFailureProperty(), again()),
                        new Message(noExperiments()),
                        experiments);
        page.getStyleClass().add("page");
        ScrollPane scroll = new ScrollPane(page);
        scroll.setFitToWidth(true);
        getChildren().add(scroll);
        library.modelsProperty().addListener((o, before, now) -> showModels());
        library.experimentsProperty()
                .addListener(
                        (o, before, now) -> {
                            showExperiments(now);
                            showModels();
                        });
        cards.widthProperty().addListener((o, before, now) -> arrange());
        showModels();
        showExperiments(library.experimentsProperty().get());
    }

    private Node header() {
        Button results =
                Parts.button(
                        Feather.FOLDER,
                        "Open results…",
                        () -> choose("Open results", library::openResults));
        Button model =
                Parts.button(
                        Feather.UPLOAD,
                        "Open a model…",
                        () -> choose("Open a model", library::openModel));
        model.getStyleClass().addAll("accent", "tall");
        results.getStyleClass().add("tall");
        HBox row =
                new HBox(
                        12,
                        Parts.label("Library", "page-title"),
                        Parts.label(
                                "Everything here is on this computer. Opening a result takes no sampling.",
                                "muted"),
                        Parts.spacer(),
                        results,
                        model);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node modelsTitle() {
        ObservableValue<String> count =
                library.modelsProperty()
                        .map(
                                found ->
                                        found.isEmpty()
                                                ? ""
                                                : found.size() == 1
                                                        ? "1 model"
                                                        : found.size() + " models");
        return title("Sample models", count);
    }

    private Node experimentsTitle() {
        return title("Recent experiments", Bindings.createStringBinding(() -> "in " + shortPath()));
    }

    private static Node title(String words, ObservableValue<String> remark) {
        HBox row = new HBox(8, Parts.label(words, "section-title"), Parts.label(remark, "muted"));
        row.setAlignment(Pos.BASELINE_LEFT);
        row.getStyleClass().add("section-header");
        return row;
    }

    private String shortPath() {
        String path = library.resultsRoot().toString();
        String home = System.getProperty("user.home", "");
        return !home.isEmpty() && path.startsWith(home)
                ? "~" + path.substring(home.length())
                : path;
    }

    private ObservableValue<String> noExperiments() {
        return Bindings.createStringBinding(
                () ->
                        library.experimentsProperty().get().isEmpty()
                                        && library.experimentsFailureProperty().get().isEmpty()
                                ? "No experiments yet: open a model and press Sample."
                                : "",
                library.experimentsProperty(),
                library.experimentsFailureProperty());
    }

    private Button again() {
        return Parts.button(Feather.REFRESH_CW, "Try again", library::refresh);
    }

    private void showModels() {
        cards.getChildren()
                .setAll(library.modelsProperty().get().stream().map(this::card).toList());
        arrange();
    }

    private void arrange() {
        int columns = (int) Math.clamp((cards.getWidth() + GAP) / (CARD + GAP), 1, 3);
        if (cards.getColumnConstraints().size() != columns) {
            ColumnConstraints even = new ColumnConstraints();
            even.setPercentWidth(100.0 / columns);
            cards.getColumnConstraints().setAll(Collections.nCopies(columns, even));
        }
        List<Node> nodes = cards.getChildren();
        for (int i = 0; i < nodes.size(); i++) {
            GridPane.setConstraints(nodes.get(i), i % columns, i / columns);
        }
    }

    private Node card(ModelCard card) {
        PaintedRegion picture =
                library.resultOf(card)
                        .<PaintedRegion>map(result -> new MiniMatrix(result.picture()))
                        .orElseGet(() -> new ModelPicture(card.shape()));
        picture.paletteProperty().bind(palette);
        StackPane frame = new StackPane(picture);
        frame.getStyleClass().add("picture");

        HBox title = new HBox(8, Parts.label(card.title(), "card-title"), Parts.spacer());
        Button button = new Button();
        if (library.resultOf(card).isPresent()) {
            Label ready = pill(Feather.CHECK, "", "success");
            ready.textProperty()
                    .bind(
                            Bindings.when(button.widthProperty().lessThan(NARROW))
                                    .then("Result")
                                    .otherwise("Result ready"));
            ready.setMinWidth(Region.USE_PREF_SIZE);
            title.getChildren().add(ready);
        }
        Label line =
                Parts.label(card.problem().isEmpty() ? card.line() : card.problem(), "card-line");
        line.setWrapText(true);
        line.setMaxHeight(Double.MAX_VALUE);
        line.setAlignment(Pos.TOP_LEFT);
        if (!card.problem().isEmpty()) {
            line.getStyleClass().add("danger-text");
        }
        VBox.setVgrow(line, Priority.ALWAYS);
        VBox words = new VBox(2, title, line, Parts.label(card.size(), "number", "caption"));
        HBox.setHgrow(words, Priority.ALWAYS);

        button.setGraphic(new HBox(12, frame, words));
        button.getStyleClass().setAll("card");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setDisable(!card.problem().isEmpty());
        button.setAccessibleText("Open " + card.title());
        button.setOnAction(event -> library.open(card));
        return button;
    }

    private void showExperiments(List<RecentExperiment> found) {
        experiments.getChildren().clear();
        if (!found.isEmpty()) {
            experiments.getChildren().add(row("list-header", headings()));
            found.forEach(experiment -> experiments.getChildren().add(row(experiment)));
        }
    }

    private static Node[] headings() {
        return new Node[] {
            Parts.label(""),
            Parts.label("Name"),
            Parts.label("Model"),
            Parts.label("Made"),
            Parts.label("Ensembles"),
            Parts.label("Draws"),
            Parts.label("Time"),
            Parts.label("Verdict", "verdict"),
            Parts.label("")
        };
    }

    private Node row(RecentExperiment experiment) {
        MiniMatrix picture = new MiniMatrix(experiment.picture());
        picture.paletteProperty().bind(palette);
        Button open = new Button("Open");
        open.getStyleClass().add("short");
        open.setAccessibleText("Open " + experiment.name());
        open.setOnAction(event -> library.open(experiment));
        GridPane row =
                row(
                        "list-row",
                        picture,
                        Parts.label(experiment.name(), "strong"),
                        Parts.label(experiment.model(), "muted"),
                        Parts.label(library.when(experiment.created()), "muted"),
                        Parts.label(known(experiment.ensembles()), "number"),
                        Parts.label(known(experiment.draws()), "number"),
                        Parts.label(
                                experiment.seconds() > 0
                                        ? NumberText.duration(experiment.seconds())
                                        : "–",
                                "muted"),
                        verdict(experiment),
                        open);
        row.setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2) {
                        library.open(experiment);
                    }
                });
        return row;
    }

    private static String known(long count) {
        return count > 0 ? NumberText.count(count) : "–";
    }

    private static GridPane row(String styleClass, Node... nodes) {
        GridPane row = new GridPane();
        row.getStyleClass().add(styleClass);
        row.setAlignment(Pos.CENTER_LEFT);
        double[] shares = {6, 22, 12, 11, 7, 8, 10, 24};
        for (int i = 0; i < nodes.length; i++) {
            ColumnConstraints column = new ColumnConstraints();
            if (i < shares.length) {
                column.setPercentWidth(shares[i] * 0.93);
            } else {
                column.setHgrow(Priority.ALWAYS);
                column.setHalignment(HPos.RIGHT);
            }
            if (i >= 4 && i <= 6) {
                column.setHalignment(HPos.RIGHT);
            }
            row.getColumnConstraints().add(column);
            row.add(nodes[i], i, 0);
        }
        return row;
    }

    private static Node verdict(RecentExperiment experiment) {
        HBox box =
                new HBox(
                        0,
                        switch (experiment.standing()) {
                            case GOOD -> pill(Feather.CHECK, experiment.verdict(), "success");
                            case UNFINISHED -> pill(Feather.PAUSE, experiment.verdict(), "neutral");
                            case DOUBTFUL ->
                                    pill(Feather.ALERT_TRIANGLE, experiment.verdict(), "warning");
                            case BAD -> pill(Feather.X_CIRCLE, experiment.verdict(), "danger");
                        });
        box.getStyleClass().add("verdict");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Label pill(Feather feather, String words, String kind) {
        Label pill = Parts.label(words, "pill", kind);
        pill.setGraphic(Parts.icon(feather));
        return pill;
    }

    private void choose(String title, Consumer<Path> open) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        File folder = chooser.showDialog(getScene().getWindow());
        if (folder != null) {
            open.accept(folder.toPath());
        }
    }
}
