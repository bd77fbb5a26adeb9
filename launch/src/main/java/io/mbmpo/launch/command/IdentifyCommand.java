package io.mbmpo.launch.command;

import io.mbmpo.controller.record.RecordingException;
import io.mbmpo.controller.record.RecordingReader;
import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.identify.IdentifiedTable;
import io.mbmpo.launch.identify.OverlayText;
import io.mbmpo.launch.identify.RecordedMotion;
import io.mbmpo.launch.identify.SensorDelay;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Revision;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.identify.Estimate;
import io.mbmpo.sim.identify.Identification;
import io.mbmpo.sim.identify.Identified;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo identify}. */
@Command(
    name = "identify",
    sortOptions = false,
    description = {
      "Find out from recordings how a robot's joints and delays differ from the simulated ones.",
      "Friction of each joint, motor strength, delay of commands and sensors, each with its"
          + " confidence interval; what the recordings do not determine is said, not guessed. Looks"
          + " at legs that move in the air: of a robot that hangs, or at each step of one that"
          + " walks."
    },
    footer = {
      "",
      "Examples:",
      "  ./mbmpo identify runs/go1-s1-20261124-101500 --out go1-identified.yaml",
      "  ./mbmpo evaluate --overlay go1-identified.yaml"
    })
public final class IdentifyCommand implements Callable<Integer> {
  private final Place place;
  private final InstantSource clock;
  @Spec private CommandSpec spec;

  @Mixin private RecordingFiles recordings;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      description = "Robot that they must be of (default: that of the first).")
  private String robot;

  @Option(
      names = "--hung",
      description = "The robot hung in the air in all of them, its feet free.")
  private boolean hung;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write what is determined as an overlay for --overlay.")
  private Path out;

  public IdentifyCommand(Place place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    List<Path> files = recordings.files(place);
    if (out != null && Files.exists(out)) {
      throw LaunchException.usage("--out " + out + " exists already; name another");
    }
    RobotConfig config = RobotOption.config(place, robot == null ? first(files) : robot);
    PrintWriter printer = spec.commandLine().getOut();
    Identification identification = new Identification(config);
    RecordedMotion motion = new RecordedMotion(config, identification::add);
    for (Path file : files) {
      read(motion, file, printer);
    }
    Identified identified = identification.result();
    Estimate sensorDelay = SensorDelay.of(motion, config);
    printer.printf(
        Locale.ROOT,
        "%s, %d recordings, %.1f s. In brackets: 95 %% confidence interval.%n",
        config.name(),
        files.size(),
        motion.seconds());
    IdentifiedTable table = new IdentifiedTable(config, identified, sensorDelay);
    table.lines().forEach(printer::println);
    printer.flush();
    if (!identified.commandDelayS().determined()
        && !identified.motorStrength().determined()
        && identified.joints().stream().noneMatch(j -> j.frictionNm().determined())) {
      throw LaunchException.failedRun(
          "these recordings determine nothing about the drives; record a robot that hangs and moves"
              + " all its joints, or one that walks (docs/identify.md)");
    }
    if (out != null) {
      List<String> names = files.stream().map(place::typed).toList();
      write(
          new OverlayText(config, identified, sensorDelay)
              .write(names, motion.seconds(), clock.instant(), Revision.of(place.root())));
      printer.printf(
          "Written: %1$s. Try it: ./mbmpo evaluate --robot %2$s --overlay %1$s%n",
          out, config.name());
      printer.flush();
    }
    return ExitCodes.OK;
  }

  private String first(List<Path> files) throws IOException {
    try {
      return new RecordingReader(files.get(0)).head().robot();
    } catch (RecordingException e) {
      throw LaunchException.usage(e.getMessage(), e);
    }
  }

  private void read(RecordedMotion motion, Path file, PrintWriter printer) throws IOException {
    try {
      if (!motion.read(file, hung)) {
        printer.printf(
            "%s: not closed in order (killed, or the disk was full): read to its last whole"
                + " chunk%n",
            place.typed(file));
      }
    } catch (RecordingException e) {
      throw LaunchException.usage(place.typed(file) + ": " + e.getMessage(), e);
    }
  }

  private void write(String text) {
    try {
      Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw LaunchException.usage("--out " + out + " exists already; name another", e);
    } catch (IOException e) {
      throw LaunchException.environment("cannot write " + out + ": " + e.getMessage(), e);
    }
  }
}
