package io.mbmpo.link.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay in front of a broker whose connections can be cut without a word. */
final class CuttableLine implements AutoCloseable {
  private final ServerSocket door;
  private final URI broker;
  private final List<Closeable> ends = new CopyOnWriteArrayList<>();

  CuttableLine(String brokerUri) throws IOException {
    this.broker = URI.create(brokerUri);
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String uri() {
    return "tcp://127.0.0.1:" + door.getLocalPort();
  }

  /** Both sides find their connection gone; new ones are taken. */
  void cut() {
    for (Closeable end : ends) {
      closeQuietly(end);
    }
    ends.clear();
  }

  @Override
  public void close() {
    closeQuietly(door);
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(broker.getHost(), broker.getPort());
        ends.add(near);
        ends.add(far);
        InputStream fromNear = near.getInputStream();
        InputStream fromFar = far.getInputStream();
        OutputStream toNear = near.getOutputStream();
        OutputStream toFar = far.getOutputStream();
        daemon(() -> relay(fromNear, toFar));
        daemon(() -> relay(fromFar, toNear));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private static void relay(InputStream from, OutputStream to) {
    try (from;
        to) {
      from.transferTo(to);
    } catch (IOException cut) {
      // Both streams are closed; that is the point.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "cuttable line");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Closeable end) {
    try {
      end.close();
    } catch (IOException gone) {
      // It was gone already.
    }
  }
}
