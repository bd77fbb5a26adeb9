/** Roles that run as processes of their own: started, watched, stopped in order. */
package io.mbmpo.launch.process;
