package io.mbmpo.controller.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.robotconfigs.RealTimeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
  private static final RealTimeConfig ASKED = new RealTimeConfig(80, 1, 0.0002);

  /** A machine that writes down what it is asked and refuses what it is told to refuse. */
  private static final class Machine implements OperatingSystem {
    final List<String> asked = new ArrayList<>();
    String refused = "nothing";
    boolean asleep = true;

    private Optional<String> answer(String question) {
      asked.add(question);
      return question.startsWith(refused)
          ? Optional.of(question + ": Operation not permitted")
          : Optional.empty();
    }

    @Override
    public Map<Integer, String> threads() {
      return new TreeMap<>(
          Map.of(7, "control", 8, "VM Thread", 9, "GC Thread#0", 10, "C2 CompilerThre"));
    }

    @Override
    public int currentThread() {
      return 7;
    }

    @Override
    public Optional<String> prefer(int thread, int priority) {
      return answer("prefer " + thread + " " + priority);
    }

    @Override
    public Optional<String> bind(int cpu) {
      return answer("bind " + cpu);
    }

    @Override
    public Optional<String> lockMemory() {
      return answer("lock");
    }

    @Override
    public Wakefulness stayAwake() {
      asleep = false;
      return new Wakefulness(() -> asleep = true, answer("awake"));
    }
  }

  private final Machine machine = new Machine();

  @Test
  void theThreadIsPreferredAndSoAreThoseForWhichItWaits() {
    Privileges given = Privileges.acquire(ASKED, machine);
    assertThat(machine.asked)
        .containsExactly("lock", "bind 1", "prefer 7 80", "prefer 8 80", "prefer 9 80", "awake");
    assertThat(given.preferred()).isTrue();
    assertThat(given.warning()).isEmpty();
    assertThat(machine.asleep).isFalse();
    given.close();
    assertThat(machine.asleep).isTrue();
  }

  @Test
  void anyProcessorMeansThatItIsBoundToNone() {
    Privileges.acquire(new RealTimeConfig(80, -1, 0), machine).close();
    assertThat(machine.asked).noneMatch(question -> question.startsWith("bind"));
  }

  @Test
  void priorityZeroAsksForNothing() {
    Privileges given = Privileges.acquire(new RealTimeConfig(0, -1, 0), machine);
    assertThat(machine.asked).isEmpty();
    assertThat(given.preferred()).isFalse();
    assertThat(given.warning()).isEmpty();
  }

  @Test
  void whatIsRefusedIsOneWarningThatNamesTheRemedyAndTheRestIsStillAsked() {
    machine.refused = "prefer";
    Privileges given = Privileges.acquire(ASKED, machine);
    assertThat(machine.asked).containsExactly("lock", "bind 1", "prefer 7 80", "awake");
    assertThat(given.preferred()).isFalse();
    assertThat(given.warning().orElseThrow())
        .contains(
            "without real-time scheduling",
            "prefer 7 80: Operation not permitted",
            "rtprio 95",
            "memlock unlimited",
            "limits.d");
  }

  @Test
  void refusedMemoryLeavesTheThreadPreferred() {
    machine.refused = "lock";
    Privileges given = Privileges.acquire(ASKED, machine);
    assertThat(given.preferred()).isTrue();
    assertThat(given.refused()).containsExactly("lock: Operation not permitted");
    assertThat(given.warning().orElseThrow()).contains("without all that it asked for");
  }

  @Test
  void thisMachineAnswersEveryQuestion() throws InterruptedException {
    List<Privileges> given = new ArrayList<>();
    Thread thread =
        new Thread( // for the moment that it lives
            () -> given.add(Privileges.acquire(new RealTimeConfig(1, 0, 0), new Linux())));
    thread.start();
    thread.join();
    given.get(0).close();
    assertThat(given.get(0).preferred() || !given.get(0).refused().isEmpty()).isTrue();
    assertThat(new Linux().threads().values()).contains("VM Thread");
    assertThat(new Linux().prefer(0, 1000).orElseThrow()).startsWith("sched_setscheduler: ");
  }
}
