package org.chiscope.app.development;

/**
 * What a person has chosen to see. A value.
 *
 * @param pattern place of the column
 * @param stage place of the checkpoint that is looked at
 * @param quantity on the panels' left axis
 * @param spacing of the steps
 * @param ownScales whether each panel has a vertical axis of its own
 * @param inductionScore whether χ is shown with the prefix-matching score
 */
public record DevelopmentChoice(
        int pattern,
        int stage,
        Quantity quantity,
        StepScale.Spacing spacing,
        boolean ownScales,
        boolean inductionScore) {

    DevelopmentChoice withPattern(int other) {
        return new DevelopmentChoice(other, stage, quantity, spacing, ownScales, inductionScore);
    }

    DevelopmentChoice withStage(int other) {
        return new DevelopmentChoice(pattern, other, quantity, spacing, ownScales, inductionScore);
    }

    DevelopmentChoice withQuantity(Quantity other) {
        return new DevelopmentChoice(pattern, stage, other, spacing, ownScales, inductionScore);
    }

    DevelopmentChoice withSpacing(StepScale.Spacing other) {
        return new DevelopmentChoice(pattern, stage, quantity, other, ownScales, inductionScore);
    }

    DevelopmentChoice withOwnScales(boolean other) {
        return new DevelopmentChoice(pattern, stage, quantity, spacing, other, inductionScore);
    }

    DevelopmentChoice withInductionScore(boolean other) {
        return new DevelopmentChoice(pattern, stage, quantity, spacing, ownScales, other);
    }
}
