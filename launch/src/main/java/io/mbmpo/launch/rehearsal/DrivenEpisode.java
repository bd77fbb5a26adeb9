package io.mbmpo.launch.rehearsal;

import io.mbmpo.link.Episode;

/**
 * An episode and the robot time that it took, in ticks of the controller.
 *
 * @param episode the episode
 * @param policyS under the policy, s
 * @param robotS from the reset until the robot lay still again, s
 */
record DrivenEpisode(Episode episode, double policyS, double robotS) {}
