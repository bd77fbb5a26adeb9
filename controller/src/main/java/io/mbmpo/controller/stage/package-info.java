/**
 * First steps on hardware, in four stages: each an ordinary controller, behind a port that makes
 * its commands smaller, with a script for an operator and a judge of what came of it.
 */
package io.mbmpo.controller.stage;
