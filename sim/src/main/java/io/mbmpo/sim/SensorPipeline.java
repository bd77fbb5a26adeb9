package io.mbmpo.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way of one sensor's readings from measurement to publication: a delay of whole ticks.
 * Readings keep the stamp of their measurement. Steps allocate nothing.
 *
 * @param <T> a mutable reading
 */
final class SensorPipeline<T> {
  private final Supplier<T> create;
  private final Consumer<T> publish;
  private final List<T> ring = new ArrayList<>();
  private int delay;
  private int next;

  SensorPipeline(Supplier<T> create, Consumer<T> publish) {
    this.create = create;
    this.publish = publish;
    ring.add(create.get());
  }

  /** Forgets all readings; from now on each is published {@code ticks} ticks after the next. */
  void reset(int ticks) {
    delay = ticks;
    next = 0;
    while (ring.size() < ticks + 1) {
      ring.add(create.get());
    }
  }

  /** Where the next reading is to be written. */
  T measure() {
    return ring.get(next % (delay + 1));
  }

  /** Sends the reading just written on its way, and publishes the one that has arrived. */
  void push() {
    next++;
    if (next > delay) {
      publish.accept(ring.get(next % (delay + 1)));
    }
  }
}
