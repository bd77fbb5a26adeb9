package io.mbmpo.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.Bench;
import io.mbmpo.controller.loop.GrantsNothing;
import io.mbmpo.controller.loop.PacedRobot;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusTest {
  private static final Pattern LINE =
      Pattern.compile(
          "# (HELP|TYPE) mbmpo_[a-z_]+ .+"
              + "|mbmpo_[a-z_]+\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\} -?[0-9.e+-]+");

  private final Bench bench = new Bench();
  private final EmergencyStop stop = new EmergencyStop(bench.flags);

  private ControllerReports reports(Optional<RealTimeLoop> loop) {
    return new ControllerReports(bench.controller, stop, () -> "waiting for a plan", loop);
  }

  @Test
  void aReportSaysHowTheControllerIs() {
    bench.running(Bench.random("e", 50));
    stop.set(EmergencyStop.Source.FILE, true);
    bench.ticks(2);
    try (ControllerReports reports = reports(Optional.empty())) {
      ControllerReport report = reports.get();
      assertThat(report.mode()).isEqualTo(Mode.ESTOP);
      assertThat(report.failsafe()).contains(Condition.EMERGENCY_STOP);
      assertThat(report.stops()).containsExactly(EmergencyStop.Source.FILE);
      assertThat(report.waitingFor()).isEqualTo("waiting for a plan");
      assertThat(report.loop()).isEmpty();
    }
  }

  @Test
  void itsTextIsPrometheusAndSaysTheSame() throws Exception {
    try (PacedRobot robot = new PacedRobot(bench.robot);
        RealTimeLoop loop =
            new RealTimeLoop(bench.controller, robot::nowNanos, new GrantsNothing())) {
      loop.start();
      while (bench.controller.severity() != Severity.NONE) {
        LockSupport.parkNanos(1_000_000);
      }
      try (ControllerReports reports = reports(Optional.of(loop))) {
        String text = PrometheusText.of(reports.get());
        assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(text)
            .contains("mbmpo_mode{robot=\"go1\",mode=\"OFF\"} 1\n")
            .contains("mbmpo_failsafe{robot=\"go1\",condition=\"TILT\"} 0\n")
            .contains("mbmpo_tick_lateness_seconds_bucket{robot=\"go1\",le=\"+Inf\"} ")
            .contains("# TYPE mbmpo_tick_compute_seconds histogram");
        long ticks = reports.get().loop().orElseThrow().allLateness().count();
        assertThat(text).contains("mbmpo_tick_lateness_seconds_count{robot=\"go1\"} " + ticks);
      }
    }
  }

  @Test
  void metricsAreServedOnTheirPathOnlyAndOnlyToGet() throws Exception {
    try (ControllerReports reports = reports(Optional.empty());
        MetricsServer server =
            new MetricsServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reports)) {
      assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
      HttpResponse<String> metrics = ask(server, "GET", "/metrics");
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body()).isEqualTo(PrometheusText.of(reports.get()));
      assertThat(ask(server, "GET", "/").statusCode()).isEqualTo(404);
      assertThat(ask(server, "POST", "/metrics").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aClientThatNeverFinishesItsRequestHoldsNobodyElseUpForLong() throws Exception {
    try (ControllerReports reports = reports(Optional.empty());
        MetricsServer server =
            new MetricsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reports);
        Socket silent = new Socket(server.address().getAddress(), server.address().getPort())) {
      silent.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
      silent.getOutputStream().flush();
      assertThat(ask(server, "GET", "/metrics").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> ask(MetricsServer server, String method, String path)
      throws Exception {
    URI uri = new URI("http", null, "127.0.0.1", server.address().getPort(), path, null, null);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
