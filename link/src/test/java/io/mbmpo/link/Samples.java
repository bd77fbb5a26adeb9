package io.mbmpo.link;

import java.util.List;
import java.util.Random;

/** Valid messages of one robot, for tests. */
public record Samples(String robot) {
  public static final Samples GO1 = new Samples("go1");
  public static final String RUN = "run-1";

  public PolicySnapshot snapshot(int iteration, int slot) {
    int[] layers = {30, 32, 32, 12};
    boolean meta = slot == 0;
    return new PolicySnapshot(
        RUN,
        robot,
        "c0ffee",
        SnapshotVersion.of(1_000_000, iteration, slot),
        iteration,
        meta ? PolicySnapshot.Role.META : PolicySnapshot.Role.ADAPTED,
        slot - 1,
        layers,
        floats(PolicySnapshot.parameterCount(layers), slot),
        floats(30, 1),
        floats(30, 2),
        floats(12, 3),
        floats(12, 4));
  }

  public RolloutPlan plan(int iteration) {
    return new RolloutPlan(
        RUN,
        robot,
        SnapshotVersion.of(1_000_000, iteration, 255),
        iteration,
        List.of(
            new RolloutPlan.Rollout(RUN + "/1/0", 0, RolloutPlan.Exploration.RANDOM, -5, 200),
            new RolloutPlan.Rollout(
                RUN + "/1/1",
                SnapshotVersion.of(1_000_000, iteration, 1),
                RolloutPlan.Exploration.GAUSSIAN,
                Long.MAX_VALUE,
                200)));
  }

  public Episode episode(String id, int steps) {
    return new Episode(
        id,
        RUN,
        robot,
        "c0ffee",
        3,
        17,
        new byte[32],
        RolloutPlan.Exploration.GAUSSIAN,
        -9,
        floats((steps + 1) * 48, steps),
        floats(steps * 12, steps + 1L),
        48,
        12,
        true,
        "fall",
        -12_345,
        0.04);
  }

  public RobotStatus status(long episodesDone) {
    return new RobotStatus(robot, "RUN", "", 17, 1.5, episodesDone, 2, true);
  }

  public SnapshotReport report(long version) {
    return new SnapshotReport(
        RUN, version, new byte[32], SnapshotReport.Outcome.ROLLED_BACK, "tilt");
  }

  public LearnerProgress progress() {
    return new LearnerProgress(RUN, "fit", 0.5, 2, 10, 0.25, Double.NaN, 0.01, 120);
  }

  private static float[] floats(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
