/** How a command ends: exit status and one clear sentence. */
package io.mbmpo.launch.exit;
