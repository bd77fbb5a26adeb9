package io.mbmpo.launch.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.mbmpo.launch.bench.StagingTime.Times;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.mqtt.EmbeddedBroker;
import io.mbmpo.robotconfigs.RobotConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@link StagingTime} on a broker, told to people. */
public final class LinkBench {
  private final RobotConfig config;
  private final int count;
  private final PrintWriter out;

  /**
   * @param count messages of each kind
   */
  public LinkBench(RobotConfig config, int count, PrintWriter out) {
    this.config = config;
    this.count = count;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @param broker address of a broker that runs, or null to start one
   * @throws LaunchException when a broker or a message fails
   */
  public void run(String broker) throws InterruptedException {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("mbmpo-link");
      if (broker != null) {
        measure(broker, broker, folder);
      } else if (MosquittoProgram.find().isPresent()) {
        onMosquitto(true, "Mosquitto, set_tcp_nodelay as ./mbmpo keys sets it", folder);
        onMosquitto(false, "Mosquitto as it is by default", folder);
      } else {
        try (EmbeddedBroker embedded = EmbeddedBroker.start(0, folder.resolve("broker"))) {
          measure("the embedded broker (mosquitto is not installed)", embedded.uri(), folder);
        }
      }
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw LaunchException.environment("cannot use " + folder + ": " + e.getMessage(), e);
    }
  }

  private void onMosquitto(boolean prompt, String name, Path folder)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve(prompt ? "prompt" : "default"));
    try (MosquittoProgram mosquitto = MosquittoProgram.start(own, prompt)) {
      measure(name, mosquitto.uri(), own);
    }
  }

  private void measure(String name, String uri, Path folder) throws InterruptedException {
    try (StagingTime bench = new StagingTime(config, uri, folder)) {
      Times t = bench.run(count);
      out.printf(
          "%d messages of each kind by turns, %,d bytes, over %s, JDK %s%n",
          count, bench.bytes(), name, Runtime.version());
      line("plain message, there", t.ping(), null);
      line("policy, published to staged", t.staged(), t.ping());
      line("plain message, there and back", t.echo(), null);
      line("policy, until the learner knows", t.told(), t.echo());
      line("plain, back, on Paho's own sockets", t.delayed(), t.echo());
      out.flush();
    }
  }

  private void line(String what, double[] sorted, double[] beside) {
    double p50 = Times.quantile(sorted, 0.5);
    double p99 = Times.quantile(sorted, 0.99);
    String ratios =
        beside == null
            ? ""
            : String.format(
                Locale.ROOT,
                "   %.2f x at p50, %.2f x at p99",
                p50 / Times.quantile(beside, 0.5),
                p99 / Times.quantile(beside, 0.99));
    out.printf(Locale.ROOT, "  %-34s p50 %7.3f ms  p99 %7.3f ms%s%n", what, p50, p99, ratios);
  }
}
