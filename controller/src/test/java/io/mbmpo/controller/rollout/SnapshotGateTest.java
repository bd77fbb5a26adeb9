package io.mbmpo.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.link.PolicySnapshot;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnapshotGateTest {
  private static final PolicySnapshot GOOD = Bench.snapshot(Bench.version(3, 1));

  private final SnapshotGate gate = new SnapshotGate(Bench.CONFIG, Bench.TASK);

  @Test
  void aSoundSnapshotMayRun() {
    assertThat(gate.check(GOOD, 0)).isEmpty();
    assertThat(gate.check(GOOD, Bench.version(3, 0))).isEmpty();
  }

  @Test
  void aSnapshotForAnotherRobotIsRefused() {
    refused(Condition.CONFIG_MISMATCH, "robot anymal_c", edit(e -> e.robot = "anymal_c"));
  }

  @Test
  void aSnapshotForAnotherConfigurationIsRefused() {
    refused(Condition.CONFIG_MISMATCH, "configuration 00ff", edit(e -> e.hash = "00ff"));
  }

  @Test
  void aSnapshotOfAnOlderSetIsRefused() {
    assertThat(gate.check(GOOD, Bench.version(4, 0)).orElseThrow().reason())
        .contains("3.1")
        .contains("older");
  }

  @Test
  void otherInputsOrOutputsThanTheTasksAreRefused() {
    refused("inputs", edit(e -> e.sizes = new int[] {48, 32, 32, 12}));
    refused("outputs", edit(e -> e.sizes = new int[] {49, 32, 32, 11}));
    refused("at least 2", edit(e -> e.sizes = new int[] {49}));
    refused("layer_sizes holds 0", edit(e -> e.sizes = new int[] {49, 0, 12}));
    refused("layer_sizes holds 2000000", edit(e -> e.sizes = new int[] {49, 2_000_000, 12}));
  }

  @Test
  void aMissingParameterIsRefused() {
    refused("parameters has", edit(e -> e.parameters = new float[10]));
  }

  @Test
  void scalingOfTheWrongLengthIsRefused() {
    refused("observation_center has", edit(e -> e.center = new float[48]));
    refused("observation_scale has", edit(e -> e.scale = new float[50]));
    refused("action_center has", edit(e -> e.stance = new float[0]));
    refused("action_scale has", edit(e -> e.actionScale = new float[13]));
  }

  @Test
  void aNanOrInfiniteWeightIsRefused() {
    refused("parameters[17] is NaN", edit(e -> e.parameters[17] = Float.NaN));
    refused("Infinity", edit(e -> e.parameters[5] = Float.NEGATIVE_INFINITY));
  }

  @Test
  void anAbsurdSpreadIsRefused() {
    int last = GOOD.parameters().length - 1;
    refused("log σ is 5.0", edit(e -> e.parameters[last] = 5));
    refused("log σ is -40.0", edit(e -> e.parameters[last - 11] = -40));
  }

  @Test
  void otherScalingThanTheConfigurationsIsRefused() {
    refused("observation_center[2]", edit(e -> e.center[2] += 1e-4f));
    refused("observation_scale[9]", edit(e -> e.scale[9] = Float.NaN));
    refused("action_center[4]", edit(e -> e.stance[4] += 1e-5f));
    refused("action_scale[0]", edit(e -> e.actionScale[0] *= 1.001f));
  }

  @Test
  void anActionBeyondBoundsOnAProbeIsRefused() {
    refused(
        "probe",
        edit(
            e -> {
              for (int i = 0; i < e.parameters.length - 12; i++) {
                e.parameters[i] *= 100;
              }
            }));
  }

  private void refused(String reason, PolicySnapshot snapshot) {
    refused(Condition.SNAPSHOT_REJECTED, reason, snapshot);
  }

  private void refused(Condition condition, String reason, PolicySnapshot snapshot) {
    SnapshotGate.Refusal refusal = gate.check(snapshot, 0).orElseThrow();
    assertThat(refusal.reason()).contains(reason);
    assertThat(refusal.condition()).isEqualTo(condition);
  }

  /** The fields of a good snapshot, to be changed. */
  private static final class Edit {
    String robot = GOOD.robot();
    String hash = GOOD.configHash();
    int[] sizes = GOOD.layerSizes().clone();
    float[] parameters = GOOD.parameters().clone();
    float[] center = GOOD.observationCenter().clone();
    float[] scale = GOOD.observationScale().clone();
    float[] stance = GOOD.actionCenterRad().clone();
    float[] actionScale = GOOD.actionScaleRad().clone();
  }

  private static PolicySnapshot edit(Consumer<Edit> change) {
    Edit e = new Edit();
    change.accept(e);
    return new PolicySnapshot(
        GOOD.runId(),
        e.robot,
        e.hash,
        GOOD.version(),
        GOOD.iteration(),
        GOOD.role(),
        GOOD.task(),
        e.sizes,
        e.parameters,
        e.center,
        e.scale,
        e.stance,
        e.actionScale);
  }
}
