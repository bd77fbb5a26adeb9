package io.mbmpo.launch.role;

import io.mbmpo.controller.Controller;
import io.mbmpo.controller.loop.RealTimeLoop;
import io.mbmpo.controller.loop.StopFile;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.status.ControllerReport;
import io.mbmpo.controller.status.ControllerReports;
import io.mbmpo.controller.status.MetricsServer;
import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people have of a robot's process beside its link: stop file, reports, metrics. */
public final class Oversight implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Oversight.class);

  private final StopFile stopFile;
  private final ControllerReports reports;
  private final Optional<MetricsServer> metrics;

  /**
   * Works at once.
   *
   * @param stops told of the stop file
   * @param folders where a stop file is looked for
   * @param waitingFor what the robot waits for
   * @param loop started; empty in simulated time
   * @throws LaunchException when metrics were asked for at an address that cannot be had
   */
  public Oversight(
      Controller controller,
      EmergencyStop stops,
      List<Path> folders,
      Supplier<String> waitingFor,
      Optional<RealTimeLoop> loop,
      MetricsAddress address) {
    stopFile = new StopFile(folders, stops, controller::clear);
    reports = new ControllerReports(controller, stops, waitingFor, loop);
    metrics = address.address().flatMap(where -> serve(where, address.asked()));
    stopFile.start();
    reports.start();
  }

  private Optional<MetricsServer> serve(InetSocketAddress where, boolean asked) {
    try {
      MetricsServer server = new MetricsServer(where, reports);
      log.info("metrics at http:/{}/metrics", server.address());
      return Optional.of(server);
    } catch (IOException | IllegalArgumentException e) { // unresolved hosts are illegal arguments
      String sentence =
          "metrics cannot be shown at %s:%d (%s); choose another address by --metrics, or off"
              .formatted(where.getHostString(), where.getPort(), e.getMessage());
      if (asked) {
        close();
        throw LaunchException.environment(sentence, e);
      }
      log.info(sentence);
      return Optional.empty();
    }
  }

  /** The newest report, for whoever shows it. */
  public Supplier<ControllerReport> reports() {
    return reports;
  }

  @Override
  public void close() {
    if (metrics != null) { // not yet, when it is the metrics that fail
      metrics.ifPresent(MetricsServer::close);
    }
    reports.close();
    stopFile.close();
  }
}
