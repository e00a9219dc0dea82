package org.chiscope.app.chains;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What to think of the run's chains, in a sentence or two.
 *
 * @param pill {@code 19 of 20}, or empty where there is nothing to count
 * @param good whether nothing speaks against any ensemble
 * @param words one after another
 * @param remedy what helps against the gravest caution; null where nothing has to be helped
 */
public record Verdict(String pill, boolean good, List<Piece> words, @Nullable Remedy remedy) {
    private static final int MOST_NAMES = 3;

    /** Some words, which may stand out. */
    public record Piece(String text, boolean strong) {}

    /** Copies the list. */
    public Verdict {
        words = List.copyOf(words);
    }

    /** The verdict on all lines of a snapshot. */
    static Verdict of(Snapshot snapshot, List<EnsembleLine> lines) {
        List<EnsembleLine> known = lines.stream().filter(line -> line.report().known()).toList();
        if (known.isEmpty()) {
            return new Verdict(
                    "",
                    true,
                    List.of(new Piece("No draws yet: a verdict comes with the first.", false)),
                    null);
        }
        long sound = known.stream().filter(line -> line.report().sound()).count();
        String pill = sound + " of " + known.size();
        List<Piece> words = new ArrayList<>();
        if (sound == known.size()) {
            good(snapshot, lines, known.size(), words);
        }
        Optional<Caution> gravest =
                known.stream()
                        .flatMap(line -> line.report().cautions().stream())
                        .min(Comparator.naturalOrder());
        gravest.ifPresent(caution -> faulty(caution, known, sound, words));
        Control.of(snapshot.experiment().sampler())
                .ifPresent(
                        control ->
                                words.add(new Piece(" It is a " + control.words() + ".", false)));
        return new Verdict(
                pill, sound == known.size(), words, gravest.map(Remedy::of).orElse(null));
    }

    private static void good(
            Snapshot snapshot, List<EnsembleLine> lines, int known, List<Piece> words) {
        boolean all = known == lines.size();
        if (snapshot.state() == RunState.FINISHED && all) {
            words.add(new Piece("Converged.", true));
            words.add(
                    new Piece(
                            known == 1
                                    ? " The chains agree."
                                    : " All " + known + " ensembles agree.",
                            false));
            return;
        }
        words.add(new Piece(snapshot.state().ended() ? "Ended early." : "So far, so good.", true));
        words.add(
                new Piece(
                        known == 1
                                ? lines.size() == 1
                                        ? " The chains agree."
                                        : " The first ensemble's chains agree."
                                : " "
                                        + (all ? "All " : "The ")
                                        + known
                                        + (all ? " ensembles" : " ensembles that have draws")
                                        + " agree.",
                        false));
    }

    private static void faulty(
            Caution gravest, List<EnsembleLine> known, long sound, List<Piece> words) {
        List<EnsembleLine> with = known.stream().filter(line -> line.has(gravest)).toList();
        if (known.size() > 1) {
            words.add(
                    new Piece(
                            (sound == 0 ? "None" : Long.toString(sound))
                                    + " of "
                                    + known.size()
                                    + (sound == 1 ? " ensembles agrees; " : " ensembles agree; "),
                            false));
            words.add(new Piece(names(with), true));
            words.add(new Piece(": " + lower(gravest.sentence()) + ".", false));
        } else {
            words.add(new Piece(gravest.sentence() + ".", false));
        }
        long others =
                known.stream().filter(line -> !line.report().sound() && !line.has(gravest)).count();
        if (others > 0) {
            words.add(
                    new Piece(
                            " "
                                    + others
                                    + (others == 1 ? " other has" : " others have")
                                    + " another fault.",
                            false));
        }
    }

    private static String names(List<EnsembleLine> lines) {
        List<String> labels = lines.stream().map(EnsembleLine::label).toList();
        if (labels.size() > MOST_NAMES) {
            return String.join(", ", labels.subList(0, MOST_NAMES - 1))
                    + " and "
                    + (labels.size() - MOST_NAMES + 1)
                    + " others";
        }
        return labels.size() == 1
                ? labels.getFirst()
                : String.join(", ", labels.subList(0, labels.size() - 1))
                        + " and "
                        + labels.getLast();
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** All of it as one text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        words.forEach(piece -> text.append(piece.text()));
        return text.toString().strip();
    }
}
