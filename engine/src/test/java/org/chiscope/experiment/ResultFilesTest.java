package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.chiscope.response.SusceptibilityRow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultFilesTest {

    private static SusceptibilityRow row() {
        return Matrices.row(
                "l0 \"h\", 1",
                List.of(
                        Matrices.cell(Matrices.estimate(-0.1, 1e-3)),
                        Matrices.cell(Matrices.estimate(1.0 / 3, Double.NaN))));
    }

    @Test
    void aLineACellWithShortestNumbersAndNothingWhereNothingIsKnown() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            String table =
                    SusceptibilityTable.text(
                            Matrices.snapshot(Arrays.asList(row(), null), List.of("digit", "a,b")));

            assertEquals(
                    """
                    component,pattern,fluctuation,fluctuation_se_mc,fluctuation_se_data,shift,\
                    shift_se_mc,shift_se_data,joint,joint_se_mc,joint_se_data,draws,ess,tokens,\
                    contexts
                    "l0 ""h"", 1",digit,-0.1,0.001,,0.5,0.25,,1.0E-7,,,800,123.5,40,7
                    "l0 ""h"", 1","a,b",0.3333333333333333,,,0.5,0.25,,1.0E-7,,,800,123.5,40,7
                    none,digit,,,,,,,,,,0,,40,7
                    none,"a,b",,,,,,,,,,0,,40,7
                    """,
                    table);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theSummaryTellsEnsemblesSharesAndVersions() {
        Snapshot snapshot = Matrices.snapshot(List.of(row()), List.of("digit", "word"));
        RunInfo info =
                new RunInfo(
                        "20260101-000000-abcd",
                        "2026-01-01T00:00:00Z",
                        snapshot.experiment().id(),
                        "fingerprint",
                        "kernels",
                        new double[] {1.5, 1, 2},
                        12.25,
                        true);

        JsonNode root = JsonMapper.shared().readTree(SummaryJson.text(snapshot, info, 2));

        assertEquals("finished", root.get("state").stringValue());
        assertEquals(11, root.get("seed").longValue());
        assertEquals(12.25, root.get("secondsElapsed").doubleValue());
        assertEquals(2, root.get("workers").intValue());
        for (String version : new String[] {"program", "java", "kernels"}) {
            assertFalse(root.get("versions").get(version).stringValue().isBlank());
        }
        JsonNode shares = root.get("shareOfCellsBeyondTwoStandardErrors");
        assertEquals(0.5, shares.get("fluctuation").doubleValue());
        assertTrue(shares.get("joint").isNull());
        assertEquals(0.05, shares.get("fluctuationNoiseNull").doubleValue());
        JsonNode full = root.get("ensembles").get(0);
        assertEquals("full", full.get("ensemble").stringValue());
        assertEquals(2, full.get("lambda").doubleValue());
        assertEquals(0.1, full.get("lambdaStandardError").doubleValue());
        assertEquals(0.25, full.get("meanLossAboveCheckpoint").doubleValue());
        assertFalse(full.get("checkpointIsMinimum").booleanValue());
        assertTrue(root.get("ensembles").get(1).get("checkpointIsMinimum").booleanValue());
        assertEquals("It diverged.", root.get("failedChains").get(0).get("sentence").stringValue());
    }

    @Test
    void namesOfEnsemblesBecomeDifferentFileNames() {
        assertEquals("l0h1", ResultsFolder.fileName("l0h1"));
        assertEquals("l0%20attn", ResultsFolder.fileName("l0 attn"));
        assertEquals("a%2F..%2Fb", ResultsFolder.fileName("a/../b"));
        assertEquals("%2E.", ResultsFolder.fileName(".."));
        assertEquals("%CF%86%2B", ResultsFolder.fileName("φ+"));
    }
}
