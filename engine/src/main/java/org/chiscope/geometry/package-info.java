/**
 * Floor 7: curvature of the loss at w*, and the leading Laplace term of the susceptibilities: what
 * they are where the posterior is the Gaussian of its second derivatives. Draws nothing and reads
 * no draws.
 *
 * <p>Read {@link org.chiscope.geometry.LaplaceSusceptibility} first; it stands on {@link
 * org.chiscope.geometry.Hessian}, and that on {@link org.chiscope.geometry.HessianProduct}.
 *
 * <p>Limits: matrices are formed for at most {@value org.chiscope.geometry.Hessian#LIMIT}
 * parameters. Gradients are computed in float, so second derivatives have some five digits.
 */
@NullMarked
package org.chiscope.geometry;

import org.jspecify.annotations.NullMarked;
