package io.mbmpo.launch.doctor;

import com.google.common.util.concurrent.Uninterruptibles;
import io.mbmpo.controller.realtime.OperatingSystem;
import io.mbmpo.controller.realtime.Privileges;
import io.mbmpo.robotconfigs.RealTimeConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The control thread would be given what it asks for; tried on a thread that then ends. */
final class RealTimeCheck implements Supplier<Verdict> {
  private static final String WHAT = "real-time rights";

  private final RealTimeConfig config;
  private final OperatingSystem system;

  RealTimeCheck(RealTimeConfig config, OperatingSystem system) {
    this.config = config;
    this.system = system;
  }

  @Override
  public Verdict get() {
    if (config.priority() == 0) {
      return Verdict.note(WHAT, "not asked for (onboard.real_time.priority: 0)");
    }
    AtomicReference<List<String>> refused = new AtomicReference<>(List.of("the asking failed"));
    AtomicReference<Boolean> preferred = new AtomicReference<>(false);
    Thread asking =
        new Thread(
            () -> {
              try (Privileges given = Privileges.acquire(config, system)) {
                preferred.set(given.preferred());
                refused.set(given.refused());
              }
            },
            "doctor-rights");
    asking.start();
    Uninterruptibles.joinUninterruptibly(asking);
    if (refused.get().isEmpty()) {
      return Verdict.ok(WHAT, Verdict.text("given, priority %d", config.priority()));
    }
    String figure = String.join("; ", refused.get());
    return preferred.get()
        ? Verdict.warn(WHAT, "not all given: " + figure, Privileges.REMEDY)
        : Verdict.fault(WHAT, "refused: " + figure, Privileges.REMEDY);
  }
}
