package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.Problems.Place;
import java.util.Map;

/**
 * A URDF and where its parts stand.
 *
 * @param tree links and joints
 * @param links place of each link by name
 * @param joints place of each joint by name
 */
record Urdf(KinematicTree tree, Map<String, Place> links, Map<String, Place> joints) {}
