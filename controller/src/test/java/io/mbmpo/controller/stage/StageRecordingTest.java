package io.mbmpo.controller.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.record.Recorder;
import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.controller.record.RecordingLimits;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.controller.record.RecordingSource;
import io.mbmpo.controller.replay.Replay;
import io.mbmpo.controller.safety.ConditionFlags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageRecordingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsRecordedIsWhatTheRobotIsSentOrInADryRunWouldBe(boolean dry) throws IOException {
    ConditionFlags flags = new ConditionFlags();
    RecordingSource source = RecordingSource.ofStage(Bench.CONFIG, "hang", "test");
    try (Recorder recorder =
        new Recorder(source, Bench.TASK, folder, RecordingLimits.DEFAULT, Clock.systemUTC(), flags)
            .start()) {
      StageBench bench = new StageBench(Stage.HANG, StageBench.CONFIG, dry, recorder.tape(), flags);
      bench.holdTheDeadman();
      for (int i = 0; i < Bench.ticksOf(8); i++) {
        bench.tick();
        recorder.awaitRoom();
      }
      assertThat(bench.staged.robot().doing()).startsWith("moving");
    }
    double[] most = new double[2];
    RecordingReader reader = new RecordingReader(RecordingFolder.list(folder).get(0));
    var unused =
        reader.ticks(
            tick -> {
              most[0] = Math.max(most[0], tick.command.kp.values[0]);
              most[1] = Math.max(most[1], Math.abs(tick.command.position.values[0]));
            });
    StageLimits limits = StageLimits.of(Stage.HANG);
    double kp = Bench.CONFIG.joints().get(0).kpNmRad();
    assertThat(most[0]).isBetween(0.4 * kp, limits.gainShare() * kp);
    assertThat(most[1]).as("the sweep").isGreaterThan(0.9 * limits.amplitudeRad());

    assertThatThrownBy(() -> new Replay(reader, Bench.CONFIG, Bench.TASK))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("recorded in stage hang");
  }
}
