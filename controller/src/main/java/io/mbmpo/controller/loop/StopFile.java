package io.mbmpo.controller.loop;

import io.mbmpo.controller.safety.EmergencyStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The emergency stop that needs no network: while a file {@value #STOP} lies in one of the folders,
 * the robot is stopped; so it is after a restart. Whenever a file {@value #CLEAR} is written there,
 * what is latched and over is cleared. A thread of its own looks every {@value #PERIOD_MILLIS} ms.
 */
public final class StopFile implements AutoCloseable {
  /** While it is there, the robot is stopped. */
  public static final String STOP = "estop";

  /** Writing it clears what is latched. */
  public static final String CLEAR = "clear";

  private static final long PERIOD_MILLIS = 10;
  private static final FileTime NEVER = FileTime.fromMillis(0);

  private final List<Path> folders;
  private final EmergencyStop stop;
  private final Runnable clear;
  private final List<FileTime> cleared = new ArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stop-file");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Looks once, so that a robot that is to be stopped never starts.
   *
   * @param clear clears what is latched and over
   */
  public StopFile(List<Path> folders, EmergencyStop stop, Runnable clear) {
    this.folders = List.copyOf(folders);
    this.stop = stop;
    this.clear = clear;
    folders.forEach(folder -> cleared.add(written(folder.resolve(CLEAR))));
    look();
  }

  /** Begins to look. */
  public void start() {
    var unused =
        watch.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One look. A folder that cannot be looked into counts as a stop. */
  void look() {
    stop.set(EmergencyStop.Source.FILE, folders.stream().anyMatch(StopFile::stopsIn));
    for (int i = 0; i < folders.size(); i++) {
      FileTime time = written(folders.get(i).resolve(CLEAR));
      if (!time.equals(cleared.set(i, time)) && !time.equals(NEVER)) {
        clear.run();
      }
    }
  }

  /** Also where nobody can tell; Java releases differ in what they take for a missing file. */
  private static boolean stopsIn(Path folder) {
    try {
      Files.readAttributes(folder.resolve(STOP), BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return Files.exists(folder) && !Files.isDirectory(folder);
    } catch (IOException e) {
      return true;
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return NEVER; // not there
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
