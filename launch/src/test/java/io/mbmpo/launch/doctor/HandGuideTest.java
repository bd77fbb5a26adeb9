package io.mbmpo.launch.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.doctor.Verdict.Level;
import io.mbmpo.robotconfigs.JointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A person who does as told, in simulated time, on joints that are wired well and badly. */
class HandGuideTest {
  private static final List<String> NAMES =
      Told.GO1.joints().stream().map(JointConfig::name).toList();
  private static final Pattern ASKED = Pattern.compile("move (\\S+) so that (\\S+) goes (.+?) \\(");
  private static final double SPEED_RAD_S = 0.4;
  private static final double FAR_RAD = 0.25;

  private final List<String> said = new ArrayList<>();
  private final double[] position = Told.joints(JointConfig::crouchRad);
  private double nowS;
  private int moved = -1;
  private double from;
  private boolean back;

  /** What the person's hand does to the asked joint. */
  private int joint = 1;

  private double sign = 1;
  private double velocityFactor = 1;
  private double delay = 1;
  private double thinksS;
  private double setsOffS = Double.POSITIVE_INFINITY;
  private double velocityAtRest;
  private boolean lazy;
  private boolean restless;

  private JointSample joints() {
    double[] velocity = new double[position.length];
    velocity[joint] = velocityAtRest;
    if (moved >= 0) {
      velocity[moved] = sign * velocityFactor * (back ? -SPEED_RAD_S : SPEED_RAD_S);
    }
    Sample now = new Sample((long) (nowS * 1e9), (long) (nowS * 1e9));
    return new JointSample(now, NAMES, position.clone(), velocity, new double[12]);
  }

  private void pass(double wanted) {
    double seconds = delay * wanted;
    nowS += seconds;
    if (restless) {
      position[5] += 0.05;
    }
    if (nowS >= setsOffS) {
      setsOffS = Double.POSITIVE_INFINITY;
      moved = joint;
      back = false;
      from = position[moved];
    }
    if (moved < 0) {
      return;
    }
    position[moved] += sign * (back ? -SPEED_RAD_S : SPEED_RAD_S) * seconds;
    double away = sign * (position[moved] - from);
    if (away > FAR_RAD) {
      back = true;
    } else if (back && away < 0) {
      position[moved] = from;
      moved = -1;
    }
  }

  private void hear(String line) {
    said.add(line);
    Matcher asked = ASKED.matcher(line);
    if (asked.find() && !lazy) {
      setsOffS = nowS + thinksS;
    }
  }

  private Verdict verdict() {
    HandGuide guide =
        new HandGuide(
            Told.GO1, this::joints, () -> (long) (nowS * 1e9), this::pass, this::hear, 10);
    return guide.guide(List.of("FR_thigh_joint")).get(0);
  }

  @Test
  void theRightJointTheRightWayIsSound() {
    assertThat(verdict().line()).startsWith("ok").contains("by hand: FR_thigh_joint");
    assertThat(said.get(0)).contains("2 of 12", "move FR_thigh_joint so that FR_foot goes");
  }

  @Test
  void aVelocityToldOfAJointAtRestIsNotHeldAgainstItWhileThePersonThinks() {
    thinksS = 6;
    velocityAtRest = -0.2;
    assertThat(verdict().line()).startsWith("ok");
  }

  @Test
  void anotherJointThatMovesIsAskedForAgainAndThenNamed() {
    joint = 4;
    assertThat(verdict().line()).startsWith("FAULT").contains("FL_thigh_joint moved instead");
    assertThat(said).filteredOn(line -> ASKED.matcher(line).find()).hasSize(2);
  }

  @Test
  void aWrongSignIsNamed() {
    sign = -1;
    assertThat(verdict().line()).startsWith("FAULT").contains("wrong sign");
  }

  @Test
  void velocitiesOfAnotherSignOrUnitAreNamed() {
    velocityFactor = -1;
    assertThat(verdict().line()).startsWith("FAULT").contains("wrong sign", "velocity");
    velocityFactor = 57.3;
    assertThat(verdict().line()).startsWith("FAULT").contains("degrees");
  }

  @Test
  void samplesTooFarApartToSayAnythingOfVelocityAreNotHeldAgainstIt() {
    delay = 5; // a sample every 100 ms
    velocityFactor = -1;
    assertThat(verdict().line()).startsWith("ok");
  }

  @Test
  void nobodyWhoMovesAnythingIsWaitedForNoLongerThanSaid() {
    lazy = true;
    assertThat(verdict().level()).isEqualTo(Level.WARN);
    assertThat(nowS).isLessThan(25);
  }

  @Test
  void jointsThatDoNotComeToRestAreNoReasonToWaitForEver() {
    restless = true;
    assertThat(verdict().line()).startsWith("warn").contains("did not come to rest");
  }
}
