package io.mbmpo.launch.demo;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.process.ChildProcess;
import io.mbmpo.launch.process.Children;
import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.role.WireSettings;
import io.mbmpo.launch.run.IterationRow;
import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.screen.Dashboard;
import io.mbmpo.launch.screen.DemoState;
import io.mbmpo.launch.screen.LogWatch;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.mqtt.EmbeddedBroker;
import io.mbmpo.link.mqtt.MqttSpectator;
import io.mbmpo.link.signing.SigningKey;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, robot, learner, and with a wire the simulator, as processes of their own, watched until
 * the learner is done. A process that is killed is started again and goes on where it was; one that
 * says that it cannot go on ends the run.
 */
public final class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int MOST_RESTARTS = 10;
  private static final long POLL_MILLIS = 250;

  private static final String ROBOT = "robot";
  private static final String SIMULATOR = "sim";

  private final Place place;
  private final RunFolder run;
  private final WireSettings wire;
  private final BrokerAccess broker;
  private final int brokerPort;
  private final List<String> robotOptions;
  private final BlockingQueue<ChildProcess.Ending> endings = new LinkedBlockingQueue<>();
  private int restarts;
  private volatile double firstStepS = Double.NaN;

  /**
   * @param broker one that runs already, or null for the embedded one
   * @param brokerPort port of the embedded broker, 0 for any free one
   * @param robotOptions further options of the robot's process
   */
  public Demo(
      Place place, RunFolder run, BrokerAccess broker, int brokerPort, List<String> robotOptions) {
    this.place = place;
    this.run = run;
    wire = WireSettings.of(run.description());
    this.broker = broker;
    this.brokerPort = brokerPort;
    this.robotOptions = List.copyOf(robotOptions);
  }

  /**
   * Runs until the learner is done.
   *
   * @return exit status: 0 when it is, else the learner's or robot's own
   * @throws LaunchException when something cannot be started or ended for good
   */
  public int run(Dashboard<DemoState> screen) throws InterruptedException {
    String robot = run.description().robot();
    if (broker == null || broker.keys() == null) {
      SigningKey.loadOrCreate(run.keys()); // made before the robot looks for the public half
    }
    try (Children children = new Children()) {
      children.stopOnShutdown(() -> System.err.println(resumeHint()));
      BrokerAccess access = broker;
      if (access == null) {
        screen.update(s -> s.withActivity("starting the broker"));
        EmbeddedBroker embedded = EmbeddedBroker.start(brokerPort, run.broker());
        children.start("broker", () -> embedded::close);
        access = BrokerAccess.loopback(embedded.uri());
      }
      log.info("broker at {}", access.uri());
      screen.update(s -> s.withActivity("starting robot and learner"));
      try (MqttSpectator spectator =
          new MqttSpectator(access.spectator(robot), new Onlooker(screen))) {
        spectator.start();
        if (wire != null) {
          start(children, SIMULATOR, access);
        }
        start(children, ROBOT, access);
        start(children, "learn", access);
        return watch(children, screen, access);
      }
    }
  }

  /**
   * From the start of this process (which begins with the launcher script) to the first heartbeat
   * of a robot driven by a policy, s; NaN while there was none.
   */
  public double firstStepS() {
    return firstStepS;
  }

  /** How to go on after a stop. */
  public String resumeHint() {
    String command = Files.isDirectory(run.start()) ? "finetune" : "demo";
    return "stopped; go on with: ./mbmpo " + command + " --resume " + place.typed(run.path());
  }

  private int watch(Children children, Dashboard<DemoState> screen, BrokerAccess access)
      throws InterruptedException {
    LogWatch logs = new LogWatch().watch(run.log(ROBOT)).watch(run.log("learn"));
    if (wire != null) {
      logs.watch(run.log(SIMULATOR));
    }
    long shown = -1;
    while (true) {
      ChildProcess.Ending ending = endings.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      shown = showRows(screen, shown);
      logs.poll().forEach(line -> screen.update(s -> s.withWarning(line)));
      if (ending == null) {
        continue;
      }
      if (children.isStopping()) {
        return ExitCodes.INTERRUPTED;
      }
      if (ending.role().equals("learn") && ending.exitStatus() == ExitCodes.OK) {
        return ExitCodes.OK;
      }
      if (ending.exitStatus() < 128 || restarts >= MOST_RESTARTS) {
        throw LaunchException.failedRun(ending.sentence() + "; " + resumeHint());
      }
      restarts++;
      log.warn("{}; starting it again", ending.sentence());
      screen.update(s -> s.withWarning(ending.sentence() + "; started again"));
      start(children, ending.role(), access);
    }
  }

  private long showRows(Dashboard<DemoState> screen, long shown) {
    if (!Files.exists(run.metrics())) {
      return shown;
    }
    List<IterationRow> rows = MetricsCsv.read(run.metrics());
    for (IterationRow row : rows) {
      if (row.iteration() > shown) {
        screen.update(s -> s.with(row));
      }
    }
    return rows.isEmpty() ? shown : rows.get(rows.size() - 1).iteration();
  }

  private void start(Children children, String role, BrokerAccess access) {
    List<String> arguments =
        switch (role) {
          case SIMULATOR -> simulatorArguments();
          case ROBOT -> robotArguments(access);
          default -> roleArguments(access);
        };
    ChildProcess child =
        children.start(
            role,
            () -> ChildProcess.start(place.launcher(), role, arguments, run.log(role), GRACE));
    var unused = child.onEnd().thenAccept(endings::add);
  }

  private List<String> roleArguments(BrokerAccess access) {
    List<String> arguments = new ArrayList<>(List.of("--run", run.path().toString()));
    arguments.addAll(access.arguments());
    return arguments;
  }

  /** The launcher chooses the JVM flags of a robot on the wire by its arguments. */
  private List<String> robotArguments(BrokerAccess access) {
    List<String> arguments = roleArguments(access);
    if (wire != null) {
      arguments.addAll(List.of("--wire", "ros2"));
    }
    arguments.addAll(robotOptions);
    return arguments;
  }

  private List<String> simulatorArguments() {
    RobotSettings settings = run.description().settings("robot", RobotSettings.class);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--robot", run.description().robot()));
    arguments.addAll(List.of("--seed", Long.toString(run.description().seed())));
    arguments.addAll(List.of("--latency", Double.toString(settings.latencyS())));
    if (settings.noise()) {
      arguments.add("--noise");
    }
    if (Files.exists(run.overlay())) {
      arguments.addAll(List.of("--overlay", run.overlay().toString()));
    }
    arguments.addAll(List.of("--domain", Integer.toString(wire.domainId())));
    if (!wire.namespace().isEmpty()) {
      arguments.addAll(List.of("--namespace", wire.namespace()));
    }
    wire.interfaces().forEach(address -> arguments.addAll(List.of("--interface", address)));
    wire.remaps().forEach((from, to) -> arguments.addAll(List.of("--remap", from + ":=" + to)));
    return arguments;
  }

  /** Puts what the link tells on the screen. */
  private final class Onlooker implements MqttSpectator.Listener {
    private final Dashboard<DemoState> screen;

    Onlooker(Dashboard<DemoState> screen) {
      this.screen = screen;
    }

    @Override
    public void progressed(LearnerProgress progress) {
      screen.update(s -> s.with(progress));
    }

    @Override
    public void robotStatusChanged(RobotStatus status) {
      if (Double.isNaN(firstStepS) && status.robotTimeS() > 0) {
        firstStepS =
            ProcessHandle.current()
                .info()
                .startInstant()
                .map(begun -> Duration.between(begun, Instant.now()).toMillis() / 1e3)
                .orElse(Double.NaN);
        log.info("first robot step after {} s", firstStepS);
      }
      screen.update(s -> s.with(status));
    }

    @Override
    public void snapshotReported(SnapshotReport report) {
      if (report.outcome() == SnapshotReport.Outcome.REFUSED
          || report.outcome() == SnapshotReport.Outcome.ROLLED_BACK) {
        screen.update(s -> s.withWarning("snapshot " + report.outcome() + ": " + report.reason()));
      }
    }

    @Override
    public void connectionChanged(boolean connected, String reason) {
      screen.update(s -> s.withLink(connected, reason));
    }
  }
}
