package org.chiscope.math;

/**
 * Which kernels this start of Java uses, and why: decided once, by what the machine and Java offer,
 * by the system property {@code chiscope.lanes} (1 for scalar, 4, 8 or 16), and by a self-check
 * against the scalar reference.
 *
 * @param vectors whether the kernels on the Vector API are used
 * @param reason a clause for people
 */
record KernelChoice(boolean vectors, String reason) {
    /** Made at first use. */
    static final KernelChoice CHOSEN = choose();

    private static KernelChoice choose() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new KernelChoice(
                    false, "Java was started without --add-modules jdk.incubator.vector");
        }
        int asked = AskedLanes.count();
        if (asked == 1) {
            return new KernelChoice(false, AskedLanes.PROPERTY + "=1 asks for them");
        }
        int preferred = Lanes.preferred();
        if (asked > preferred) {
            return new KernelChoice(
                    false,
                    AskedLanes.PROPERTY
                            + "="
                            + asked
                            + " asks for more lanes than this machine has, which are "
                            + preferred);
        }
        String failed = KernelCheck.failure(new VectorKernels(), new ScalarKernels());
        if (failed != null) {
            return new KernelChoice(
                    false, "the Vector API's " + failed + " differed from the scalar reference");
        }
        String property = System.getProperty(AskedLanes.PROPERTY, "");
        String origin =
                asked > 0
                        ? AskedLanes.PROPERTY + "=" + asked + " asks for them"
                        : "what this machine prefers"
                                + (property.isEmpty()
                                        ? ""
                                        : "; "
                                                + AskedLanes.PROPERTY
                                                + "="
                                                + property
                                                + " is none of 1, 4, 8, 16");
        return new KernelChoice(true, origin + "; they agree with the scalar reference");
    }
}
