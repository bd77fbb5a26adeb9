/** What the control thread asks of the operating system, and what it is given. */
package io.mbmpo.controller.realtime;
