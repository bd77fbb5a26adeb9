/** Reads motion out of recordings, and writes down what was identified from it. */
package io.mbmpo.launch.identify;
