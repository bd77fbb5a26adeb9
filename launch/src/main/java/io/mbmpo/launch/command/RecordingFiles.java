package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingFolder;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Recordings, one by one or by the folder. */
final class RecordingFiles {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Recordings (.mcap), folders of recordings, or run folders.")
  private List<Path> paths;

  /**
   * All of them, those of a folder oldest first.
   *
   * @throws LaunchException when a folder has none, or cannot be listed
   */
  List<Path> files(Place place) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      Path inRun = path.resolve("recordings");
      Path folder = Files.isDirectory(inRun) ? inRun : path;
      try {
        List<Path> found = RecordingFolder.list(folder);
        if (found.isEmpty()) {
          throw LaunchException.usage("no recordings in " + place.typed(folder));
        }
        files.addAll(found);
      } catch (IOException e) {
        throw LaunchException.environment("cannot list " + folder + ": " + e.getMessage(), e);
      }
    }
    return files;
  }
}
