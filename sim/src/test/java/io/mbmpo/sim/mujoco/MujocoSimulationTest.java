package io.mbmpo.sim.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MujocoSimulationTest {
  /** A mass on a motor-driven rail, with a site a metre above it. */
  private static final String CART =
      """
      <mujoco>
        <option timestep="0.001"/>
        <worldbody>
          <body pos="0 0 2">
            <joint type="slide" axis="1 0 0"/>
            <geom type="sphere" size="0.1" mass="4"/>
            <site pos="0 0 1"/>
          </body>
        </worldbody>
        <actuator><motor joint="j" ctrllimited="true" ctrlrange="-3 5" gear="2"/></actuator>
      </mujoco>
      """
          .replace("<joint ", "<joint name='j' ");

  @BeforeEach
  void needsMujoco() {
    MujocoHere.assume();
  }

  private static MujocoSimulation cart() {
    return new MujocoSimulation(MujocoModel.fromXml("cart", CART));
  }

  @Test
  void sizesTimestepAndRangesAreThoseOfTheXml() {
    try (MujocoModel model = MujocoModel.fromXml("cart", CART)) {
      assertThat(model.positions()).isEqualTo(1);
      assertThat(model.velocities()).isEqualTo(1);
      assertThat(model.controls()).isEqualTo(1);
      assertThat(model.timestepS()).isEqualTo(0.001);
      assertThat(model.controlRanges()).containsExactly(-3, 5);
    }
  }

  /** x = F t² / 2m; semi-implicit Euler adds F t dt / 2m. */
  @Test
  void aForceMovesAMassByNewtonsLaw() {
    try (MujocoSimulation cart = cart()) {
      cart.controls().put(0, 1.5);
      assertThat(cart.step(1000)).isTrue();
      assertThat(cart.timeS()).isCloseTo(1, within(1e-9));
      assertThat(cart.velocities().get(0)).isCloseTo(0.75, within(1e-9));
      assertThat(cart.positions().get(0)).isCloseTo(0.375 + 0.000375, within(1e-9));
      cart.updatePositions();
      assertThat(cart.sitePositions().get(0)).isEqualTo(cart.positions().get(0));
      assertThat(cart.sitePositions().get(2)).isEqualTo(3);
    }
  }

  @Test
  void heavierBodiesAndStrongerMotorsActOnTheMotion() {
    MujocoModel model = MujocoModel.fromXml("cart", CART);
    model.scaleMasses(2);
    model.scaleMotors(3);
    try (MujocoSimulation cart = new MujocoSimulation(model)) {
      cart.controls().put(0, 1);
      cart.step(1000);
      assertThat(cart.velocities().get(0)).isCloseTo(3.0 * 2 / (2 * 4), within(1e-9));
    }
  }

  @Test
  void aSimulationThatDivergesSaysSoAndIsUsableAfterAReset() {
    try (MujocoSimulation cart = cart()) {
      for (double broken : List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e11)) {
        cart.velocities().put(0, broken);
        assertThat(cart.step(3)).isFalse();
        cart.reset();
        assertThat(cart.step(3)).isTrue();
      }
    }
  }

  @Test
  void mujocoWritesNoLogOfItsOwn() {
    try (MujocoSimulation cart = cart()) {
      cart.positions().put(0, Double.NaN);
      cart.step(1);
    }
    assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
  }

  @Test
  void anErrorOfMujocoIsThrownInsteadOfEndingTheProcess() {
    MujocoLibrary.open("libmujoco.so.2.2.2")
        .getFunction("mju_error")
        .invoke(new Object[] {"stack overflow"});
    assertThatThrownBy(MujocoLibrary::check).hasMessage("MuJoCo: stack overflow");
    MujocoLibrary.check();
  }

  @Test
  void aBrokenModelIsRefusedInMujocosWordsWithItsName() {
    assertThatThrownBy(() -> MujocoModel.fromXml("lame.xml", "<mujoco><body/></mujoco>"))
        .isInstanceOf(MujocoModelException.class)
        .hasMessageStartingWith("lame.xml: XML Error: Schema violation")
        .hasMessageContaining("body");
    assertThatThrownBy(() -> MujocoModel.fromResource(getClass(), "absent.xml"))
        .isInstanceOf(MujocoModelException.class)
        .hasMessageContaining("absent.xml");
  }

  @Test
  void whatIsClosedIsRefusedInsteadOfCrashing() {
    MujocoSimulation cart = cart();
    cart.close();
    cart.close();
    assertThatThrownBy(() -> cart.step(1)).hasMessageContaining("cart is closed");
    assertThatThrownBy(cart::reset).hasMessageContaining("cart is closed");
    MujocoModel model = cart.model();
    assertThatThrownBy(() -> new MujocoSimulation(model)).hasMessageContaining("cart is closed");
  }

  /** A simulation takes megabytes; 400 leaked ones would take most of a gigabyte. */
  @Test
  void neitherResetsNorOpeningAndClosingLeakMemory() throws IOException {
    useAndClose(50);
    long before = residentKb();
    useAndClose(400);
    assertThat(residentKb() - before).isLessThan(100_000);
  }

  private static void useAndClose(int times) {
    for (int i = 0; i < times; i++) {
      // Touches the stack of the simulation, so that its pages are really there.
      try (MujocoSimulation cart = cart()) {
        for (int j = 0; j < 25; j++) {
          cart.reset();
          cart.step(1);
        }
      }
    }
  }

  private static long residentKb() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }
}
