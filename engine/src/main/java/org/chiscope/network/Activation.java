package org.chiscope.network;

/** Pointwise non-linearities. */
public enum Activation {
    /** max(0, x). */
    RELU {
        @Override
        float value(float x) {
            return Math.max(0f, x);
        }

        @Override
        float derivative(float x) {
            return x > 0f ? 1f : 0f;
        }
    },
    /** x Φ(x) in its tanh form (Hendrycks and Gimpel, 2016). */
    GELU_TANH {
        @Override
        float value(float x) {
            return (float) (0.5 * x * (1.0 + Math.tanh(SQRT_2_OVER_PI * (x + CUBIC * x * x * x))));
        }

        @Override
        float derivative(float x) {
            double t = Math.tanh(SQRT_2_OVER_PI * (x + CUBIC * x * x * x));
            return (float)
                    (0.5 * (1.0 + t)
                            + 0.5 * x * (1.0 - t * t) * SQRT_2_OVER_PI * (1.0 + 3 * CUBIC * x * x));
        }
    },
    /** x: layers in a row are then a deep linear network. */
    IDENTITY {
        @Override
        float value(float x) {
            return x;
        }

        @Override
        float derivative(float x) {
            return 1f;
        }
    },
    /** tanh x. */
    TANH {
        @Override
        float value(float x) {
            return (float) Math.tanh(x);
        }

        @Override
        float derivative(float x) {
            double t = Math.tanh(x);
            return (float) (1.0 - t * t);
        }
    };

    private static final double SQRT_2_OVER_PI = 0.7978845608028654;
    private static final double CUBIC = 0.044715;

    abstract float value(float x);

    abstract float derivative(float x);
}
