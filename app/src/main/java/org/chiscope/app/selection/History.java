package org.chiscope.app.selection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * Values that a person came from and can go back to. FX thread only (or, in tests, one thread).
 *
 * @param <T> a value, immutable
 */
public final class History<T> {
    private static final int DEPTH = 200;

    private final Deque<T> undone = new ArrayDeque<>();
    private final Deque<T> redone = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper(this, "canUndo");
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper(this, "canRedo");

    /** Whether there is a value to go back to. */
    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    /** Whether there is one that was left by going back. */
    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }

    /** A value is left for a new one: what was taken back is gone. The oldest is forgotten. */
    public void leave(T value) {
        undone.push(value);
        if (undone.size() > DEPTH) {
            undone.removeLast();
        }
        redone.clear();
        tell();
    }

    /** The value before, if there is one. */
    public Optional<T> undo(T now) {
        return move(undone, redone, now);
    }

    /** The value that was taken back last, if there is one. */
    public Optional<T> redo(T now) {
        return move(redone, undone, now);
    }

    private Optional<T> move(Deque<T> from, Deque<T> to, T now) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        to.push(now);
        T value = from.pop();
        tell();
        return Optional.of(value);
    }

    /** Forgets all. */
    public void clear() {
        undone.clear();
        redone.clear();
        tell();
    }

    private void tell() {
        canUndo.set(!undone.isEmpty());
        canRedo.set(!redone.isEmpty());
    }
}
