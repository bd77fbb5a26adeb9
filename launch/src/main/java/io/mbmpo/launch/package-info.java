/** The {@code mbmpo} command line and the compositions of rooms it starts. */
package io.mbmpo.launch;
