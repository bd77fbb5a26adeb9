package io.mbmpo.launch.rehearsal;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.Lockstep;
import io.mbmpo.controller.port.SteppedRobot;
import io.mbmpo.controller.rollout.PreparedRollout;
import io.mbmpo.controller.rollout.SnapshotGate;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.launch.experiment.MissingEpisodes;
import io.mbmpo.learner.RealRobot;
import io.mbmpo.learner.RobotRefusal;
import io.mbmpo.link.Episode;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.RolloutPlan.Rollout;
import io.mbmpo.link.codec.Digest;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A robot in lockstep at the learner's hand, without a link between: every policy passes the
 * controller's gate, every episode is driven by the controller with all its checks. Each begins
 * with a reset and a controller of its own, as after an operator has put a fallen robot back.
 * Called by one thread.
 */
public final class SteppedRealRobot implements RealRobot {
  private static final byte[] NO_DIGEST = {};

  private final RobotConfig config;
  private final Task task;
  private final SteppedRobot robot;
  private final Supplier<Controller> controllers;
  private final MissingEpisodes missing;
  private final Consumer<DrivenEpisode> driven;
  private final SnapshotGate gate;

  /**
   * @param robot in steps, at the other end of the controllers' port
   * @param controllers makes the controller of an episode
   * @param missing runs what is not in the store yet
   * @param driven told of every episode that was run, before it is stored
   */
  SteppedRealRobot(
      RobotConfig config,
      Task task,
      SteppedRobot robot,
      Supplier<Controller> controllers,
      MissingEpisodes missing,
      Consumer<DrivenEpisode> driven) {
    this.config = config;
    this.task = task;
    this.robot = robot;
    this.controllers = controllers;
    this.missing = missing;
    this.driven = driven;
    gate = new SnapshotGate(config, task);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.mbmpo.launch.exit.LaunchException when the simulator has ended in an episode, which
   *     is then run again by the next call
   */
  @Override
  public List<Episode> sample(RolloutPlan plan, List<PolicySnapshot> snapshots) {
    Map<Long, PolicySnapshot> byVersion = new HashMap<>();
    for (PolicySnapshot snapshot : snapshots) {
      Optional<SnapshotGate.Refusal> refusal = gate.check(snapshot, 0);
      if (refusal.isPresent()) {
        throw new RobotRefusal(
            "the robot refuses a policy of iteration %d: %s"
                .formatted(plan.iteration(), refusal.get().reason()));
      }
      byVersion.put(snapshot.version(), snapshot);
    }
    return missing.of(
        plan, rollout -> drive(plan, rollout, byVersion.get(rollout.snapshotVersion())));
  }

  private Episode drive(RolloutPlan plan, Rollout rollout, PolicySnapshot snapshot) {
    byte[] digest = snapshot == null ? NO_DIGEST : Digest.of(WireCodec.encode(snapshot));
    PreparedRollout prepared =
        new PreparedRollout(
            config, task, plan.runId(), plan.iteration(), rollout, snapshot, digest);
    int[] ticks = new int[2]; // all, and those under the policy
    Lockstep lockstep =
        new Lockstep(
            controllers.get(),
            robot,
            (ticked, nowNanos) -> {
              ticks[0]++;
              ticks[1] += ticked.mode() == Mode.RUN ? 1 : 0;
            });
    lockstep.run(prepared);
    Episode episode = prepared.episode();
    double tickS = 1.0 / config.control().tickRateHz();
    driven.accept(new DrivenEpisode(episode, ticks[1] * tickS, ticks[0] * tickS));
    return episode;
  }

  /** Nothing keeps the policies here: a plan comes with those that it needs. */
  @Override
  public void offer(List<PolicySnapshot> snapshots) {}
}
