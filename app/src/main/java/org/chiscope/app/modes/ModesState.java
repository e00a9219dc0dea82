package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.ModesData;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.modes.MatrixForm;
import org.chiscope.modes.ModeEstimates;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * The modes of one moment. Immutable.
 *
 * @param data the result that they are of
 * @param modes what the engine found
 * @param overlaps of the two halves of the chains, one a mode; empty where chains are too few
 * @param rows components that take part
 * @param columns patterns, or fields
 * @param reading what a sign means
 */
public record ModesState(
        ModesData data,
        ModeEstimates modes,
        List<ModeEstimates.Overlap> overlaps,
        List<Item> rows,
        List<Item> columns,
        Reading reading) {
    private static final int CATEGORIES = 8;

    /** Copies the lists. */
    public ModesState {
        overlaps = List.copyOf(overlaps);
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /**
     * What has a loading: a component or a pattern.
     *
     * @param name the engine's
     * @param label on an axis
     * @param title in words
     * @param group kind of component, or family of pattern: what stands together
     * @param tint of the group
     */
    public record Item(String name, String label, String title, String group, Tint tint) {}

    /**
     * Takes the matrix of a snapshot apart; on large matrices this takes seconds.
     *
     * @throws IllegalArgumentException with one sentence if a cell is not known
     */
    static ModesState of(Snapshot snapshot, Part part, MatrixForm form) {
        ModesData data = new ModesData(snapshot, part);
        ModeEstimates modes = data.modes(form);
        return new ModesState(
                data,
                modes,
                data.overlaps(modes),
                rows(data),
                columns(snapshot.patterns()),
                Reading.of(snapshot));
    }

    private static List<Item> rows(ModesData data) {
        List<ComponentInfo> components = data.snapshot().components();
        int layers = 1 + components.stream().mapToInt(ComponentInfo::layer).max().orElse(-1);
        List<Item> rows = new ArrayList<>();
        for (int place : data.places()) {
            ComponentInfo component = components.get(place);
            rows.add(
                    new Item(
                            component.name(),
                            ComponentText.label(component),
                            ComponentText.title(component),
                            ComponentText.group(component),
                            ComponentText.tint(component, layers)));
        }
        return rows;
    }

    private static List<Item> columns(List<PatternInfo> patterns) {
        Map<String, Integer> families = new LinkedHashMap<>();
        List<Item> columns = new ArrayList<>();
        for (PatternInfo pattern : patterns) {
            families.putIfAbsent(pattern.family(), 1 + families.size() % CATEGORIES);
            columns.add(
                    new Item(
                            pattern.name(),
                            pattern.name(),
                            pattern.name(),
                            pattern.family(),
                            Tint.of(families.getOrDefault(pattern.family(), 1))));
        }
        return columns;
    }

    /** Whether columns are fields, so that there are no examples. */
    public boolean fields() {
        return reading == Reading.RESPONSES;
    }

    /** The unit of singular values; empty for pure numbers. */
    public String unit() {
        return modes.form().hasUnit() ? reading.squareUnit() : "";
    }

    /** The unit of examples read along a mode, which are never whitened. */
    public String exampleUnit() {
        return modes.form().whitened() || !modes.form().norm() ? reading.squareUnit() : "";
    }

    /**
     * The cell of that row, or of that column; what is null is as it was selected before, or else
     * what the mode loads most on.
     */
    CellName cell(
            int mode,
            @Nullable String component,
            @Nullable String pattern,
            @Nullable CellName now) {
        return new CellName(
                component != null
                        ? component
                        : now != null
                                ? now.component()
                                : strongest(rows, modes.componentLoadings(mode)),
                pattern != null
                        ? pattern
                        : now != null
                                ? now.pattern()
                                : strongest(columns, modes.patternLoadings(mode)));
    }

    private static String strongest(List<Item> items, List<Estimate> loadings) {
        int best = 0;
        for (int i = 1; i < items.size(); i++) {
            if (Math.abs(loadings.get(i).value()) > Math.abs(loadings.get(best).value())) {
                best = i;
            }
        }
        return items.get(best).name();
    }
}
