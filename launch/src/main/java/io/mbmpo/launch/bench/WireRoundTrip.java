package io.mbmpo.launch.bench;

import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsReader;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.ros.JointStateMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * How long a joint state takes to an echo on Cyclone DDS and back, from here and from Cyclone
 * itself, by turns, at the same rate and size, reliable, on this machine's loopback.
 */
public final class WireRoundTrip {
  private static final long SECOND = 1_000_000_000L;
  private static final long SPIN_NANOS = 150_000;
  private static final long MATCH_NANOS = 10 * SECOND;
  private static final double LEASE_S = 5;

  private final CycloneProgram cyclone;
  private final Optional<RcljavaProgram> rcljava;
  private final int domain;
  private final int hz;
  private final int count;
  private final int joints;

  /**
   * @param root of the project
   * @param domain ROS domain to use
   * @param hz messages a second
   * @param seconds length of a turn, s
   * @param joints of the message
   */
  public WireRoundTrip(Path root, int domain, int hz, double seconds, int joints) {
    cyclone = CycloneProgram.build(root);
    rcljava = RcljavaProgram.sourced(System.getenv("AMENT_PREFIX_PATH"));
    this.domain = domain;
    this.hz = hz;
    this.count = (int) Math.ceil(seconds * hz);
    this.joints = joints;
  }

  /**
   * What a turn came to.
   *
   * @param p50 median, µs
   * @param p99 99th percentile, µs
   * @param lost messages that did not come back within half a second
   */
  public record Turn(double p50, double p99, int lost) {
    static Turn of(double[] micros) {
      double[] sorted = micros.clone();
      Arrays.sort(sorted);
      int lost = (int) Arrays.stream(sorted).filter(Double::isInfinite).count();
      return new Turn(
          sorted[sorted.length / 2], sorted[(int) Math.ceil(0.99 * sorted.length) - 1], lost);
    }
  }

  /** Cyclone to Cyclone. */
  public Turn cyclone() {
    Process echo = cyclone.start("echo", domain);
    try {
      return Turn.of(cyclone.ping(domain, hz, count, joints));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      echo.destroyForcibly().onExit().join();
    }
  }

  /** From here to Cyclone. */
  public Turn ours() {
    Process echo = cyclone.start("echo", domain);
    try (DdsParticipant participant =
        new DdsParticipant("ping", domain, List.of("127.0.0.1"), LEASE_S)) {
      Ping ping = new Ping(participant);
      ping.awaitEcho();
      return Turn.of(ping.run(count));
    } finally {
      echo.destroyForcibly().onExit().join();
    }
  }

  /** From a node on rcljava to Cyclone; empty where no workspace with the node is sourced. */
  public Optional<Turn> rcljava() {
    return rcljava.map(
        program -> {
          Process echo = cyclone.start("echo", domain);
          try {
            return Turn.of(program.ping(domain, hz, count, joints));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            echo.destroyForcibly().onExit().join();
          }
        });
  }

  /**
   * From here to Cyclone for long, turn after turn without a pause.
   *
   * @param turns number of turns, each as long as one of {@link #ours}
   * @param told every turn when it has ended, and this process's resident memory then, MB
   */
  public void soak(int turns, BiConsumer<Turn, Double> told) {
    Process echo = cyclone.start("echo", domain);
    try (DdsParticipant participant =
        new DdsParticipant("soak", domain, List.of("127.0.0.1"), LEASE_S)) {
      Ping ping = new Ping(participant);
      ping.awaitEcho();
      for (int turn = 0; turn < turns; turn++) {
        told.accept(Turn.of(ping.run(count)), residentMb());
      }
    } finally {
      echo.destroyForcibly().onExit().join();
    }
  }

  private static double residentMb() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String kb = lines.filter(line -> line.startsWith("VmRSS:")).findAny().orElse("VmRSS: NaN");
      return Double.parseDouble(kb.replaceAll("VmRSS:\\s*(\\S+).*", "$1")) / 1024;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private final class Ping {
    private final DdsWriter<JointStateMessage> writer;
    private final DdsReader<JointStateMessage> reader;
    private final JointStateMessage message = new JointStateMessage();
    private final Thread pinger = Thread.currentThread();
    private volatile int backNumber = -1;
    private volatile long backNanos;
    private int number;

    Ping(DdsParticipant participant) {
      message.header.frameId.set("base_link");
      message.name.length = joints;
      message.position.length = joints;
      message.velocity.length = joints;
      message.effort.length = joints;
      for (int i = 0; i < joints; i++) {
        message.name.values[i].set("joint_number_" + i);
      }
      writer = participant.writer("rt/ping", message, Qos.RELIABLE);
      reader = participant.reader("rt/pong", new JointStateMessage(), Qos.RELIABLE, this::back);
    }

    private void back(JointStateMessage pong) {
      backNanos = System.nanoTime();
      backNumber = pong.header.stampS;
      LockSupport.unpark(pinger);
    }

    double[] run(int count) {
      double[] micros = new double[count];
      long next = System.nanoTime() + SECOND / 5; // let the machine settle
      for (int n = 0; n < count; n++, number++) {
        next += SECOND / hz;
        sleepUntil(next);
        message.header.stampS = number;
        long sent = System.nanoTime();
        writer.write(message);
        while (backNumber != number && System.nanoTime() - sent < SECOND / 2) {
          LockSupport.parkNanos(SECOND / 20);
        }
        micros[n] = backNumber == number ? (backNanos - sent) * 1e-3 : Double.POSITIVE_INFINITY;
      }
      return micros;
    }

    /** That the other side knows of this reader, too, only a message that comes back can tell. */
    private void awaitEcho() {
      long end = System.nanoTime() + MATCH_NANOS;
      while (writer.matched() == 0 || reader.matched() == 0 || Turn.of(run(1)).lost() > 0) {
        if (System.nanoTime() > end) {
          throw LaunchException.failedRun("the echo on Cyclone DDS was not discovered in 10 s");
        }
        LockSupport.parkNanos(SECOND / 100);
      }
    }

    private void sleepUntil(long nanos) {
      for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
        if (left > SPIN_NANOS) {
          LockSupport.parkNanos(left - SPIN_NANOS);
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }
}
