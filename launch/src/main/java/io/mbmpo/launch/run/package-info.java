/** A run on disk: its folder, description, metrics and learning curve. */
package io.mbmpo.launch.run;
