package io.mbmpo.controller.record;

import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.ros.CdrMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage;
import io.mbmpo.controller.ros.DiagnosticArrayMessage.Status;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Float64MultiArrayMessage;
import io.mbmpo.controller.ros.ImuMessage;
import io.mbmpo.controller.ros.JointCommandMessage;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.ros.JoyMessage;
import io.mbmpo.controller.ros.OdometryMessage;
import io.mbmpo.controller.ros.PolicyStepMessage;
import io.mbmpo.controller.ros.RolloutMessage;
import io.mbmpo.controller.ros.Text;
import io.mbmpo.controller.ros.Texts;
import io.mbmpo.controller.ros.TickMessage;
import io.mbmpo.controller.ros.TransformMessage;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A tick as messages. Each message is made once and filled again for every tick; in the usual tick
 * nothing is allocated. One thread.
 */
final class TickMessages {
  private static final String WORLD_FRAME = "odom";

  private static final byte[][] CONDITIONS = words(Condition.values());
  private static final byte[][] MODES = words(Mode.values());
  private static final byte[][] SEVERITIES = words(Severity.values());

  private final JointStateMessage joints = new JointStateMessage();
  private final ImuMessage imu = new ImuMessage();
  private final OdometryMessage odometry = new OdometryMessage();
  private final TransformMessage transform = new TransformMessage();
  private final Float64MultiArrayMessage positions = new Float64MultiArrayMessage();
  private final DiagnosticArrayMessage diagnostics = new DiagnosticArrayMessage();
  private final JoyMessage operator = new JoyMessage();
  private final RolloutMessage rollout = new RolloutMessage();
  private final PolicyStepMessage policyStep = new PolicyStepMessage();
  private final JointCommandMessage command = new JointCommandMessage();
  private final TickMessage tick = new TickMessage();

  private long offsetNanos;
  private Mode mode;
  private Severity severity;
  private Condition failsafe;

  TickMessages(RobotConfig config) {
    String trunk = config.model().root();
    List<JointConfig> names = config.joints();
    joints.name.length = names.size();
    command.name.length = names.size();
    for (int i = 0; i < names.size(); i++) {
      joints.name.values[i].set(names.get(i).name());
      command.name.values[i].set(names.get(i).name());
    }
    joints.header.frameId.set("");
    operator.header.frameId.set("");
    imu.header.frameId.set(trunk);
    odometry.header.frameId.set(WORLD_FRAME);
    odometry.childFrameId.set(trunk);
    transform.header.frameId.set(WORLD_FRAME);
    transform.childFrameId.set(trunk);
    diagnostics.statusCount = 1;
    diagnostics.statuses[0].name.set("mbmpo: controller");
    diagnostics.statuses[0].hardwareId.set(config.name());
  }

  /**
   * Moves all stamps and log times from the controller's clock, which begins anywhere, to one that
   * people know.
   */
  void offset(long nanos) {
    offsetNanos = nanos;
  }

  /** A time of the controller's clock as it is shown, ns. */
  long shown(long nanos) {
    return nanos + offsetNanos;
  }

  /** Most bytes of any message. */
  int maxBytes() {
    CdrMessage[] all = {
      joints,
      imu,
      odometry,
      transform,
      positions,
      diagnostics,
      operator,
      rollout,
      policyStep,
      command,
      tick
    };
    return Arrays.stream(all).mapToInt(CdrMessage::maxBytes).max().orElseThrow();
  }

  CdrMessage joints(TickRecord r) {
    joints.header.stamp(shown(r.joints.stampNanos));
    set(joints.position, r.joints.position);
    set(joints.velocity, r.joints.velocity);
    set(joints.effort, r.joints.effort);
    return joints;
  }

  CdrMessage imu(TickRecord r) {
    imu.header.stamp(shown(r.imu.stampNanos));
    copy(r.imu.orientation, imu.orientation);
    copy(r.imu.angularVelocity, imu.angularVelocity);
    copy(r.imu.linearAcceleration, imu.linearAcceleration);
    return imu;
  }

  CdrMessage odometry(TickRecord r) {
    odometry.header.stamp(shown(r.odometry.stampNanos));
    copy(r.odometry.position, odometry.position);
    copy(r.odometry.orientation, odometry.orientation);
    copy(r.odometry.linearVelocity, odometry.linearVelocity);
    copy(r.odometry.angularVelocity, odometry.angularVelocity);
    return odometry;
  }

  /** Odometry once more, so that viewers know where the trunk is. */
  CdrMessage transform(TickRecord r) {
    transform.header.stamp(shown(r.odometry.stampNanos));
    copy(r.odometry.position, transform.translation);
    copy(r.odometry.orientation, transform.rotation);
    return transform;
  }

  CdrMessage operator(TickRecord r) {
    operator.header.stamp(shown(r.operator.stampNanos));
    operator.axisCount = OperatorInput.MAX_AXES;
    System.arraycopy(r.operator.axes, 0, operator.axes, 0, OperatorInput.MAX_AXES);
    operator.buttonCount = OperatorInput.MAX_BUTTONS;
    for (int i = 0; i < OperatorInput.MAX_BUTTONS; i++) {
      operator.buttons[i] = r.operator.pressed(i) ? 1 : 0;
    }
    return operator;
  }

  CdrMessage positions(TickRecord r) {
    set(positions.data, r.command.position);
    return positions;
  }

  CdrMessage command(TickRecord r) {
    JointCommand sent = r.command;
    command.stamp.set(shown(sent.stampNanos));
    set(command.position, sent.position);
    set(command.velocity, sent.velocity);
    set(command.effort, sent.effort);
    set(command.kp, sent.kp);
    set(command.kd, sent.kd);
    return command;
  }

  CdrMessage rollout(TickRecord r) {
    PreparedRollout offer = r.offer;
    rollout.stamp.set(shown(r.nowNanos));
    rollout.run.set(offer.runId());
    rollout.iteration = offer.iteration();
    rollout.episode.set(offer.rollout().episodeId());
    rollout.snapshotVersion = offer.snapshotVersion();
    rollout.snapshotDigest.set(hex(offer.snapshotDigest()));
    rollout.purpose.set(offer.purpose().name());
    rollout.exploration.set(offer.rollout().exploration().name());
    rollout.seed = offer.rollout().seed();
    rollout.horizon = offer.rollout().horizon();
    policyStep.episode.set(rollout.episode);
    return rollout;
  }

  /** Ticks are missing: what episode it is is not known until the next begins. */
  void forgetEpisode() {
    policyStep.episode.length = 0;
  }

  CdrMessage policyStep(TickRecord r) {
    policyStep.stamp.set(shown(r.nowNanos));
    policyStep.step = r.policyStep;
    policyStep.snapshotVersion = r.snapshotVersion;
    policyStep.observation.set(r.observation);
    policyStep.action.set(r.action);
    if (!r.acted) {
      policyStep.action.length = 0;
    }
    return policyStep;
  }

  CdrMessage tick(TickRecord r) {
    tick.stamp.set(shown(r.nowNanos));
    tick.nowNanos = r.nowNanos;
    tick.previousNanos = r.previousNanos;
    tick.tick = r.tick;
    tick.lostBefore = r.lostBefore;
    tick.calm = r.calm;
    tick.stopping = r.stopping;
    tick.clearAsked = r.clearAsked;
    tick.jointStateNew = r.jointsArrival == TickRecord.Arrival.NOW;
    tick.imuNew = r.imuArrival == TickRecord.Arrival.NOW;
    tick.odometryNew = r.odometryArrival == TickRecord.Arrival.NOW;
    tick.operatorNew = r.operatorArrival == TickRecord.Arrival.NOW;
    tick.jointStateNanos = r.joints.stampNanos;
    tick.imuNanos = r.imu.stampNanos;
    tick.odometryNanos = r.odometry.stampNanos;
    tick.operatorNanos = r.operator.stampNanos;
    set(tick.flags, r.flags);
    set(tick.conditions, r.conditions);
    tick.mode.set(MODES[number(r.mode)]);
    tick.severity.set(SEVERITIES[number(r.severity)]);
    set(tick.failsafe, r.failsafe);
    tick.snapshotVersion = r.snapshotVersion;
    tick.internalErrors = (int) r.internalErrors;
    tick.latenessMicros = r.latenessNanos * 1e-3;
    tick.computeMicros = r.computeNanos * 1e-3;
    return tick;
  }

  /** Whether mode, severity or failsafe are not what {@link #diagnostics} said last. */
  boolean statusChanged(TickRecord r) {
    return r.mode != mode || r.severity != severity || r.failsafe != failsafe;
  }

  /** The state for people. Allocates. */
  CdrMessage diagnostics(TickRecord r) {
    mode = r.mode;
    severity = r.severity;
    failsafe = r.failsafe;
    diagnostics.header.stamp(shown(r.nowNanos));
    Status status = diagnostics.statuses[0];
    status.level =
        severity.atLeast(Severity.DAMPING)
            ? Status.ERROR
            : severity.atLeast(Severity.BLOCK) ? Status.WARN : Status.OK;
    status.message.set(failsafe == null ? mode.name() : mode + ", " + failsafe.title());
    status.keys.length = 0;
    status.values.length = 0;
    value(status, "mode", mode.name());
    value(status, "severity", severity.name());
    value(status, "failsafe", failsafe == null ? "" : failsafe.title());
    value(status, "snapshot", Long.toString(r.snapshotVersion));
    value(status, "internal errors", Long.toString(r.internalErrors));
    value(status, "compute µs", String.format(Locale.ROOT, "%.1f", r.computeNanos * 1e-3));
    return diagnostics;
  }

  private static void value(Status status, String key, String value) {
    status.keys.values[status.keys.length++].set(key);
    status.values.values[status.values.length++].set(value);
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static void set(Doubles into, double[] values) {
    into.length = values.length;
    System.arraycopy(values, 0, into.values, 0, values.length);
  }

  private static void copy(double[] from, double[] into) {
    System.arraycopy(from, 0, into, 0, into.length);
  }

  private static void set(Texts into, long bits) {
    into.length = 0;
    for (long left = bits; left != 0; left &= left - 1) {
      into.values[into.length++].set(CONDITIONS[Long.numberOfTrailingZeros(left)]);
    }
  }

  private static void set(Text into, Condition condition) {
    if (condition == null) {
      into.length = 0;
    } else {
      into.set(CONDITIONS[number(condition)]);
    }
  }

  @SuppressWarnings("EnumOrdinal") // names are recorded, not numbers
  private static int number(Enum<?> constant) {
    return constant.ordinal();
  }

  private static byte[][] words(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(constant -> constant.name().getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
