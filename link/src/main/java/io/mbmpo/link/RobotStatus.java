package io.mbmpo.link;

/**
 * Heartbeat of the controller, a few times a second of wall time.
 *
 * @param mode safety mode, as the controller names it
 * @param failsafe name of the active failsafe, or empty
 * @param snapshotVersion snapshot that runs, 0 for none
 * @param robotTimeS time the policy has driven the robot since the controller started, s
 * @param episodesDone episodes finished since the controller started
 * @param episodesSpooled episodes on disk that the learner has not acknowledged
 * @param online false only in the last will that the broker sends when the controller vanishes
 */
public record RobotStatus(
    String robot,
    String mode,
    String failsafe,
    long snapshotVersion,
    double robotTimeS,
    long episodesDone,
    long episodesSpooled,
    boolean online) {}
