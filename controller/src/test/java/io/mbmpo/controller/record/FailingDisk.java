package io.mbmpo.controller.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A disk with so much room and no more: the write that goes past its end is cut short and fails.
 */
final class FailingDisk implements Disk {
  private long left;
  long reportedFree = Long.MAX_VALUE / 2;
  int syncs;

  FailingDisk(long room) {
    left = room;
  }

  @Override
  public Output create(Path file) throws IOException {
    Output real = Disk.REAL.create(file);
    return new Output() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        if (left == 0) {
          throw new IOException("No space left on device");
        }
        int limit = source.limit();
        source.limit((int) Math.min(limit, source.position() + left));
        int written = real.write(source);
        source.limit(limit);
        left -= written;
        return written;
      }

      @Override
      public void sync() throws IOException {
        syncs++;
        real.sync();
      }

      @Override
      public void cut(long length) throws IOException {
        real.cut(length);
      }

      @Override
      public boolean isOpen() {
        return real.isOpen();
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }

  @Override
  public long free(Path folder) {
    return reportedFree;
  }
}
