package io.mbmpo.launch.role;

import io.mbmpo.launch.evaluate.StartPolicy;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerEnd;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.mqtt.MqttLearnerEnd;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Gives a robot back the policy that a fine-tuning began with: signed anew under a version above
 * all of the run's, since a controller takes nothing older than what it has.
 */
public final class Undo {
  private static final String LOCAL = "tcp://127.0.0.1:1883";
  private static final long ANSWER_S = 10;

  private final RunFolder run;
  private final RobotConfig config;
  private final BrokerAccess broker;

  /**
   * @param run the fine-tuning
   * @param broker the broker, or null for one on this machine
   */
  public Undo(RunFolder run, RobotConfig config, BrokerAccess broker) {
    this.run = run;
    this.config = config;
    this.broker = broker == null ? BrokerAccess.loopback(LOCAL) : broker;
  }

  /**
   * Publishes it and waits a while for the robot to say what it made of it.
   *
   * @return what came of it, for people
   * @throws LaunchException when this is no fine-tuning, or its learner still runs
   * @throws io.mbmpo.link.LinkException when the broker cannot be reached
   */
  public String call() throws InterruptedException {
    Task task = new WalkTask(config);
    StartPolicy start =
        StartPolicy.of(run, config, task)
            .orElseThrow(
                () ->
                    LaunchException.usage(
                        run.path() + " is no fine-tuning run, there is nothing to undo"));
    LearnerSettings settings = run.description().settings("learner", LearnerSettings.class);
    PolicySnapshot again =
        new RunIdentity(
                run.name(),
                run.description().startEpochSecond(),
                RobotIdentity.of(config),
                task,
                start.hidden())
            .meta(settings.iterations() + 1, 0, start.theta());
    SigningKey key = broker.signingKey(run, config.name());
    Answers answers = new Answers(again.version());
    try (RunLock lock = run.lock("learn");
        SnapshotArchive link =
            new SnapshotArchive(new MqttLearnerEnd(broker.learner(config.name()), key), key, run)) {
      link.start(answers);
      link.publish(again);
      return answers
          .await()
          .map(report -> "The robot has it again: " + report.outcome() + " " + report.reason())
          .orElse("No robot answers at " + broker.uri() + "; it gets the policy when it connects")
          .strip();
    }
  }

  /** Reports about one version. */
  private static final class Answers implements LearnerEnd.Listener {
    private final long version;
    private final BlockingQueue<SnapshotReport> reports = new ArrayBlockingQueue<>(16);

    Answers(long version) {
      this.version = version;
    }

    Optional<SnapshotReport> await() throws InterruptedException {
      return Optional.ofNullable(reports.poll(ANSWER_S, TimeUnit.SECONDS));
    }

    /** Left to the learner: without a receipt the robot keeps it and sends it again. */
    @Override
    public void episodeReceived(Episode episode) {
      throw new IllegalStateException("no learner runs");
    }

    @Override
    public void snapshotReported(SnapshotReport report) {
      if (report.version() == version) {
        reports.offer(report);
      }
    }

    @Override
    public void robotStatusChanged(RobotStatus status) {
      // Whether it is there shows in its answer.
    }

    @Override
    public void connectionChanged(boolean connected, String reason) {
      // A lost connection shows as no answer.
    }
  }
}
