/** A simulated robot made wrong on purpose, for the tests of {@code doctor} and to try it. */
package io.mbmpo.launch.fault;
