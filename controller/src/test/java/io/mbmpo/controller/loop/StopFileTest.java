package io.mbmpo.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.ConditionFlags;
import io.mbmpo.controller.safety.EmergencyStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StopFileTest {
  @TempDir Path all;
  @TempDir Path one;

  private final ConditionFlags flags = new ConditionFlags();
  private final EmergencyStop stop = new EmergencyStop(flags);
  private int clears;

  private StopFile file() {
    return new StopFile(List.of(all, one), stop, () -> clears++);
  }

  private boolean stopped() {
    return (flags.bits() & Condition.EMERGENCY_STOP.bit()) != 0;
  }

  @Test
  void theRobotIsStoppedWhileTheFileLiesInEitherFolder() throws IOException {
    StopFile file = file();
    assertThat(stopped()).isFalse();
    Files.createFile(one.resolve("estop"));
    file.look();
    assertThat(stopped()).isTrue();
    Files.createFile(all.resolve("estop"));
    Files.delete(one.resolve("estop"));
    file.look();
    assertThat(stopped()).isTrue();
    Files.delete(all.resolve("estop"));
    file.look();
    assertThat(stopped()).isFalse();
  }

  @Test
  void aControllerThatStartsBesideTheFileIsStoppedFromTheBeginning() throws IOException {
    Files.createFile(all.resolve("estop"));
    file();
    assertThat(stopped()).isTrue();
  }

  @Test
  void everyWritingOfTheOtherFileClearsOnceAndAnOldOneDoesNot() throws IOException {
    Path clear = all.resolve("clear");
    Files.createFile(clear);
    StopFile file = file();
    file.look();
    assertThat(clears).isZero();
    Files.setLastModifiedTime(clear, FileTime.fromMillis(1_000_000));
    file.look();
    file.look();
    assertThat(clears).isEqualTo(1);
    Files.delete(clear);
    file.look();
    assertThat(clears).isEqualTo(1);
    Files.createFile(clear);
    file.look();
    assertThat(clears).isEqualTo(2);
  }

  @Test
  void aFolderThatIsNotThereYetStopsNothing() {
    new StopFile(List.of(all.resolve("later")), stop, () -> clears++);
    assertThat(stopped()).isFalse();
  }

  @Test
  void aFolderThatCannotBeLookedIntoStops() throws IOException {
    Path plain = Files.createFile(all.resolve("plain"));
    new StopFile(List.of(plain), stop, () -> clears++);
    assertThat(stopped()).isTrue();
  }

  @Test
  void onceStartedItLooksByItself() throws IOException {
    try (StopFile file = file()) {
      file.start();
      Files.createFile(all.resolve("estop"));
      while (!stopped()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
