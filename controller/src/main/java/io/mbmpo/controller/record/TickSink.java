package io.mbmpo.controller.record;

/** Takes the records of ticks. Real-time safe: neither allocates nor waits. */
public interface TickSink {
  /** The record to be filled next; null when there is no room for one. */
  TickRecord claim();

  /** The claimed record is filled. */
  void publish();
}
