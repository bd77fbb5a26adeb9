package io.mbmpo.link.codec;

/**
 * A piece of a serialized episode.
 *
 * @param episodeId whose piece
 * @param digest SHA-256 of the whole serialized episode
 * @param index place among the pieces, from 0
 * @param count number of pieces
 * @param data the bytes; not to be changed
 */
public record EpisodePiece(String episodeId, byte[] digest, int index, int count, byte[] data) {}
