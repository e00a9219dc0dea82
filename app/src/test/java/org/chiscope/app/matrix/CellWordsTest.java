package org.chiscope.app.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.Reading;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.network.Component;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellWordsTest {

    @Test
    void aClearlyNegativeCellExpressesThePattern() {
        CellWords words = words(new Estimate(-1.17e-3, 0.07e-3, 0.2e-3, 20));
        assertEquals("Head 1:6 × induction", words.title());
        assertEquals("\u22121.17", words.value());
        assertEquals("± 0.07 × 10⁻³ nats²", words.error());
        assertEquals(-1, words.sign());
        assertEquals("Expresses the pattern, 17 standard errors from 0", words.sentence());
    }

    @Test
    void aClearlyPositiveCellSuppressesIt() {
        CellWords words = words(new Estimate(0.5, 0.1, Double.NaN, 20));
        assertEquals("Suppresses the pattern, 5.0 standard errors from 0", words.sentence());
        assertEquals(1, words.sign());
    }

    @Test
    void withinTwoErrorsNoSignIsClaimed() {
        CellWords words = words(new Estimate(0.48, 0.4, 0.1, 20));
        assertEquals("Within noise: 1.2 standard errors from 0", words.sentence());
        assertEquals(0, words.sign());
    }

    @Test
    void bothErrorsAreToldApartWithTokensAndContexts() {
        CellWords words = words(new Estimate(-1.17e-3, 0.07e-3, 0.2e-3, 20));
        assertEquals("± 0.20 from the data, beside the draws' ± 0.07", words.details().get(0));
        assertEquals("6\u2009400 draws · effective size 1\u2009184", words.details().get(1));
        assertEquals("412 tokens in 96 contexts", words.details().get(2));
    }

    @Test
    void withoutDrawsThereIsNoNumberButASentence() {
        CellWords words = CellWords.of(report(null), Part.FLUCTUATION);
        assertEquals("", words.value());
        assertTrue(words.sentence().startsWith("No draws yet"));
    }

    @Test
    void anUnknownErrorIsSaid() {
        CellWords words = words(new Estimate(0.5, Double.NaN, Double.NaN, 1));
        assertEquals("The standard error is not known yet: it needs more draws.", words.sentence());
    }

    private static CellWords words(Estimate fluctuation) {
        Cell cell = new Cell(fluctuation, Estimate.UNKNOWN, Estimate.UNKNOWN, 6400, 1184, 412, 96);
        return CellWords.of(report(cell), Part.FLUCTUATION);
    }

    private static CellReport report(@Nullable Cell cell) {
        return new CellReport(
                Reading.COMPONENTS,
                0,
                0,
                new ComponentInfo("l1h6", Component.Kind.HEAD, 1, 100),
                new PatternInfo("induction", "context", "Repeated pairs.", 412, 96),
                cell,
                "",
                "");
    }
}
