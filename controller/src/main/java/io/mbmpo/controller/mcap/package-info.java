/**
 * The MCAP file format, version 0: a log of messages by topic with their schemas, in chunks,
 * indexed when it is closed in order, readable up to its last whole chunk when it is not. Nothing
 * here knows what the messages are.
 */
package io.mbmpo.controller.mcap;
