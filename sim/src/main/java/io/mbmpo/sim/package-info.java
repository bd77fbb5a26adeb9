/** A quadruped in the computer: rigid-body physics, drives and sensors behind the robot port. */
package io.mbmpo.sim;
