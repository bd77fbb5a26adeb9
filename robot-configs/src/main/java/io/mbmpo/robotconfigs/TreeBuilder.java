package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.Problems.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a tree of loose links and joints: one root, no cycle, nothing apart. */
record TreeBuilder(
    List<Link> links,
    List<Joint> joints,
    Map<String, Place> linkPlaces,
    Map<String, Place> jointPlaces,
    Place robot,
    Problems problems) {

  /** The tree with parents before children, or null when it is none. */
  KinematicTree build() {
    Map<String, String> jointAbove = new HashMap<>();
    Map<String, List<Joint>> below = new HashMap<>();
    boolean sound = true;
    for (Joint joint : joints) {
      sound &= linkExists(joint, "parent", joint.parent());
      sound &= linkExists(joint, "child", joint.child());
      String other = jointAbove.putIfAbsent(joint.child(), joint.name());
      if (other != null) {
        problems.add(
            jointPlaces.get(joint.name()),
            "joint " + joint.name() + ": child",
            joint.child() + ", which joint " + other + " carries already",
            "a link that no other joint carries");
        sound = false;
      }
      below.computeIfAbsent(joint.parent(), p -> new ArrayList<>()).add(joint);
    }
    List<String> roots =
        links.stream().map(Link::name).filter(l -> !jointAbove.containsKey(l)).toList();
    if (sound && roots.size() != 1) {
      problems.add(
          robot,
          "robot: root",
          roots.isEmpty() ? "no link, the joints form a cycle" : String.join(", ", roots),
          "exactly one link that no joint carries");
      sound = false;
    }
    return sound ? ordered(roots.get(0), below) : null;
  }

  private boolean linkExists(Joint joint, String role, String link) {
    if (link.isEmpty() || linkPlaces.containsKey(link)) {
      return !link.isEmpty();
    }
    List<String> names = List.copyOf(linkPlaces.keySet());
    problems.add(
        jointPlaces.get(joint.name()),
        "joint " + joint.name() + ": " + role,
        link + Nearest.hint(link, names),
        "the name of a link");
    return false;
  }

  private KinematicTree ordered(String root, Map<String, List<Joint>> below) {
    List<Joint> order = new ArrayList<>();
    Set<String> reached = new HashSet<>(Set.of(root));
    Deque<String> front = new ArrayDeque<>(List.of(root));
    while (!front.isEmpty()) {
      for (Joint joint : below.getOrDefault(front.poll(), List.of())) {
        order.add(joint);
        reached.add(joint.child());
        front.add(joint.child());
      }
    }
    for (Link link : links) {
      if (!reached.contains(link.name())) {
        problems.add(
            linkPlaces.get(link.name()),
            "link " + link.name(),
            "not connected to " + root + ", its joints form a cycle",
            "a link that joints connect to the root");
      }
    }
    return new KinematicTree(root, links, order);
  }
}
