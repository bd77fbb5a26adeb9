package io.mbmpo.learner.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that stores episodes and acknowledges each on standard output, until it is killed. */
final class StoreWriter {
  private StoreWriter() {}

  public static void main(String[] arguments) throws IOException {
    try (TransitionStore store = new TransitionStore(Path.of(arguments[0]))) {
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        store.add(Episodes.episode(1, i, 800));
        System.out.write((i + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
      }
    }
  }
}
