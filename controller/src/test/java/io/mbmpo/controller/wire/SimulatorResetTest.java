package io.mbmpo.controller.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.wire.SimulatorReset.OtherEnd;
import org.junit.jupiter.api.Test;

/** What is at the other end of the wire, in a time that goes on whenever somebody looks. */
class SimulatorResetTest {
  private static final long LOOK_NANOS = 50_000_000;
  private static final long DISCOVERY_NANOS = Math.round(SimulatorReset.DISCOVERY_S * 1e9);
  private static final long NEVER = Long.MAX_VALUE;

  private long nowNanos;
  private long listensSince = NEVER;
  private long listensUntil = NEVER;
  private int asked;

  private final SimulatorReset reset = new SimulatorReset(this::listens, this::ask, () -> nowNanos);

  private boolean listens() {
    nowNanos += LOOK_NANOS;
    return nowNanos >= listensSince && nowNanos < listensUntil;
  }

  private void ask() {
    asked++;
    reset.answered(true);
  }

  @Test
  void aSimulatorThatIsDiscoveredOnlyAfterTheFirstLookIsReset() {
    listensSince = DISCOVERY_NANOS / 2;
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.UNDECIDED);
    reset.reset();
    assertThat(asked).isEqualTo(1);
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.SIMULATOR);
    assertThat(nowNanos).isLessThan(DISCOVERY_NANOS);
  }

  @Test
  void whereNobodyListensItIsARobotAfterABoundedTimeAndIsNotWaitedForAgain() {
    reset.reset();
    assertThat(asked).isZero();
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.ROBOT);
    assertThat(nowNanos).isBetween(DISCOVERY_NANOS, DISCOVERY_NANOS + 5 * LOOK_NANOS);

    long decided = nowNanos;
    reset.reset();
    assertThat(asked).isZero();
    assertThat(nowNanos - decided).isLessThan(5 * LOOK_NANOS);
  }

  @Test
  void aSimulatorThatComesAfterTheDecisionIsOneFromThenOn() {
    reset.reset();
    listensSince = nowNanos;
    reset.reset();
    assertThat(asked).isEqualTo(1);
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.SIMULATOR);
  }

  @Test
  void aSimulatorThatStartsAgainIsWaitedFor() {
    listensSince = 0;
    reset.reset();
    listensSince = nowNanos + DISCOVERY_NANOS / 2;
    reset.reset();
    assertThat(asked).isEqualTo(2);
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.SIMULATOR);
  }

  @Test
  void whereASimulatorDoesNotComeBackItIsARobot() {
    listensSince = 0;
    reset.reset();
    listensUntil = nowNanos;
    reset.reset();
    assertThat(asked).isEqualTo(1);
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.ROBOT);
  }

  @Test
  void anInterruptedThreadNeitherWaitsNorDecides() {
    Thread.currentThread().interrupt();
    reset.reset();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).isZero();
    assertThat(reset.takenFor()).isEqualTo(OtherEnd.UNDECIDED);
    assertThat(nowNanos).isLessThan(5 * LOOK_NANOS);
  }
}
