/**
 * All that crosses between controller and learner: messages, their wire form, signatures, topics,
 * and the MQTT link with its spool. The controller never waits for the learner; the learner never
 * commands an actuator.
 */
package io.mbmpo.link;
