package io.mbmpo.controller.loop;

import io.mbmpo.controller.realtime.OperatingSystem;
import java.util.Map;
import java.util.Optional;

/** A machine that neither grants nor refuses: tests must not starve the others on this one. */
public final class GrantsNothing implements OperatingSystem {
  @Override
  public Map<Integer, String> threads() {
    return Map.of();
  }

  @Override
  public int currentThread() {
    return 1;
  }

  @Override
  public Optional<String> prefer(int thread, int priority) {
    return Optional.empty();
  }

  @Override
  public Optional<String> bind(int cpu) {
    return Optional.empty();
  }

  @Override
  public Optional<String> lockMemory() {
    return Optional.empty();
  }

  @Override
  public Wakefulness stayAwake() {
    return new Wakefulness(() -> {}, Optional.empty());
  }
}
