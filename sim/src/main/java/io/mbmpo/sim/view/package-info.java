/** Pictures of the simulated robot: an animated GIF drawn in Java2D, without a display. */
package io.mbmpo.sim.view;
