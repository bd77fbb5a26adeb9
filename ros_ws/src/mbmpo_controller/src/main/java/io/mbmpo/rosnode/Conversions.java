package io.mbmpo.rosnode;

import static io.mbmpo.controller.rcl.RosFields.array;
import static io.mbmpo.controller.rcl.RosFields.copy;
import static io.mbmpo.controller.rcl.RosFields.list;
import static io.mbmpo.controller.rcl.RosFields.stamp;

import diagnostic_msgs.msg.DiagnosticArray;
import diagnostic_msgs.msg.DiagnosticStatus;
import diagnostic_msgs.msg.KeyValue;
import geometry_msgs.msg.Point;
import geometry_msgs.msg.Quaternion;
import geometry_msgs.msg.Vector3;
import io.mbmpo.controller.ros.BoolMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage.Status;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.Refusal;
import io.mbmpo.controller.ros.StringMessage;
import java.util.ArrayList;
import java.util.List;
import nav_msgs.msg.Odometry;
import sensor_msgs.msg.Imu;
import sensor_msgs.msg.JointState;
import sensor_msgs.msg.Joy;
import std_msgs.msg.Bool;
import std_msgs.msg.Float64MultiArray;
import std_msgs.msg.MultiArrayDimension;

/** From rcljava's messages to ours, and from ours to rcljava's, field by field. */
final class Conversions {
  private Conversions() {}

  static Refusal read(JointState from, JointStateMessage into) {
    read(from.getHeader(), into.header);
    boolean fits =
        copy(from.getName(), into.name)
            && copy(from.getPosition(), into.position)
            && copy(from.getVelocity(), into.velocity)
            && copy(from.getEffort(), into.effort);
    return fits ? null : Refusal.TOO_LONG;
  }

  static Refusal read(Imu from, ImuMessage into) {
    read(from.getHeader(), into.header);
    read(from.getOrientation(), into.orientation);
    read(from.getAngularVelocity(), into.angularVelocity);
    read(from.getLinearAcceleration(), into.linearAcceleration);
    return null;
  }

  static Refusal read(Odometry from, OdometryMessage into) {
    read(from.getHeader(), into.header);
    Point position = from.getPose().getPose().getPosition();
    into.position[0] = position.getX();
    into.position[1] = position.getY();
    into.position[2] = position.getZ();
    read(from.getPose().getPose().getOrientation(), into.orientation);
    read(from.getTwist().getTwist().getLinear(), into.linearVelocity);
    read(from.getTwist().getTwist().getAngular(), into.angularVelocity);
    return null;
  }

  static Refusal read(Joy from, JoyMessage into) {
    read(from.getHeader(), into.header);
    into.axisCount = copy(from.getAxes(), into.axes);
    into.buttonCount = copy(from.getButtons(), into.buttons);
    return into.axisCount < 0 || into.buttonCount < 0 ? Refusal.TOO_LONG : null;
  }

  static Refusal read(Bool from, BoolMessage into) {
    into.data = from.getData();
    return null;
  }

  private static void read(std_msgs.msg.Header from, Header into) {
    stamp(from.getStamp().getSec(), from.getStamp().getNanosec(), into);
  }

  private static void read(Quaternion from, double[] into) {
    into[0] = from.getX();
    into[1] = from.getY();
    into[2] = from.getZ();
    into[3] = from.getW();
  }

  private static void read(Vector3 from, double[] into) {
    into[0] = from.getX();
    into[1] = from.getY();
    into[2] = from.getZ();
  }

  /** The layout of an array does not change, so it is written once. */
  static void write(Float64MultiArrayMessage from, Float64MultiArray into) {
    if (into.getLayout().getDim().size() != from.labels.length) {
      List<MultiArrayDimension> dimensions = new ArrayList<>();
      for (int i = 0; i < from.labels.length; i++) {
        dimensions.add(
            new MultiArrayDimension()
                .setLabel(from.labels.values[i].toString())
                .setSize(from.sizes[i])
                .setStride(from.strides[i]));
      }
      into.getLayout().setDim(dimensions).setDataOffset(from.dataOffset);
    }
    into.setData(array(from.data));
  }

  static void write(DiagnosticArrayMessage from, DiagnosticArray into) {
    into.getHeader().getStamp().setSec(from.header.stampS).setNanosec(from.header.stampNanos);
    List<DiagnosticStatus> statuses = new ArrayList<>();
    for (int i = 0; i < from.statusCount; i++) {
      statuses.add(status(from.statuses[i]));
    }
    into.setStatus(statuses);
  }

  private static DiagnosticStatus status(Status from) {
    List<String> keys = list(from.keys);
    List<String> texts = list(from.values);
    List<KeyValue> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(new KeyValue().setKey(keys.get(i)).setValue(texts.get(i)));
    }
    return new DiagnosticStatus()
        .setLevel((byte) from.level)
        .setName(from.name.toString())
        .setMessage(from.message.toString())
        .setHardwareId(from.hardwareId.toString())
        .setValues(values);
  }

  static void write(StringMessage from, std_msgs.msg.String into) {
    into.setData(from.data.toString());
  }

  static void write(BoolMessage from, Bool into) {
    into.setData(from.data);
  }
}
