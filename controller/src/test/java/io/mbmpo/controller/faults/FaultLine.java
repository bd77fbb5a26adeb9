package io.mbmpo.controller.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One sensor's line into the controller, which can be given a fault. Counts ticks by being asked
 * once in each.
 *
 * @param <T> the sensor's sample
 */
final class FaultLine<T> {
  private final Predicate<T> source;
  private final BiConsumer<T, T> copy;
  private final BiConsumer<T, T> restamp;
  private final BiConsumer<T, Integer> garbage;
  private final Function<T, T> clone;
  private final int ticksLate;
  private final T newest;
  private final T lastGood;
  private final Deque<T> pipe = new ArrayDeque<>();
  private BiConsumer<T, Integer> lie = (sample, tick) -> {};
  private Fault fault;
  private int tick;

  /**
   * @param source takes the newest sample
   * @param copy copies its second argument into its first
   * @param restamp gives its first argument the stamp of its second
   * @param garbage spoils a sample, differently each tick
   * @param clone a copy of its own
   * @param empty a sample
   * @param ticksLate how long a fault in time lasts: well beyond the sensor's timeout
   */
  FaultLine(
      Predicate<T> source,
      BiConsumer<T, T> copy,
      BiConsumer<T, T> restamp,
      BiConsumer<T, Integer> garbage,
      Function<T, T> clone,
      T empty,
      int ticksLate) {
    this.source = source;
    this.copy = copy;
    this.restamp = restamp;
    this.garbage = garbage;
    this.clone = clone;
    this.ticksLate = ticksLate;
    newest = empty;
    lastGood = clone.apply(empty);
  }

  /** From now on. */
  void inject(Fault injected, BiConsumer<T, Integer> falsify) {
    fault = injected;
    lie = falsify;
    tick = 0;
  }

  boolean take(T into) {
    boolean fresh = source.test(newest);
    if (fault == null) {
      if (fresh) {
        copy.accept(lastGood, newest);
        copy.accept(into, newest);
      }
      return fresh;
    }
    int now = tick++;
    if (!fresh) {
      return false;
    }
    boolean passes =
        switch (fault) {
          case OFF -> false;
          case STUCK, GARBAGE, WRONG -> true;
          case SLOW -> now % ticksLate == ticksLate - 1;
          case INTERMITTENT -> now / ticksLate % 2 == 1;
          case DELAYED -> {
            pipe.addLast(clone.apply(newest));
            yield pipe.size() > ticksLate;
          }
        };
    if (!passes) {
      return false;
    }
    copy.accept(into, fault == Fault.DELAYED ? pipe.removeFirst() : newest);
    switch (fault) {
      case STUCK -> {
        copy.accept(into, lastGood);
        restamp.accept(into, newest);
      }
      case GARBAGE -> garbage.accept(into, now);
      case WRONG -> lie.accept(into, now);
      default -> {}
    }
    return true;
  }
}
