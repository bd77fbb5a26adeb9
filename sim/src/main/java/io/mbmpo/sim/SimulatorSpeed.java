package io.mbmpo.sim;

import io.mbmpo.controller.port.ImuState;
import io.mbmpo.controller.port.InProcessPort;
import io.mbmpo.controller.port.JointCommand;
import io.mbmpo.controller.port.JointState;
import io.mbmpo.controller.port.OdometryState;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.RobotConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How fast the simulator runs here: a robot that treads on the spot, all sensors on and read. */
public final class SimulatorSpeed {
  private static final double TREAD_HZ = 2;
  private static final double TREAD_RAD = 0.1;
  private static final double WARM_UP_S = 20;

  /**
   * What came out.
   *
   * @param simulatedS simulated time, s
   * @param wallS wall time, s
   * @param cpuS processor time of this thread, s; what the wall time would be on an idle machine
   * @param steps control periods
   */
  public record SpeedReport(double simulatedS, double wallS, double cpuS, long steps) {
    /** Simulated seconds per second of wall time. */
    public double timesRealTime() {
      return simulatedS / wallS;
    }

    /** Simulated seconds per second of processor time. */
    public double timesRealTimeOnOneCore() {
      return simulatedS / cpuS;
    }

    /** Wall time. */
    public double microsPerStep() {
      return 1e6 * wallS / steps;
    }

    /** Processor time. */
    public double cpuMicrosPerStep() {
      return 1e6 * cpuS / steps;
    }
  }

  private final SimulatedQuadruped robot;
  private final InProcessPort port;
  private final RobotConfig config;
  private final JointCommand command;
  private final JointState joints;
  private final ImuState imu = new ImuState();
  private final OdometryState odometry = new OdometryState();

  private SimulatorSpeed(RobotConfig config, SimulationOptions options) {
    this.config = config;
    port = new InProcessPort(config.jointCount());
    robot = new SimulatedQuadruped(config, options, port);
    command = new JointCommand(config.jointCount());
    joints = new JointState(config.jointCount());
  }

  /**
   * Measures over {@code seconds} of simulated time after a warm-up; runs on the caller's thread.
   */
  public static SpeedReport measure(RobotConfig config, double seconds) {
    SimulationOptions noisy = SimulationOptions.nominal().withNoise().withLatency(0.02);
    SimulatorSpeed run = new SimulatorSpeed(config, noisy);
    long period = config.control().tickPeriodNanos();
    run.tread((long) (WARM_UP_S * 1e9 / period));
    long steps = (long) Math.ceil(seconds * 1e9 / period);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startCpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    run.tread(steps);
    double wall = 1e-9 * (System.nanoTime() - start);
    double cpu = 1e-9 * (threads.getCurrentThreadCpuTime() - startCpu);
    return new SpeedReport(1e-9 * period * steps, wall, cpu, steps);
  }

  private void tread(long steps) {
    for (long i = 0; i < steps; i++) {
      double phase = 2e-9 * Math.PI * TREAD_HZ * robot.nowNanos();
      for (int j = 0; j < command.position.length; j++) {
        JointConfig joint = config.joints().get(j);
        int leg = j / 3;
        command.position[j] = joint.stanceRad() + TREAD_RAD * Math.sin(phase + Math.PI * leg);
        command.kp[j] = joint.kpNmRad();
        command.kd[j] = joint.kdNmsRad();
      }
      port.send(command);
      robot.step();
      port.take(joints);
      port.take(imu);
      port.take(odometry);
    }
  }
}
