/** Runs the controller again on what it saw, and says where it does not do the same. */
package io.mbmpo.controller.replay;
