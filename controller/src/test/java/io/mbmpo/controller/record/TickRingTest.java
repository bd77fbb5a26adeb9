package io.mbmpo.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import org.junit.jupiter.api.Test;

class TickRingTest {
  private static TickRing ring(int capacity) {
    return new TickRing(capacity, () -> new TickRecord(Bench.CONFIG, Bench.TASK));
  }

  @Test
  void aFullRingHasNoRoomUntilTheOldestIsReleased() {
    TickRing ring = ring(3);
    assertThat(ring.capacity()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(ring.room()).isEqualTo(4 - i);
      ring.claim().tick = i;
      ring.publish();
    }
    assertThat(ring.claim()).isNull();
    assertThat(ring.peek().tick).isZero();
    ring.release();
    assertThat(ring.claim()).isNotNull();
    assertThat(ring.room()).isEqualTo(1);
  }

  @Test
  void whatIsClaimedButNotPublishedIsNotSeen() {
    TickRing ring = ring(4);
    ring.claim().tick = 1;
    assertThat(ring.peek()).isNull();
    ring.publish();
    assertThat(ring.peek().tick).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // yields for speed alone; it holds without them
  void everyRecordComesOutWholeAndInOrderWhateverTheTwoThreadsDo() throws InterruptedException {
    TickRing ring = ring(64);
    long records = 100_000;
    Thread control =
        new Thread(
            () -> {
              for (long i = 0; i < records; ) {
                TickRecord record = ring.claim();
                if (record == null) {
                  Thread.yield();
                  continue;
                }
                record.tick = i;
                record.nowNanos = ~i;
                record.joints.position[11] = i;
                ring.publish();
                i++;
              }
            });
    control.start();
    for (long i = 0; i < records; ) {
      TickRecord record = ring.peek();
      if (record == null) {
        Thread.yield();
        continue;
      }
      if (record.tick != i || record.nowNanos != ~i || record.joints.position[11] != i) {
        throw new AssertionError("record " + i + " came out as " + record.tick);
      }
      ring.release();
      i++;
    }
    control.join();
    assertThat(ring.peek()).isNull();
  }
}
