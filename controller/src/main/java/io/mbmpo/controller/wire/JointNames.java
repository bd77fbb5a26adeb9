package io.mbmpo.controller.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.Texts;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.util.List;

/**
 * Finds a robot's joints in messages by name. Names are the same in every message as a rule, so
 * they are compared with the last ones and searched only when they differ. One thread; allocates
 * nothing.
 */
public final class JointNames {
  private static final int NOT_FOUND = -1;

  private final byte[][] wanted;
  private final int[] places;
  private final Texts last = new Texts(JointStateMessage.MOST_JOINTS, JointStateMessage.NAME_BYTES);
  private boolean complete;

  public JointNames(RobotConfig config) {
    List<JointConfig> joints = config.joints();
    wanted = new byte[joints.size()][];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = joints.get(i).name().getBytes(UTF_8);
    }
    places = new int[wanted.length];
  }

  /** False when a joint of the robot is not among the names, or more than once. */
  public boolean find(Texts names) {
    if (!same(names)) {
      remember(names);
      complete = search(names);
    }
    return complete;
  }

  /** Place in the message of the joint that the robot's order has here; after {@link #find}. */
  public int place(int joint) {
    return places[joint];
  }

  private boolean same(Texts names) {
    if (names.length != last.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!names.values[i].is(last.values[i])) {
        return false;
      }
    }
    return names.length > 0;
  }

  private void remember(Texts names) {
    last.length = names.length;
    for (int i = 0; i < names.length; i++) {
      last.values[i].set(names.values[i]);
    }
  }

  private boolean search(Texts names) {
    for (int joint = 0; joint < wanted.length; joint++) {
      places[joint] = NOT_FOUND;
      for (int i = 0; i < names.length; i++) {
        if (names.values[i].is(wanted[joint])) {
          if (places[joint] != NOT_FOUND) {
            return false;
          }
          places[joint] = i;
        }
      }
      if (places[joint] == NOT_FOUND) {
        return false;
      }
    }
    return true;
  }
}
