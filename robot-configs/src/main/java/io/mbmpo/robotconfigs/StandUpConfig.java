package io.mbmpo.robotconfigs;

/**
 * How an episode begins and ends.
 *
 * @param crouchS time to move from wherever the joints are to the crouch, s
 * @param riseS time to move from crouch to stance, s
 * @param settleS time to stand still before the policy takes over, s
 * @param dampingS time in damping after an episode, s
 */
public record StandUpConfig(double crouchS, double riseS, double settleS, double dampingS) {}
