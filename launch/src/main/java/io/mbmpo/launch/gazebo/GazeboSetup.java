package io.mbmpo.launch.gazebo;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.setup.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Makes Gazebo 11 ready: what this system has, or a Debian system in a folder of the user's cache,
 * kept and used again. It grows under another name, step by step; what a stopped setup has finished
 * is not done again, and a half-made one is never taken for whole.
 */
public final class GazeboSetup {
  /** The last Debian with a Gazebo server. */
  private static final String SUITE = "bullseye";

  /** From the next one: the DDS that the controller's peers speak. */
  private static final String NEXT_SUITE = "bookworm";

  private static final long NEEDED_BYTES = 4L << 30;

  private static final int TAIL = 8;

  private static final String NO_QUESTIONS = "DEBIAN_FRONTEND=noninteractive";

  private final Shell shell;
  private final PrintWriter out;
  private final ToLongFunction<Path> freeBytes;
  private final Path cache;
  private final Path apt;
  private String chosenMirror;
  private final Path whole;
  private final Path partial;
  private final Path log;

  /**
   * @param out tells the person what is done
   * @param cache the project's folder in the user's cache
   * @param apt apt's configuration, {@code /etc/apt}
   * @param freeBytes room left where a folder lies or will lie
   */
  public GazeboSetup(
      Shell shell, PrintWriter out, Path cache, Path apt, ToLongFunction<Path> freeBytes) {
    this.shell = shell;
    this.freeBytes = freeBytes;
    this.out = out;
    this.cache = cache;
    this.apt = apt;
    whole = GazeboRoot.made(cache);
    partial = cache.resolve("gazebo-root.partial");
    log = cache.resolve("gazebo-setup.log");
  }

  /**
   * Leaves Gazebo ready.
   *
   * @throws LaunchException when that cannot be done; the message says what to do by hand
   */
  public void run() throws InterruptedException {
    if (GazeboRoot.installed(shell)) {
      say("Gazebo 11 is installed on this system, with all that builds its plugin");
      return;
    }
    if (GazeboRoot.isMade(cache)) {
      say("Gazebo 11 is ready in " + whole);
      return;
    }
    try {
      Files.createDirectories(cache); // the log of the very first command lies there
      check();
      try (FileChannel file =
              FileChannel.open(
                  cache.resolve("gazebo-setup.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = file.tryLock()) {
        if (lock == null) {
          throw busy();
        }
        make();
      } catch (OverlappingFileLockException e) {
        throw busy();
      }
    } catch (IOException e) {
      throw LaunchException.environment("cannot write in " + cache + ": " + e, e);
    }
  }

  private LaunchException busy() {
    return LaunchException.environment("another setup of Gazebo is under way; its log: " + log);
  }

  private void check() throws InterruptedException {
    if (!shell.isRoot()) {
      throw LaunchException.environment(
          "only root can make and enter a system in a folder: run this, and ./mbmpo gazebo, as"
              + " root; or install here: gazebo 11, libgazebo-dev, cyclonedds-dev,"
              + " cyclonedds-tools, cmake, g++");
    }
    if (!shell.has("debootstrap")) {
      if (!shell.has("apt-get")) {
        throw LaunchException.environment(
            "debootstrap is not installed, and this machine has no apt-get to install it with");
      }
      step(
          "installing debootstrap",
          () -> {
            must(List.of("env", NO_QUESTIONS, "apt-get", "update", "-q"));
            must(List.of("env", NO_QUESTIONS, "apt-get", "install", "-q", "-y", "debootstrap"));
          });
    }
    long free = freeBytes.applyAsLong(cache);
    if (free < NEEDED_BYTES) {
      throw LaunchException.environment(
          String.format(
              Locale.ROOT,
              "%.1f GB are free in %s; 4 GB are needed while Gazebo is set up, 3 GB afterwards."
                  + " Another place: XDG_CACHE_HOME=FOLDER ./mbmpo setup gazebo",
              free / 1e9,
              cache));
    }
  }

  /** Takes packages from this mirror instead of apt's; null for apt's. */
  public GazeboSetup from(String mirror) {
    chosenMirror = mirror;
    return this;
  }

  private String mirror() {
    return Optional.ofNullable(chosenMirror)
        .or(() -> DebianMirror.of(apt))
        .orElseThrow(
            () ->
                LaunchException.environment(
                    "apt's sources in "
                        + apt
                        + " name no mirror of Debian; name one: ./mbmpo setup gazebo --mirror URL"));
  }

  private void make() throws IOException, InterruptedException {
    String mirror = mirror();
    long begun = System.nanoTime();
    say("a Debian system with Gazebo 11 in " + whole + " (3 GB, a few minutes; log: " + log + ")");
    Files.deleteIfExists(log);
    step(
        "1 of 4: base system",
        () -> {
          if (!done("base")) {
            deletePartial();
            must(List.of("debootstrap", "--variant=minbase", SUITE, partial.toString(), mirror));
            finish("base");
          }
        });
    configure(mirror);
    step(
        "2 of 4: Gazebo and compilers, the longest",
        () -> {
          if (!done("gazebo")) {
            inside("apt-get", "update", "-q");
            install("gazebo", "libgazebo-dev", "g++", "cmake", "make");
            finish("gazebo");
          }
        });
    step(
        "3 of 4: Cyclone DDS",
        () -> {
          if (!done("dds")) {
            install("-t", NEXT_SUITE, "cyclonedds-dev", "cyclonedds-tools");
            inside("apt-get", "clean");
            finish("dds");
          }
        });
    step("4 of 4: trying it", () -> inside("sh", "-c", "gzserver --version | grep 'version 11'"));
    Files.createFile(partial.resolve(GazeboRoot.MARK));
    Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
    say(
        String.format(
            Locale.ROOT,
            "Gazebo 11 is ready (%.0f s); remove it with: ./mbmpo setup gazebo --remove",
            (System.nanoTime() - begun) * 1e-9));
  }

  /** Names, proxies and keys as here; packages of the next suite only where they are asked for. */
  private void configure(String mirror) throws IOException {
    Path etc = partial.resolve("etc");
    copy(Path.of("/etc/resolv.conf"), etc.resolve("resolv.conf"));
    copy(Path.of("/etc/hosts"), etc.resolve("hosts"));
    Files.createDirectories(etc.resolve("apt/sources.list.d"));
    Files.createDirectories(etc.resolve("apt/preferences.d"));
    Files.writeString(
        etc.resolve("apt/sources.list.d/next.list"),
        "deb %s %s main%n".formatted(mirror, NEXT_SUITE));
    Files.writeString(
        etc.resolve("apt/preferences.d/next"),
        "Package: *\nPin: release n=" + NEXT_SUITE + "\nPin-Priority: 50\n");
    Path daemons = partial.resolve("usr/sbin/policy-rc.d"); // installs start no daemons
    Files.createDirectories(daemons.getParent());
    Files.writeString(daemons, "#!/bin/sh\nexit 101\n");
    if (!daemons.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + daemons + " executable");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Takes it all away again.
   *
   * @throws LaunchException when that fails
   */
  public void remove() throws InterruptedException {
    if (!Files.exists(whole) && !Files.exists(partial)) {
      say("there is no Gazebo of ours in " + cache);
      return;
    }
    try {
      Files.deleteIfExists(whole.resolve(GazeboRoot.MARK)); // from here on it is not whole
    } catch (IOException e) {
      throw LaunchException.environment("cannot remove " + whole + ": " + e.getMessage(), e);
    }
    delete(whole);
    deletePartial();
    say("removed " + whole);
  }

  private void deletePartial() throws InterruptedException {
    delete(partial);
  }

  /** What debootstrap had mounted when it was killed is let go first, and never deleted into. */
  private void delete(Path folder) throws InterruptedException {
    if (!Files.exists(folder)) {
      return;
    }
    for (String mounted : List.of("proc", "sys")) {
      if (isMounted(folder.resolve(mounted))) {
        must(List.of("umount", folder.resolve(mounted).toString()));
      }
    }
    must(List.of("rm", "-rf", "--one-file-system", folder.toString()));
  }

  private boolean done(String step) {
    return Files.exists(partial.resolve("mbmpo-done-" + step));
  }

  private void finish(String step) {
    try {
      Files.createFile(partial.resolve("mbmpo-done-" + step));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install(String... packages) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "install", "-q", "-y", "--no-install-recommends"));
    command.addAll(List.of(packages));
    inside(command.toArray(String[]::new));
  }

  private void inside(String... program) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("env", NO_QUESTIONS, "LC_ALL=C", "chroot", partial.toString()));
    command.addAll(List.of(program));
    must(command);
  }

  private void must(List<String> command) throws InterruptedException {
    List<String> logged =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", log.toString()));
    logged.addAll(command);
    int status = shell.run(logged);
    if (status != 0) {
      throw LaunchException.environment(
          "'"
              + String.join(" ", command)
              + "' ended with status "
              + status
              + lastWords()
              + "\nIs the network there? Run the same command again: it goes on where it stopped");
    }
  }

  private static boolean isMounted(Path folder) {
    try {
      return Files.readString(Path.of("/proc/self/mounts")).contains(" " + folder + " ");
    } catch (IOException e) {
      return false; // no such system
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return " (log: "
          + log
          + "); it said last:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** Room left where a folder lies or will lie, bytes. */
  public static long freeBytes(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // not known: the disk will tell
    }
  }

  /** A part of the work. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void step(String what, Work work) throws InterruptedException {
    out.print(what + " … ");
    out.flush();
    long begun = System.nanoTime();
    try {
      work.run();
    } catch (RuntimeException | InterruptedException e) {
      say("failed");
      throw e;
    }
    say(String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - begun) * 1e-9));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
