package io.mbmpo.link.codec;

/**
 * The learner's word on an episode.
 *
 * @param episodeId which episode
 * @param digest SHA-256 of the serialized episode it answers
 * @param accepted durable in the learner's store, so the robot may forget it
 * @param reason why not, else empty
 */
public record EpisodeReceipt(String episodeId, byte[] digest, boolean accepted, String reason) {}
