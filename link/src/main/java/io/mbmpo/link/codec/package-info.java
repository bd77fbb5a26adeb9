/** Messages as bytes: protobuf in and out, and the rules a message must meet to be believed. */
package io.mbmpo.link.codec;
