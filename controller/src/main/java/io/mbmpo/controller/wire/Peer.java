package io.mbmpo.controller.wire;

/**
 * Another participant in the domain.
 *
 * @param name its name, or its id where it has none
 * @param id GUID prefix, hexadecimal
 */
public record Peer(String name, String id) {}
