package io.mbmpo.controller.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where recordings go; a test puts one in its place that fails. */
interface Disk {
  /** The disk. */
  Disk REAL =
      new Disk() {
        @Override
        public Output create(Path file) throws IOException {
          return new FileOutput(
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
        }

        @Override
        public long free(Path folder) throws IOException {
          return Files.getFileStore(folder).getUsableSpace();
        }
      };

  /** Makes an empty file. */
  Output create(Path file) throws IOException;

  /** Room that is left, bytes. */
  long free(Path folder) throws IOException;

  /** A file being written. */
  interface Output extends WritableByteChannel {
    /** Returns when what was written would survive a power cut. */
    void sync() throws IOException;

    /** Cuts the file to this length. */
    void cut(long length) throws IOException;
  }

  /** A file. */
  final class FileOutput implements Output {
    private final FileChannel channel;

    FileOutput(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return channel.write(source);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void cut(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
