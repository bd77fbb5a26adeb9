package io.mbmpo.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RunDescription;
import io.mbmpo.launch.run.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningSettingsTest {
  @TempDir Path runs;

  private RunDescription run(Map<String, Record> settings) {
    RunFolder made =
        RunFolder.create(runs, "go1", 1, Instant.EPOCH, "abc", List.of("finetune"), settings);
    return RunFolder.open(made.path()).description();
  }

  @ParameterizedTest
  @EnumSource
  void aRunRemembersWhatItIsMadeBetterBy(TuningSettings.Method method) {
    assertThat(TuningSettings.method(run(Map.of(TuningSettings.GROUP, TuningSettings.of(method)))))
        .isEqualTo(method);
  }

  @Test
  void anOlderRunThatSaysNothingIsMadeBetterByVpg() {
    assertThat(TuningSettings.method(run(Map.of()))).isEqualTo(TuningSettings.Method.VPG);
  }

  @Test
  void aMethodThatThereIsNotIsRefusedWithThoseThereAre() {
    RunDescription run = run(Map.of(TuningSettings.GROUP, new TuningSettings("ppo")));
    assertThatThrownBy(() -> TuningSettings.method(run))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("finetuning.method of run")
        .hasMessageContaining("is 'ppo'; allowed: vpg, mb-mpo");
  }
}
