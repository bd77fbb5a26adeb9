/**
 * Episodes asked for and episodes done: what arrives over the link is checked, staged and prepared
 * here, off the control thread, and what the robot experienced goes back.
 */
package io.mbmpo.controller.rollout;
