package io.mbmpo.sim.mujoco;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MujocoLibraryTest {
  @Test
  void aMissingLibraryIsNamedWithTheCommandThatInstallsIt() {
    assertThatThrownBy(() -> MujocoLibrary.open("/nowhere/libmujoco.so.2.2.2"))
        .isInstanceOf(MujocoUnavailableException.class)
        .hasMessageContaining("/nowhere/libmujoco.so.2.2.2")
        .hasMessageContaining("libmujoco2.2.2")
        .hasMessageContaining("./mbmpo setup mujoco")
        .hasMessageContaining("leave out the system property mbmpo.mujoco.library");
  }

  @Test
  void aLibraryThatIsNoMujocoIsRefused() {
    assertThatThrownBy(() -> MujocoLibrary.open("m"))
        .isInstanceOf(MujocoUnavailableException.class)
        .hasMessageContaining("./mbmpo setup mujoco");
  }

  @Test
  void anotherVersionIsRefusedBecauseItsMemoryIsLaidOutOtherwise() {
    assertThatThrownBy(() -> MujocoLibrary.checkVersion(237, "libmujoco.so.2.3.7"))
        .isInstanceOf(MujocoUnavailableException.class)
        .hasMessageContaining("libmujoco.so.2.3.7 is MuJoCo 2.3.7, but 2.2.2 is needed");
    assertThatCode(() -> MujocoLibrary.checkVersion(222, "libmujoco.so.2.2.2"))
        .doesNotThrowAnyException();
  }
}
