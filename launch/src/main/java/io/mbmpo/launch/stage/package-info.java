/** A robot's first steps, stage by stage: run on the wire, judged, written down. */
package io.mbmpo.launch.stage;
