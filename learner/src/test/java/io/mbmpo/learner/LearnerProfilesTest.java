package io.mbmpo.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerProfilesTest {

  @ParameterizedTest
  @ValueSource(strings = {"walk", "quick", "benchmark", "paper"})
  void everyProfileNamesItselfAndSurvivesBeingWrittenDown(String name) {
    LearnerSettings settings = LearnerProfiles.load(name, Map.of());
    assertThat(settings.profile()).isEqualTo(name);
    assertThat(LearnerProfiles.parse(LearnerProfiles.text(settings))).isEqualTo(settings);
  }

  @Test
  void thePapersProfileHasThePapersNumbers() {
    LearnerSettings paper = LearnerProfiles.load("paper", Map.of());
    assertThat(paper.model().count()).isEqualTo(5);
    assertThat(paper.model().hidden()).isEqualTo(List.of(512, 512));
    assertThat(paper.tasks()).isEqualTo(20);
    assertThat(paper.meta().maxKl()).isEqualTo(0.01);
    assertThat(paper.meta().innerStep()).isEqualTo(1e-3);
  }

  @Test
  void oneSettingCanBeChanged() {
    LearnerSettings changed =
        LearnerProfiles.load("quick", Map.of("iterations", "7", "model.hidden", "[8, 9]"));
    assertThat(changed.iterations()).isEqualTo(7);
    assertThat(changed.model().hidden()).containsExactly(8, 9);
    assertThat(changed.meta()).isEqualTo(LearnerProfiles.load("quick", Map.of()).meta());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meta.stepz    | 3       | unknown learner setting 'meta.stepz'",
        "nothing.steps | 3       | unknown learner setting 'nothing.steps'",
        "meta.steps    | 0       | meta.steps is 0.0; allowed: 1.0",
        "meta.maxKl    | .nan    | learner setting 'meta.maxKl': '.nan'",
        "meta.steps    | many    | many",
        "model.hidden  | '[1, 2' | learner setting 'model.hidden'"
      })
  void aRefusedSettingIsNamedWithItsValue(String setting, String value, String sentence) {
    assertThatThrownBy(() -> LearnerProfiles.load("quick", Map.of(setting, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void anUnknownProfileIsToldWhichThereAre() {
    assertThatThrownBy(() -> LearnerProfiles.load("run", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("unknown learner profile 'run'; there are: walk, quick, benchmark, paper");
  }
}
