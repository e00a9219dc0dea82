package org.chiscope.data;

/** A rule that makes data; the same seed makes the same. */
public sealed interface Generator
        permits BracketStrings, ModularAddition, SparseFeatures, LinearTeacher, DrawnDigits {

    /** Makes the data. */
    GeneratedData generate(long seed);
}
