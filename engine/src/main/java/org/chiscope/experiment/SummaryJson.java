package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.chiscope.format.AtomicFiles;
import org.chiscope.response.Estimate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code summary.json}: what a run says beside its matrix. Unknown numbers are null; losses are in
 * nats, times in seconds.
 */
final class SummaryJson {

    private SummaryJson() {}

    static void write(Snapshot snapshot, RunInfo info, int workers, Path file) throws IOException {
        AtomicFiles.writeString(file, text(snapshot, info, workers));
    }

    static String text(Snapshot snapshot, RunInfo info, int workers) {
        ObjectNode root = ExperimentJson.MAPPER.createObjectNode();
        Experiment experiment = snapshot.experiment();
        root.put("runId", snapshot.runId());
        root.put("state", snapshot.state().name().toLowerCase(Locale.ROOT));
        if (snapshot.failure() != null) {
            root.put("failure", snapshot.failure());
        }
        root.put("experiment", experiment.name());
        root.put("experimentId", info.experimentId());
        root.put("modelFingerprint", info.modelFingerprint());
        root.put("seed", experiment.seed());
        root.put("nBeta", experiment.sampler().nBeta());
        Control.of(experiment.sampler())
                .ifPresent(c -> root.put("control", c.name().toLowerCase(Locale.ROOT)));
        root.put("created", info.created());
        root.put("secondsElapsed", snapshot.secondsElapsed());
        root.put("workers", workers);
        ObjectNode versions = root.putObject("versions");
        versions.put("program", Versions.program());
        versions.put("java", Versions.java());
        versions.put("kernels", Versions.kernels());
        root.put("chains", experiment.chains());
        root.put("drawsPerChain", snapshot.drawsPerChain());
        Numbers.put(root, "checkpointLoss", snapshot.checkpointLoss());
        shares(root, snapshot);
        Numbers.put(root, "drawsPerChainForThirtyPercent", DrawsNeeded.perChain(snapshot));
        ArrayNode ensembles = root.putArray("ensembles");
        for (EnsembleProgress ensemble : snapshot.ensembles()) {
            add(ensembles.addObject(), ensemble, snapshot.checkpointLoss());
        }
        ArrayNode failures = root.putArray("failedChains");
        for (ChainFailure failure : snapshot.failures()) {
            ObjectNode node = failures.addObject();
            node.put("ensemble", failure.ensemble());
            node.put("chain", failure.chain());
            node.put("draw", failure.draw());
            node.put("sentence", failure.sentence());
        }
        return ExperimentJson.pretty(root);
    }

    private static void shares(ObjectNode root, Snapshot snapshot) {
        ObjectNode node = root.putObject("shareOfCellsBeyondTwoStandardErrors");
        NoiseShares shares = snapshot.shares();
        Numbers.put(node, "fluctuation", shares.fluctuation());
        Numbers.put(node, "joint", shares.joint());
        Numbers.put(node, "fluctuationNoiseNull", shares.fluctuationNull());
    }

    private static void add(ObjectNode node, EnsembleProgress ensemble, double checkpointLoss) {
        EnsembleDiagnostics d = ensemble.diagnostics();
        node.put("ensemble", ensemble.name());
        node.put("draws", ensemble.draws());
        node.put("failedChains", ensemble.failedChains());
        Estimate lambda = d.lambda();
        Numbers.put(node, "lambda", lambda.value());
        Numbers.put(node, "lambdaStandardError", lambda.monteCarloError());
        Numbers.put(node, "lambdaDataStandardError", lambda.dataError());
        ArrayNode chainLambdas = node.putArray("lambdaOfEachChain");
        d.chainLambdas().forEach(chainLambdas::add);
        Numbers.put(node, "rHat", d.rHat());
        Numbers.put(node, "effectiveSampleSize", d.ess());
        Numbers.put(node, "autocorrelationTimeInDraws", d.autocorrelationTime());
        Numbers.put(node, "driftInStandardErrors", d.drift());
        Numbers.put(node, "acceptance", d.acceptance());
        Numbers.put(node, "minibatchHeat", d.minibatchHeat());
        Numbers.put(node, "meanLoss", d.meanLoss());
        Numbers.put(node, "meanLossAboveCheckpoint", d.meanLoss() - checkpointLoss);
        if (Double.isNaN(lambda.value())) {
            node.putNull("checkpointIsMinimum");
        } else {
            node.put("checkpointIsMinimum", !d.belowCheckpoint());
        }
        ArrayNode cautions = node.putArray("cautions");
        Caution.of(ensemble, checkpointLoss).forEach(caution -> cautions.add(caution.sentence()));
    }
}
