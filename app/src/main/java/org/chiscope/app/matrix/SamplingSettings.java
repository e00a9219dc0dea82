package org.chiscope.app.matrix;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.chiscope.experiment.Experiment;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.MinibatchSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a person types about the next sampling, as text, and the one sentence that says what is
 * wrong with it. The limits themselves are those of the engine's records.
 */
public final class SamplingSettings {
    private static final String SGLD = "SGLD";
    private static final String MALA = "MALA";

    private final ObservableList<String> samplers = FXCollections.observableArrayList();
    private final StringProperty sampler = new SimpleStringProperty(this, "sampler", "");
    private final ReadOnlyBooleanWrapper minibatches = new ReadOnlyBooleanWrapper();
    private final StringProperty stepSize = new SimpleStringProperty(this, "stepSize", "");
    private final StringProperty nBeta = new SimpleStringProperty(this, "nBeta", "");
    private final StringProperty localization = new SimpleStringProperty(this, "localization", "");
    private final StringProperty batchSize = new SimpleStringProperty(this, "batchSize", "");
    private final StringProperty chains = new SimpleStringProperty(this, "chains", "");
    private final StringProperty burnIn = new SimpleStringProperty(this, "burnIn", "");
    private final StringProperty draws = new SimpleStringProperty(this, "draws", "");
    private final StringProperty stepsBetweenDraws =
            new SimpleStringProperty(this, "stepsBetweenDraws", "");
    private final StringProperty seed = new SimpleStringProperty(this, "seed", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private @Nullable Experiment base;

    public SamplingSettings() {
        sampler.addListener((o, before, now) -> check());
        for (StringProperty text :
                new StringProperty[] {
                    stepSize,
                    nBeta,
                    localization,
                    batchSize,
                    chains,
                    burnIn,
                    draws,
                    stepsBetweenDraws,
                    seed
                }) {
            text.addListener((o, before, now) -> check());
        }
    }

    /** Names of the samplers to choose from: the experiment's own, SGLD and MALA. */
    public ObservableList<String> samplers() {
        return samplers;
    }

    /** The chosen one's name. Of a Gaussian control: the sampler of its burn-in. */
    public StringProperty samplerProperty() {
        return sampler;
    }

    /** Whether it takes minibatches. */
    public ReadOnlyBooleanProperty minibatchesProperty() {
        return minibatches.getReadOnlyProperty();
    }

    public StringProperty stepSizeProperty() {
        return stepSize;
    }

    public StringProperty nBetaProperty() {
        return nBeta;
    }

    public StringProperty localizationProperty() {
        return localization;
    }

    public StringProperty batchSizeProperty() {
        return batchSize;
    }

    public StringProperty chainsProperty() {
        return chains;
    }

    public StringProperty burnInProperty() {
        return burnIn;
    }

    public StringProperty drawsProperty() {
        return draws;
    }

    public StringProperty stepsBetweenDrawsProperty() {
        return stepsBetweenDraws;
    }

    public StringProperty seedProperty() {
        return seed;
    }

    /** One sentence on what is wrong, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Takes over the settings of {@code experiment}, as the defaults. */
    public void set(Experiment experiment) {
        base = null;
        SamplerSettings own = stepping(experiment.sampler());
        samplers.setAll(
                own.flipsSpins()
                        ? List.of(own.name())
                        : Stream.of(own.name(), SGLD, MALA).distinct().toList());
        sampler.set(own.name());
        stepSize.set(text(own.stepSize()));
        nBeta.set(text(own.nBeta()));
        localization.set(text(own.localization()));
        batchSize.set(Integer.toString(own.minibatch().size()));
        chains.set(Integer.toString(experiment.chains()));
        burnIn.set(Integer.toString(experiment.schedule().burnIn()));
        draws.set(Integer.toString(experiment.schedule().draws()));
        stepsBetweenDraws.set(Integer.toString(experiment.schedule().stepsBetweenDraws()));
        seed.set(Long.toString(experiment.seed()));
        base = experiment;
        check();
    }

    /** {@code experiment} with these settings, or nothing while they are wrong. */
    public Optional<Experiment> experiment(Experiment experiment) {
        try {
            return Optional.of(build(experiment));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void check() {
        Experiment experiment = base;
        if (experiment == null) {
            return;
        }
        SamplerSettings own = stepping(experiment.sampler());
        minibatches.set(
                sampler.get().equals(own.name()) ? !own.adjusted() : sampler.get().equals(SGLD));
        try {
            build(experiment);
            problem.set("");
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            problem.set(message == null ? "These settings cannot be used." : message);
        }
    }

    private Experiment build(Experiment experiment) {
        double step = number(stepSize, "step size");
        double beta = number(nBeta, "inverse temperature nβ");
        double pull = number(localization, "localization γ");
        SamplerSettings before = stepping(experiment.sampler());
        PosteriorSettings posterior = before.posterior().with(beta, pull);
        // What the form does not show stays as the experiment has it.
        SamplerSettings chosen =
                sampler.get().equals(before.name())
                        ? before.withStepSize(step).withPosterior(posterior)
                        : sampler.get().equals(MALA)
                                ? new MalaSettings(step, posterior)
                                : new SgldSettings(step, posterior, MinibatchSettings.WHOLE);
        if (!chosen.adjusted()) {
            MinibatchSettings minibatch = chosen.minibatch();
            chosen =
                    chosen.withMinibatch(
                            new MinibatchSettings(
                                    integer(batchSize, "batch size"),
                                    minibatch.accumulation(),
                                    minibatch.shared()));
        }
        return experiment
                .withSampler(
                        experiment.sampler() instanceof GaussianSettings
                                ? new GaussianSettings(chosen)
                                : chosen)
                .withChains(integer(chains, "number of chains"))
                .withSchedule(
                        new ChainSettings(
                                integer(burnIn, "burn-in"),
                                integer(draws, "number of draws"),
                                integer(stepsBetweenDraws, "number of steps between draws"),
                                experiment.schedule().initialNoise()))
                .withSeed(wholeNumber(seed, "seed", Long.MAX_VALUE));
    }

    /** The sampler that makes steps: of a Gaussian control its base. */
    private static SamplerSettings stepping(SamplerSettings sampler) {
        return sampler instanceof GaussianSettings(SamplerSettings base) ? base : sampler;
    }

    private static double number(StringProperty text, String what) {
        try {
            return Double.parseDouble(text.get().strip().replace('\u2212', '-'));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " must be a number such as 1e-4, but it is \""
                            + text.get().strip()
                            + "\".",
                    e);
        }
    }

    private static int integer(StringProperty text, String what) {
        return (int) wholeNumber(text, what, Integer.MAX_VALUE);
    }

    private static long wholeNumber(StringProperty text, String what, long most) {
        String typed = text.get().strip().replace('\u2212', '-');
        if (typed.matches("-?\\d{1,19}")) {
            BigInteger value = new BigInteger(typed);
            if (value.abs().compareTo(BigInteger.valueOf(most)) <= 0) {
                return value.longValue();
            }
        }
        throw new IllegalArgumentException(
                "The "
                        + what
                        + " must be a whole number, but it is \""
                        + text.get().strip()
                        + "\".");
    }

    /** A number as a person would type it: 0.0001 is 1e-4. */
    private static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return Long.toString((long) value);
        }
        String plain = Double.toString(value);
        if (Math.abs(value) >= 1e-3) {
            return plain;
        }
        return plain.toLowerCase(Locale.ROOT).replace(".0e", "e");
    }
}
