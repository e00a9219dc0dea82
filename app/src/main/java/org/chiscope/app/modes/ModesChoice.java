package org.chiscope.app.modes;

import org.chiscope.modes.MatrixForm;
import org.chiscope.response.Part;

/**
 * All that a person sets in the perspective.
 *
 * @param part which susceptibility is decomposed
 * @param form in which
 * @param mode the one that is looked at, from 0, the strongest first
 * @param partner the other axis of the map, or {@link #NEXT}
 * @param map how examples are laid out
 * @param bottom whether the examples that the mode moves the other way are listed
 */
public record ModesChoice(
        Part part, MatrixForm form, int mode, int partner, MapKind map, boolean bottom) {
    /** The partner is the mode after the one that is looked at. */
    public static final int NEXT = -1;

    /** What a person finds at first. */
    public static final ModesChoice FIRST =
            new ModesChoice(Part.FLUCTUATION, MatrixForm.RAW, 0, NEXT, MapKind.MODES, false);

    public ModesChoice withPart(Part other) {
        return new ModesChoice(other, form, mode, partner, map, bottom);
    }

    public ModesChoice withForm(MatrixForm other) {
        return new ModesChoice(part, other, mode, partner, map, bottom);
    }

    /** With another mode, whose partner is the next one. */
    public ModesChoice withMode(int other) {
        return new ModesChoice(part, form, other, NEXT, map, bottom);
    }

    public ModesChoice withPartner(int other) {
        return new ModesChoice(part, form, mode, other, map, bottom);
    }

    public ModesChoice withMap(MapKind other) {
        return new ModesChoice(part, form, mode, partner, other, bottom);
    }

    public ModesChoice withBottom(boolean wanted) {
        return new ModesChoice(part, form, mode, partner, map, wanted);
    }

    /** The mode that is looked at, where there are so many. */
    int modeOf(int count) {
        return Math.clamp(mode, 0, count - 1);
    }

    /** The other axis, where there are so many modes; the same one if there is no other. */
    int partnerOf(int count) {
        int first = modeOf(count);
        if (partner != NEXT && partner < count && partner != first) {
            return partner;
        }
        return first + 1 < count ? first + 1 : Math.max(0, first - 1);
    }
}
