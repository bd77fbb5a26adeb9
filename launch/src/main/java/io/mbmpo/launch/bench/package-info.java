/** Measurements of the program itself. */
package io.mbmpo.launch.bench;
