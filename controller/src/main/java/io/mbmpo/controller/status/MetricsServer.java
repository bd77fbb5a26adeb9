package io.mbmpo.controller.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Shows reports to Prometheus at {@code /metrics}. One thread answers, one request after the other;
 * what it answers is never made on the control thread. Who does not finish its request within
 * seconds is cut off.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int BACKLOG = 8;

  static {
    // Read once, by the first server of the process; without them a silent client holds it for
    // ever.
    setIfAbsent("sun.net.httpserver.maxReqTime", "3"); // s
    setIfAbsent("sun.net.httpserver.maxRspTime", "3");
  }

  private static void setIfAbsent(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }

  private final HttpServer server;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
          });
  private final Supplier<ControllerReport> reports;

  /**
   * Answers at once.
   *
   * @param address port 0: any that is free
   * @throws IOException when the address cannot be had
   */
  public MetricsServer(InetSocketAddress address, Supplier<ControllerReport> reports)
      throws IOException {
    this.reports = reports;
    server = HttpServer.create(address, BACKLOG);
    server.createContext("/", this::answer);
    server.setExecutor(worker);
    server.start();
  }

  /** Where it answers. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "text/plain; charset=utf-8", "metrics are at " + PATH + "\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "text/plain; charset=utf-8", "GET only\n");
      } else {
        send(exchange, 200, PrometheusText.CONTENT_TYPE, PrometheusText.of(reports.get()));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    worker.shutdownNow();
  }
}
