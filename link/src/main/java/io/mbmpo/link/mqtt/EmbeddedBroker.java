package io.mbmpo.link.mqtt;

import com.hivemq.embedded.EmbeddedHiveMQ;
import io.mbmpo.link.LinkException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker (HiveMQ Community Edition) inside this process, for the demo and for tests;
 * loopback only. Keeps everything in memory on purpose: both ends send again whatever matters, so
 * its files would only be one more thing to break. Not in the process of a real-time loop.
 *
 * <p>It logs by the loggers {@code com.hivemq}, {@code io.netty} and {@code jetbrains.exodus}; set
 * them to WARN to keep it quiet.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int START_S = 60;
  private static final int TRIES_FOR_A_FREE_PORT = 3;

  private final EmbeddedHiveMQ broker;
  private final int port;

  private EmbeddedBroker(EmbeddedHiveMQ broker, int port) {
    this.broker = broker;
    this.port = port;
  }

  /**
   * Starts and waits until clients can connect: about 3 s the first time.
   *
   * @param port TCP port, 0 for any free one
   * @param folder for the broker's configuration and working files, made if need be
   * @throws LinkException when the port is taken, naming it and what to do, or the broker fails
   */
  public static EmbeddedBroker start(int port, Path folder) {
    for (int left = port == 0 ? TRIES_FOR_A_FREE_PORT : 1; ; left--) {
      int chosen = free(port);
      try {
        return new EmbeddedBroker(run(chosen, folder), chosen);
      } catch (LinkException e) {
        if (left <= 1) {
          throw e;
        }
        LOG.warn("port {} was free a moment ago: {}; trying another", chosen, e.getMessage());
      }
    }
  }

  /** Where clients connect. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    try {
      broker.stop().get(START_S, TimeUnit.SECONDS);
      broker.close();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the embedded broker did not stop in order: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int free(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (BindException e) {
      throw new LinkException(
          ("port %d is in use on 127.0.0.1: stop what listens there, choose another with --port, or"
                  + " use that broker with --broker tcp://127.0.0.1:%d")
              .formatted(port, port),
          e);
    } catch (IOException e) {
      throw new LinkException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
  }

  private static EmbeddedHiveMQ run(int port, Path folder) {
    EmbeddedHiveMQ broker;
    try {
      Path conf = Files.createDirectories(folder.resolve("conf"));
      Path data = Files.createDirectories(folder.resolve("data"));
      Path extensions = Files.createDirectories(folder.resolve("extensions"));
      Files.writeString(conf.resolve("config.xml"), configuration(port));
      broker =
          EmbeddedHiveMQ.builder()
              .withConfigurationFolder(conf)
              .withDataFolder(data)
              .withExtensionsFolder(extensions)
              .withoutLoggingBootstrap()
              .build();
    } catch (IOException e) {
      throw new LinkException("cannot set up the embedded broker in " + folder + ": " + e, e);
    }
    try {
      broker.start().get(START_S, TimeUnit.SECONDS);
      return broker;
    } catch (ExecutionException | TimeoutException e) {
      throw new LinkException(
          "the embedded broker did not start on port %d with its files in %s: %s"
              .formatted(port, folder, e.getCause() == null ? e : e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("interrupted while the embedded broker started", e);
    }
  }

  private static String configuration(int port) {
    return """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener>
              <port>%d</port>
              <bind-address>127.0.0.1</bind-address>
            </tcp-listener>
          </listeners>
          <mqtt>
            <queued-messages>
              <max-queue-size>10000</max-queue-size>
              <strategy>discard</strategy>
            </queued-messages>
          </mqtt>
          <persistence>
            <mode>in-memory</mode>
          </persistence>
          <anonymous-usage-statistics>
            <enabled>false</enabled>
          </anonymous-usage-statistics>
        </hivemq>
        """
        .formatted(port);
  }
}
