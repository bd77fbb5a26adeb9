/** Modes, the failsafe table, and the limits that every command passes. */
package io.mbmpo.controller.safety;
