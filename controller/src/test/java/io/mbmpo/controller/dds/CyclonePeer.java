package io.mbmpo.controller.dds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The program peer.c: a ROS 2 node's stand-in on Cyclone DDS, in a process of its own. Built when
 * first needed; tests are skipped where idlc, gcc or libddsc is missing.
 */
final class CyclonePeer implements AutoCloseable {
  private static final Path SOURCE = Path.of("src", "test", "cyclone").toAbsolutePath();

  /** Builds it in the folder where it is started. */
  static final Path SCRIPT = SOURCE.resolve("build.sh");

  private static final Path BUILD = Path.of("target", "cyclone").toAbsolutePath();
  private static final String LOOPBACK_MULTICAST =
      "<NetworkInterface name=\"lo\" multicast=\"true\"/>";
  private static final String LOOPBACK = "<NetworkInterface name=\"lo\"/>";

  private final Process process;
  private final PrintWriter input;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read, "peer");

  private CyclonePeer(Process process) {
    this.process = process;
    input = new PrintWriter(process.getOutputStream(), true, UTF_8);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("peer: " + e);
    }
  }

  /** On the loopback, with multicast. */
  static CyclonePeer start(String... arguments) {
    return start(
        "<General><Interfaces>" + LOOPBACK_MULTICAST + "</Interfaces></General>", arguments);
  }

  /** On the loopback as it is, without multicast: other participants are asked for one by one. */
  static CyclonePeer startWithoutMulticast(String... arguments) {
    return start(
        "<General><Interfaces>"
            + LOOPBACK
            + "</Interfaces><AllowMulticast>false</AllowMulticast></General>"
            + "<Discovery><ParticipantIndex>auto</ParticipantIndex>"
            + "<Peers><Peer Address=\"127.0.0.1\"/></Peers></Discovery>",
        arguments);
  }

  private static CyclonePeer start(String settings, String... arguments) {
    List<String> command = new ArrayList<>(List.of(build().toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "CYCLONEDDS_URI",
            "<CycloneDDS><Domain Id=\"any\">" + settings + "</Domain></CycloneDDS>");
    try {
      return new CyclonePeer(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where what the peer is built with is missing. */
  static void assumeInstalled() {
    for (String needed : List.of("idlc", "gcc")) {
      assumeTrue(
          Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, needed))),
          needed
              + " is not installed: apt-get install cyclonedds-dev cyclonedds-tools gcc libc6-dev");
    }
    assumeTrue(
        Files.exists(Path.of("/usr/include/dds/dds.h")),
        "Cyclone DDS is not installed: apt-get install cyclonedds-dev");
  }

  private static synchronized Path build() {
    assumeInstalled();
    Path program = BUILD.resolve("peer");
    try {
      if (!newer(program)) {
        Files.createDirectories(BUILD);
        Process build =
            new ProcessBuilder("sh", SCRIPT.toString())
                .directory(BUILD.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);
        assertThat(build.waitFor()).as(said).isZero();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the peer was not built", e);
    }
    return program;
  }

  private static boolean newer(Path program) throws IOException {
    if (!Files.exists(program)) {
      return false;
    }
    for (String source : List.of("peer.c", "ros.idl", "build.sh")) {
      if (Files.getLastModifiedTime(program)
              .compareTo(Files.getLastModifiedTime(SOURCE.resolve(source)))
          <= 0) {
        return false;
      }
    }
    return true;
  }

  /** Waits until it has said such a line, and returns the newest. */
  String await(String what, Predicate<String> line) {
    Wire.await(
        what + " from the peer, which said " + tail(),
        () -> lines.stream().anyMatch(line) || !reader.isAlive()); // ends with it
    return lines.stream()
        .filter(line)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("the peer ended: " + tail()));
  }

  private List<String> tail() {
    return lines.subList(Math.max(0, lines.size() - 3), lines.size());
  }

  /** All it has said. */
  List<String> lines() {
    return lines;
  }

  /** A line on its standard input. */
  void say(String line) {
    input.println(line);
  }

  /** kill −9; returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it in order. */
  @Override
  public void close() throws InterruptedException {
    input.close();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
