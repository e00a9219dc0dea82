package org.chiscope.app.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final CellName FIRST = new CellName("l0h0", "odd");
    private static final CellName SECOND = new CellName("l0h1", "even");

    private final Selection selection = new Selection();

    @Test
    void whatIsPinnedStaysWhenSomethingElseIsSelectedOrNothing() {
        selection.select(FIRST);
        selection.pin();
        selection.select(SECOND);
        assertEquals(FIRST, selection.pinnedProperty().get());
        selection.clear();
        assertEquals(FIRST, selection.pinnedProperty().get());
        assertNull(selection.selectedProperty().get());
        selection.unpin();
        assertNull(selection.pinnedProperty().get());
    }

    @Test
    void pinningTwiceLetsGoAndPinningNothingToo() {
        selection.select(FIRST);
        selection.pin();
        selection.pin();
        assertNull(selection.pinnedProperty().get());
        selection.pin();
        selection.clear();
        selection.pin();
        assertNull(selection.pinnedProperty().get());
    }

    @Test
    void whileLockedThePointerChangesNothing() {
        selection.hover(FIRST);
        selection.lockedProperty().set(true);
        selection.hover(SECOND);
        assertEquals(FIRST, selection.hoveredProperty().get());
        selection.lockedProperty().set(false);
        selection.hover(null);
        assertNull(selection.hoveredProperty().get());
    }
}
