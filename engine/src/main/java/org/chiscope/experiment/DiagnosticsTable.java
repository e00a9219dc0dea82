package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;

/**
 * The diagnostics of all ensembles as CSV, a line each. Numbers are the shortest decimals that read
 * back to the same bits; what is unknown is empty.
 */
public final class DiagnosticsTable {
    static final String HEADER =
            "ensemble,draws,failed_chains,split_r_hat,ess,weakest_cell_ess,autocorrelation_draws,"
                    + "drift_se,acceptance,minibatch_heat,mean_loss_above_checkpoint,lambda,"
                    + "lambda_se,cautions";

    private DiagnosticsTable() {}

    /** Writes the table, in place of an older one. */
    public static void write(List<EnsembleReport> ensembles, Path file) throws IOException {
        AtomicFiles.writeString(file, text(ensembles));
    }

    static String text(List<EnsembleReport> ensembles) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (EnsembleReport ensemble : ensembles) {
            EnsembleDiagnostics d = ensemble.diagnostics();
            text.append(CsvText.quoted(ensemble.name()));
            text.append(',').append(ensemble.progress().draws());
            text.append(',').append(ensemble.progress().failedChains());
            for (double number :
                    new double[] {
                        d.rHat(),
                        d.ess(),
                        ensemble.weakestEss(),
                        d.autocorrelationTime(),
                        d.drift(),
                        d.acceptance(),
                        d.minibatchHeat(),
                        ensemble.rise(),
                        d.lambda().value(),
                        d.lambda().monteCarloError()
                    }) {
                text.append(',').append(Numbers.csv(number));
            }
            String cautions =
                    ensemble.cautions().stream()
                            .map(Caution::sentence)
                            .collect(Collectors.joining("; "));
            text.append(',').append(cautions.isEmpty() ? "" : CsvText.quoted(cautions));
            text.append('\n');
        }
        return text.toString();
    }
}
