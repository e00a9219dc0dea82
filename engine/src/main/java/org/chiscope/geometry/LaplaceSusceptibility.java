package org.chiscope.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * The leading Laplace term of the susceptibilities (theory.md section 2; the appendix of Elliott
 * and Murfet, arXiv:2605.07980): φ and ΔL_k up to second order about w*, under the Gaussian that
 * the posterior then is,
 *
 * <pre>
 * −Cov_C(φ, ΔL_k) = −[½ tr(AΣBΣ) + (a + Aδ)ᵀ Σ (b + Bδ)],   Σ = (nβH + (γ + κ)I)⁻¹,   δ = m − v*,
 * </pre>
 *
 * with a and A the slope and the curvature of φ, b and B those of ΔL_k. Exact where losses are
 * quadratic; elsewhere it leaves out what is of higher order in the posterior's width, and knows of
 * no other minimum. Nothing is sampled: it is what sampled values of small models are held against.
 *
 * <p>Hessians are right to some 1e−5 of their norm ({@link HessianProduct}), and so are the numbers
 * as long as no direction is flatter than that: along an eigenvector of curvature p = nβh + γ + κ
 * they err by nβ ‖H‖ 1e−5 ÷ p.
 *
 * <p>Everything is taken over the evaluation set. Hessians of patterns are those of the system with
 * their mass, less that of the system. Where the whole model is small enough, its Hessians are
 * formed once, and components are blocks of them. Not thread-safe.
 */
public final class LaplaceSusceptibility {
    /** Coordinates up to which rows that follow them are computed: a Hessian for each of them. */
    public static final int COORDINATES = 128;

    /** Error of a Hessian, relative to its norm, that no eigenvalue should lie within. */
    private static final double ERROR = 1e-5;

    private final EnergySystem model;
    private final EnergySystem system;
    private final EnergySystem sampled;
    private final List<Pattern> patterns;
    private final PosteriorSettings posterior;
    private final float[] checkpoint;
    private @Nullable Expansion all;
    private @Nullable LaplaceRow full;
    private double @Nullable [] fullMeans;

    /**
     * @param model the system
     * @param patterns the columns
     * @param posterior nβ, γ and κ; without a box
     * @param mass of each evaluation example, added to the loss that is sampled as by {@link
     *     EnergySystem#perturbed}; φ and ΔL_k stay those without it
     * @throws IllegalArgumentException with one sentence if there is a box, if the system consists
     *     of spins, or if it is read coordinate by coordinate and has too many
     */
    public LaplaceSusceptibility(
            EnergySystem model,
            List<Pattern> patterns,
            PosteriorSettings posterior,
            double[] mass) {
        if (model.discrete()) {
            throw new IllegalArgumentException(
                    "A Laplace approximation needs parameters that move continuously, but this model"
                            + " consists of spins, which have no second derivatives; sample it"
                            + " instead.");
        }
        if (posterior.box() > 0) {
            throw new IllegalArgumentException(
                    "A Laplace approximation knows no walls, but the box has the half width "
                            + posterior.box()
                            + "; set \"box\" to 0 and localize by \"localization\".");
        }
        if (model.rows() == EnergySystem.Rows.EXAMPLES && model.dimension() > COORDINATES) {
            throw new IllegalArgumentException(
                    "A Laplace approximation of rows that follow coordinates is made for at most "
                            + COORDINATES
                            + " of them, but the model has "
                            + model.dimension()
                            + "; sample it instead.");
        }
        this.model = model;
        this.patterns = List.copyOf(patterns);
        this.posterior = posterior;
        system = model.perturbed(new double[model.examples()]);
        boolean same = Arrays.stream(mass).allMatch(m -> m == 0);
        sampled = same ? system : model.perturbed(mass);
        checkpoint = model.checkpoint();
    }

    /** Of the unperturbed loss. */
    public LaplaceSusceptibility(
            EnergySystem model, List<Pattern> patterns, PosteriorSettings posterior) {
        this(model, patterns, posterior, new double[model.examples()]);
    }

    /**
     * The full ensemble, with φ = L − L(w*); its shift is 0. Computed once: four gradients for each
     * parameter and pattern.
     */
    public LaplaceRow full() {
        LaplaceRow known = full;
        if (known == null) {
            Expansion expansion = expansion(everything());
            known =
                    expansion == null
                            ? new LaplaceRow.TooLarge(
                                    Ensemble.FULL_NAME, model.dimension(), Hessian.LIMIT)
                            : row(Ensemble.FULL_NAME, everything(), expansion, null);
            full = known;
        }
        return known;
    }

    /**
     * The row of a component: its restricted ensemble, or the coordinate that it is. Four gradients
     * for each of its parameters and each pattern, unless the whole model's are known.
     *
     * @param component of the system
     * @return its numbers, or why there are none
     */
    public LaplaceRow row(Component component) {
        String name = component.name();
        boolean reads = model.rows() == EnergySystem.Rows.EXAMPLES;
        IndexSet moving = reads ? everything() : component.indices();
        Expansion expansion = expansion(moving);
        return expansion == null
                ? new LaplaceRow.TooLarge(name, moving.size(), Hessian.LIMIT)
                : row(name, moving, expansion, reads ? reading(component, expansion) : null);
    }

    private IndexSet everything() {
        return IndexSet.range(0, model.dimension());
    }

    /**
     * What is needed of the losses about w*, by the same parameters.
     *
     * @param loss L
     * @param sampled the loss that the posterior is of
     * @param contrasts ΔL_k
     */
    private record Expansion(
            LocalQuadratic loss, LocalQuadratic sampled, List<LocalQuadratic> contrasts) {

        Expansion block(int[] positions) {
            return new Expansion(
                    loss.block(positions),
                    sampled.block(positions),
                    contrasts.stream().map(contrast -> contrast.block(positions)).toList());
        }
    }

    /** Null if too many move. */
    private @Nullable Expansion expansion(IndexSet moving) {
        if (moving.size() > Hessian.LIMIT) {
            return null;
        }
        if (model.dimension() > Hessian.LIMIT) {
            return expand(moving);
        }
        Expansion known = all;
        if (known == null) {
            known = expand(everything());
            all = known;
        }
        return moving.size() == model.dimension() ? known : known.block(moving.members());
    }

    private Expansion expand(IndexSet moving) {
        LocalQuadratic loss = LocalQuadratic.of(system, moving);
        return new Expansion(
                loss,
                sampled == system ? loss : LocalQuadratic.of(sampled, moving),
                patterns.stream().map(pattern -> added(pattern, moving).minus(loss)).toList());
    }

    /** L + ΔL_k. */
    private LocalQuadratic added(Pattern pattern, IndexSet moving) {
        double[] mass = new double[model.examples()];
        pattern.addMass(mass, 1, model.mixedExamples());
        return LocalQuadratic.of(model.perturbed(mass), moving);
    }

    /** φ_i = −ℓ_i: L less what it is with mass 1 on the example. */
    private LocalQuadratic reading(Component component, Expansion expansion) {
        double[] mass = new double[model.examples()];
        int[] members = component.indices().members();
        for (int example : members) {
            mass[example] += 1.0 / members.length;
        }
        return expansion.loss().minus(LocalQuadratic.of(model.perturbed(mass), everything()));
    }

    /**
     * @param reading the coordinate that the row follows, or null for L − L(w*)
     */
    private LaplaceRow row(
            String name, IndexSet moving, Expansion expansion, @Nullable LocalQuadratic reading) {
        double[] eigenvalues = Hessian.eigenvalues(expansion.sampled().curvature());
        double smallest = eigenvalues[0];
        double largest = eigenvalues[eigenvalues.length - 1];
        double nBeta = posterior.nBeta();
        double pull = posterior.localization() + posterior.weightDecay();
        double error = nBeta * ERROR * Math.max(Math.abs(smallest), Math.abs(largest));
        double precision = nBeta * smallest + pull;
        if (!(precision > error)) {
            return new LaplaceRow.Indefinite(
                    name,
                    moving.size(),
                    smallest,
                    precision,
                    posterior.localization() + error - precision);
        }
        LaplacePosterior gaussian = gaussian(moving, expansion);
        double[] means = means(gaussian, expansion);
        double observable = gaussian.mean(expansion.loss());
        LaplacePosterior.Spread spread = gaussian.of(reading == null ? expansion.loss() : reading);
        double[] fullMeans = moving.size() < model.dimension() ? fullMeans() : means;
        return new LaplaceRow.Found(
                name,
                moving.size(),
                reading == null ? nBeta * observable : Double.NaN,
                smallest,
                largest,
                expansion.contrasts().stream()
                        .mapToDouble(LocalQuadratic::asymmetry)
                        .reduce(expansion.sampled().asymmetry(), Math::max),
                expansion.contrasts().stream().mapToDouble(g -> -spread.with(g)).toArray(),
                IntStream.range(0, means.length)
                        .mapToDouble(k -> observable * (fullMeans[k] - means[k]))
                        .toArray());
    }

    private LaplacePosterior gaussian(IndexSet moving, Expansion expansion) {
        float[] center = new float[moving.size()];
        moving.gather(checkpoint, center);
        return new LaplacePosterior(expansion.sampled(), posterior, center);
    }

    /** ⟨ΔL_k⟩ − ΔL_k(w*), one a pattern. */
    private static double[] means(LaplacePosterior gaussian, Expansion expansion) {
        return expansion.contrasts().stream().mapToDouble(gaussian::mean).toArray();
    }

    /** Of the full ensemble; NaN where it has no approximation. */
    private double[] fullMeans() {
        double[] known = fullMeans;
        if (known == null) {
            Expansion expansion =
                    full() instanceof LaplaceRow.Found ? expansion(everything()) : null;
            if (expansion == null) {
                known = new double[patterns.size()];
                Arrays.fill(known, Double.NaN);
            } else {
                known = means(gaussian(everything(), expansion), expansion);
            }
            fullMeans = known;
        }
        return known;
    }
}
