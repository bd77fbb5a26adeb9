package io.mbmpo.controller.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.controller.port.OperatorInput;
import io.mbmpo.controller.port.RobotPort;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.Tape;
import io.mbmpo.controller.record.TickRecord;
import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.JointCommandMessage;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that crosses the robot's port is left out of a recording. A field that somebody adds to
 * what crosses it fails here until it is recorded and replayed.
 */
class PortFieldsTest {
  private static final int JOINTS = Bench.CONFIG.jointCount();

  @TempDir private Path folder;

  private final JointState joints = filled(new JointState(JOINTS));
  private final ImuState imu = filled(new ImuState());
  private final OdometryState odometry = filled(new OdometryState());
  private final OperatorInput operator = filled(new OperatorInput());
  private final JointCommand command = filled(new JointCommand(JOINTS));

  @Test
  void everyFieldThatCrossesThePortIsRecordedAndComesBack() throws IOException {
    try (Tape tape = new Tape(folder, Tape.LIMITS)) {
      RobotPort port = tape.tape.tap(new Filled());
      TickRecord record = tape.tape.begin(77);
      assertThat(port.take(new JointState(JOINTS))).isTrue();
      assertThat(port.take(new ImuState())).isTrue();
      assertThat(port.take(new OdometryState())).isTrue();
      assertThat(port.take(new OperatorInput())).isTrue();
      port.send(command);
      record.mode = Mode.OFF;
      record.severity = Severity.NONE;
      tape.tape.end();
    }
    RecordedPort port = new RecordedPort();
    boolean unused =
        new RecordingReader(RecordingFolder.list(folder).get(0))
            .ticks(
                tick -> {
                  port.show(tick, false);
                  JointState jointsBack = new JointState(JOINTS);
                  ImuState imuBack = new ImuState();
                  OdometryState odometryBack = new OdometryState();
                  OperatorInput operatorBack = new OperatorInput();
                  assertThat(port.take(jointsBack)).isTrue();
                  assertThat(port.take(imuBack)).isTrue();
                  assertThat(port.take(odometryBack)).isTrue();
                  assertThat(port.take(operatorBack)).isTrue();
                  assertSame(jointsBack, joints);
                  assertSame(imuBack, imu);
                  assertSame(odometryBack, odometry);
                  assertSame(operatorBack, operator);
                  assertRecorded(tick.command);
                  assertThat(tick.command.stamp.get() - tick.tick.stamp.get())
                      .isEqualTo(command.stampNanos - tick.tick.nowNanos);
                });
  }

  private void assertRecorded(JointCommandMessage recorded) {
    for (Field field : JointCommand.class.getFields()) {
      if (field.getType() == double[].class) {
        try {
          Doubles values =
              (Doubles) JointCommandMessage.class.getField(field.getName()).get(recorded);
          assertThat(Arrays.copyOf(values.values, values.length))
              .as(field.getName())
              .isEqualTo(field.get(command));
        } catch (ReflectiveOperationException e) {
          fail("JointCommand." + field.getName() + " is not recorded", e);
        }
      }
    }
  }

  private static void assertSame(Object back, Object wanted) {
    for (Field field : values(wanted.getClass())) {
      try {
        assertThat(field.get(back)).as("%s", field).isEqualTo(field.get(wanted));
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<Field> values(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  /** Every public field set to something that it would not be by itself. */
  private static <T> T filled(T state) {
    SplittableRandom random = new SplittableRandom(11);
    for (Field field : values(state.getClass())) {
      try {
        if (field.getType() == long.class) {
          field.setLong(state, random.nextLong(1_000_000_000_000L));
        } else if (field.getType() == int.class) {
          field.setInt(state, 1 + random.nextInt(100));
        } else if (field.getType() == boolean.class) {
          field.setBoolean(state, true);
        } else if (field.getType() == double.class) {
          field.setDouble(state, random.nextDouble());
        } else if (field.getType() == double[].class) {
          Arrays.setAll((double[]) field.get(state), i -> random.nextDouble());
        } else if (field.getType() == float[].class) {
          float[] values = (float[]) field.get(state);
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
          }
        } else {
          throw new AssertionError("teach this test to fill " + field);
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return state;
  }

  /** A robot that has all of it to say. */
  private final class Filled implements RobotPort {
    @Override
    public boolean take(JointState into) {
      into.copyFrom(joints);
      return true;
    }

    @Override
    public boolean take(ImuState into) {
      into.copyFrom(imu);
      return true;
    }

    @Override
    public boolean take(OdometryState into) {
      into.copyFrom(odometry);
      return true;
    }

    @Override
    public boolean take(OperatorInput into) {
      into.copyFrom(operator);
      return true;
    }

    @Override
    public void send(JointCommand sent) {}
  }
}
