package org.chiscope.app.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;

/**
 * The words and the colour in which a component is shown: {@code l1h6} is 1:6 on an axis and Head
 * 1:6 in a title.
 */
public final class ComponentText {
    private static final Pattern HEAD = Pattern.compile("l(\\d+)h(\\d+)");
    private static final int EMBEDDING = 8;
    private static final int FIRST_LAYER = 6;
    private static final int LAST_LAYER = 7;
    private static final int UNEMBEDDING = 5;
    private static final int MLP = 2;
    private static final int OTHER = 1;

    private ComponentText() {}

    /** On an axis: {@code 1:6}. */
    public static String label(ComponentInfo component) {
        Matcher head = HEAD.matcher(component.name());
        if (head.matches()) {
            return head.group(1) + ":" + head.group(2);
        }
        return component.name().equals("pos") ? "positions" : component.name();
    }

    /** In a title: {@code Head 1:6}. */
    public static String title(ComponentInfo component) {
        return switch (component.kind()) {
            case HEAD -> "Head " + label(component);
            case EMBEDDING -> "Embedding";
            case POSITION -> "Positions";
            case UNEMBEDDING -> "Unembedding";
            case ATTENTION -> "Attention of layer " + component.layer();
            case MLP -> "MLP of layer " + component.layer();
            case OTHER -> component.name();
        };
    }

    /** The group that it stands in, as the legend calls it. */
    public static String group(ComponentInfo component) {
        return switch (component.kind()) {
            case EMBEDDING, POSITION -> "Embedding, positions";
            case HEAD -> "Heads, layer " + component.layer();
            case ATTENTION -> "Attention, layer " + component.layer();
            case MLP -> "MLP" + (component.layer() < 0 ? "" : ", layer " + component.layer());
            case UNEMBEDDING -> "Unembedding";
            case OTHER -> "Parameters";
        };
    }

    /**
     * The colour of its kind; layers between the first and the last lie between their colours.
     *
     * @param layers how many layers the model has
     */
    public static Tint tint(ComponentInfo component, int layers) {
        return switch (component.kind()) {
            case EMBEDDING, POSITION -> Tint.of(EMBEDDING);
            case HEAD, ATTENTION ->
                    layers < 2
                            ? Tint.of(FIRST_LAYER)
                            : new Tint(
                                    FIRST_LAYER,
                                    LAST_LAYER,
                                    (double) component.layer() / (layers - 1));
            case MLP -> Tint.of(MLP);
            case UNEMBEDDING -> Tint.of(UNEMBEDDING);
            case OTHER -> Tint.of(OTHER);
        };
    }
}
