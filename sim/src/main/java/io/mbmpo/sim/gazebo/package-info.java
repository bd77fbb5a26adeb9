/** A configured robot, its ground and its drives as SDF, for Gazebo. */
package io.mbmpo.sim.gazebo;
