/** From sensor samples to what is believed about the robot: freshness, validity, observation. */
package io.mbmpo.controller.sense;
