/**
 * Runs a policy on a robot at a fixed rate and keeps the robot safe whatever arrives or fails to
 * arrive. One tick is a pure step of a state machine; who calls it, wall clock or simulator, is not
 * its business.
 */
package io.mbmpo.controller;
