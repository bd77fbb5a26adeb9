/**
 * What a robot is: its joints, bodies, limits, control rates and task, loaded from a folder of this
 * room and validated before anything moves. Every other room may use this one; this one uses none.
 */
package io.mbmpo.robotconfigs;
