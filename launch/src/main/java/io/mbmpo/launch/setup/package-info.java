/** Putting on this machine what some commands need. */
package io.mbmpo.launch.setup;
