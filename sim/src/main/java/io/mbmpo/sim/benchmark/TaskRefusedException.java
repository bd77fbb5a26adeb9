package io.mbmpo.sim.benchmark;

/** A benchmark task that does not exist, or not as asked for; the message says what there is. */
public final class TaskRefusedException extends RuntimeException {
  TaskRefusedException(String message) {
    super(message);
  }
}
