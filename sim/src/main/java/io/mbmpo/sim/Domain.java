package io.mbmpo.sim;

/**
 * The physics of one episode, see {@link DomainRange}.
 *
 * @param latencyS whole sensor delay, s; taken in whole ticks
 */
public record Domain(
    double massFactor,
    double frictionFactor,
    double motorStrength,
    double payloadKg,
    double latencyS,
    double startYawRad) {}
