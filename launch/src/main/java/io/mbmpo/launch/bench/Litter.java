package io.mbmpo.launch.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/** A thread that allocates at a steady rate and keeps a little of it, so the collector works. */
final class Litter implements AutoCloseable {
  private static final int PIECE_BYTES = 1000;
  private static final int KEPT_PIECES = 20_000;
  private static final long REST_NANOS = 1_000_000;

  private final double bytesPerNano;
  private final Deque<byte[]> kept = new ArrayDeque<>(KEPT_PIECES);
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param megabytesPerS how much it allocates
   */
  Litter(double megabytesPerS) {
    bytesPerNano = megabytesPerS * 1e-3;
    thread = new Thread(this::allocate, "litter");
    thread.setDaemon(true);
    thread.start();
  }

  private void allocate() {
    long start = System.nanoTime();
    long bytes = 0;
    while (running) {
      while (bytes < (System.nanoTime() - start) * bytesPerNano) {
        byte[] piece = new byte[PIECE_BYTES];
        bytes += PIECE_BYTES;
        if (kept.size() == KEPT_PIECES) {
          kept.removeFirst();
        }
        kept.addLast(piece);
      }
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  @Override
  public void close() {
    running = false;
  }
}
