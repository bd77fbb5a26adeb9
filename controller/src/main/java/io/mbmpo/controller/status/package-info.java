/** How the controller is, for diagnostics and metrics: looked at from outside of the tick. */
package io.mbmpo.controller.status;
