package io.mbmpo.rosnode;

import io.mbmpo.controller.ros.JointStateMessage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.executors.SingleThreadedExecutor;
import org.ros2.rcljava.node.ComposableNode;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.publisher.Publisher;
import org.ros2.rcljava.qos.QoSProfile;
import sensor_msgs.msg.JointState;

/**
 * How long a joint state takes by rcljava to an echo and back into our own message: microseconds,
 * one a line, {@code inf} for one that did not come back within half a second. Run by {@code mbmpo
 * bench wire}. As in the controller one thread sends, and another one makes the node and spins it.
 */
public final class RoundTrip {
  private static final long SECOND = 1_000_000_000L;
  private static final long SPIN_NANOS = 50_000_000L;
  private static final long SETTLE_NANOS = SECOND / 5;
  private static final long MATCH_NANOS = 10 * SECOND;
  private static final long NEAR_NANOS = 150_000L;
  private static final int DEPTH = 10;

  private final Node node = RCLJava.createNode("mbmpo_round_trip", "", RCLJava.getDefaultContext());
  private final Publisher<JointState> ping =
      node.createPublisher(JointState.class, "/ping", QoSProfile.keepLast(DEPTH));
  private final JointStateMessage pong = new JointStateMessage();
  private final JointState message;
  private final int hz;
  private final double[] micros;
  private volatile Thread pinger;
  private volatile int backNumber = -1;
  private volatile long backNanos;

  private RoundTrip(int hz, int count, int joints) {
    this.hz = hz;
    micros = new double[count];
    List<Double> zeros = Collections.nCopies(joints, 0.0);
    message =
        new JointState()
            .setHeader(new std_msgs.msg.Header().setFrameId("base_link"))
            .setName(IntStream.range(0, joints).mapToObj(i -> "joint_number_" + i).toList())
            .setPosition(zeros)
            .setVelocity(zeros)
            .setEffort(zeros);
    node.createSubscription(JointState.class, "/pong", this::back, QoSProfile.keepLast(DEPTH));
  }

  /**
   * @param line messages a second, their number, joints of each
   */
  public static void main(String[] line) throws InterruptedException {
    int[] numbers = Arrays.stream(line).mapToInt(Integer::parseInt).toArray();
    RCLJava.rclJavaInit();
    RoundTrip trip = new RoundTrip(numbers[0], numbers[1], numbers[2]);
    boolean matched = trip.measure();
    RCLJava.shutdown();
    if (!matched) {
      System.err.println("the echo was not discovered in 10 s");
      System.exit(1);
    }
    for (double time : trip.micros) {
      System.out.println(
          Double.isInfinite(time) ? "inf" : String.format(Locale.ROOT, "%.3f", time));
    }
    System.exit(0); // rcljava's natives leave nothing running; Java's own threads may
  }

  private boolean measure() throws InterruptedException {
    SingleThreadedExecutor executor = new SingleThreadedExecutor();
    executor.addNode(
        new ComposableNode() {
          @Override
          public Node getNode() {
            return node;
          }
        });
    long end = System.nanoTime() + MATCH_NANOS;
    while (node.getPublishersInfo("/pong").isEmpty()
        || node.getSubscriptionsInfo("/ping").isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      executor.spinOnce(SPIN_NANOS);
    }
    Thread sending = new Thread(this::send, "ping");
    pinger = sending;
    sending.start();
    while (sending.isAlive()) {
      executor.spinOnce(SPIN_NANOS);
    }
    sending.join();
    return true;
  }

  private void back(JointState arrived) {
    if (Conversions.read(arrived, pong) == null) {
      backNanos = System.nanoTime();
      backNumber = pong.header.stampS;
      LockSupport.unpark(pinger);
    }
  }

  private void send() {
    long next = System.nanoTime() + SETTLE_NANOS;
    for (int n = 0; n < micros.length; n++) {
      next += SECOND / hz;
      sleepUntil(next);
      message.getHeader().getStamp().setSec(n);
      long sent = System.nanoTime();
      ping.publish(message);
      while (backNumber != n && System.nanoTime() - sent < SECOND / 2) {
        LockSupport.parkNanos(SECOND / 20);
      }
      micros[n] = backNumber == n ? (backNanos - sent) * 1e-3 : Double.POSITIVE_INFINITY;
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      if (left > NEAR_NANOS) {
        LockSupport.parkNanos(left - NEAR_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
