package org.chiscope.response;

@SuppressWarnings("ArrayRecordComponent")
public record ChainDraws(double[] loss, double[][] patternLoss, int draws) {}
