/** Finds out from recorded motion how a real robot's drives differ from the simulated ones. */
package io.mbmpo.sim.identify;
