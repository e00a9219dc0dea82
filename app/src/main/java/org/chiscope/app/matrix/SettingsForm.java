package org.chiscope.app.matrix;

import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;
import org.chiscope.experiment.Control;
import org.kordamp.ikonli.feather.Feather;

/** The settings of the next sampling, each with what it does, and what is wrong with them. */
final class SettingsForm extends VBox {
    private final GridPane fields = new GridPane(12, 6);
    private int rows;

    /**
     * @param started called once a sampling was asked for
     */
    SettingsForm(MatrixViewModel matrix, Runnable started) {
        getStyleClass().add("settings-form");
        SamplingSettings settings = matrix.settings();
        ComboBox<String> sampler = new ComboBox<>(settings.samplers());
        sampler.valueProperty().bindBidirectional(settings.samplerProperty());
        add("Sampler", sampler, "SGLD takes minibatches; MALA takes all data and is exact.");
        add(
                "Step size ε",
                field("stepSize", settings.stepSizeProperty()),
                "the variance of a step's noise");
        add("nβ", field("nBeta", settings.nBetaProperty()), "inverse temperature, 1/nats");
        add(
                "Localization γ",
                field("localization", settings.localizationProperty()),
                "the pull to w*");
        TextField batch = field("batchSize", settings.batchSizeProperty());
        batch.disableProperty().bind(settings.minibatchesProperty().not());
        add("Batch size", batch, "contexts a step; 0 takes them all");
        add(
                "Chains",
                field("chains", settings.chainsProperty()),
                "of each ensemble; errors need 4");
        add("Burn-in", field("burnIn", settings.burnInProperty()), "steps before the first draw");
        add("Draws", field("draws", settings.drawsProperty()), "of each chain");
        add("Steps between draws", field("steps", settings.stepsBetweenDrawsProperty()), "");
        add("Seed", field("seed", settings.seedProperty()), "the same seed gives the same numbers");

        Label problem = Parts.label(settings.problemProperty(), "danger-text");
        problem.setId("settings-problem");
        problem.setWrapText(true);
        problem.setMaxWidth(400);
        Button start =
                Parts.button(
                        Feather.PLAY,
                        "Sample",
                        () -> {
                            started.run();
                            matrix.sample();
                        });
        start.getStyleClass().add("accent");
        MenuButton controls = controls(matrix, started);
        BooleanBinding cannot =
                settings.problemProperty().isNotEmpty().or(matrix.canSampleProperty().not());
        start.disableProperty().bind(cannot);
        controls.disableProperty().bind(cannot);
        HBox foot = new HBox(8, controls, Parts.spacer(), start);
        getChildren().addAll(Parts.label("Next sampling", "section-title"), fields, problem, foot);
    }

    /** What is sampled beside the real thing, to see what is not learned structure. */
    private static MenuButton controls(MatrixViewModel matrix, Runnable started) {
        MenuButton menu = new MenuButton("Sample a control");
        menu.setId("controls");
        for (Control control : Control.values()) {
            String words =
                    switch (control) {
                        case PRIOR -> "Prior alone (nβ = 0)";
                        case GAUSSIAN -> "Gaussian of the posterior's spread";
                    };
            MenuItem item = new MenuItem(words);
            item.setId("control-" + control);
            item.setOnAction(
                    event -> {
                        started.run();
                        matrix.sample(control);
                    });
            menu.getItems().add(item);
        }
        Parts.explain(
                menu,
                "Samples an ensemble that has not learned the data. What its matrix shows as well is"
                        + " not learned structure.");
        return menu;
    }

    private static TextField field(String id, StringProperty value) {
        TextField field = new TextField();
        field.setId("setting-" + id);
        field.getStyleClass().add("number");
        field.setPrefColumnCount(9);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private void add(String name, Node field, String explanation) {
        Label label = Parts.label(name);
        label.setLabelFor(field);
        fields.addRow(rows++, label, field, Parts.label(explanation, "caption"));
    }
}
