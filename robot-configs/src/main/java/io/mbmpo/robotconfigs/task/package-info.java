/**
 * The task, written once: observation layout, reward and termination, evaluated on real transitions
 * (plain floats) and inside the learner's imagination (tensors) by the same code.
 */
package io.mbmpo.robotconfigs.task;
