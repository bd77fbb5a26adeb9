/** Who vouches for what moves the robot: Ed25519 keys and the signed envelope. */
package io.mbmpo.link.signing;
