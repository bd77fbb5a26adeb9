/** Running a finished policy in the simulator and measuring it against the truth. */
package io.mbmpo.launch.evaluate;
