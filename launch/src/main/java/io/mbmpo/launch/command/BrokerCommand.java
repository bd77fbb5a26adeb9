package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.mqtt.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mbmpo broker}. */
@Command(
    name = "broker",
    description = {
      "Run the embedded MQTT broker until Ctrl-C.",
      "It listens on this machine only and keeps nothing on disk; in the field run Mosquitto."
    })
public final class BrokerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "1883",
      paramLabel = "PORT",
      description = "TCP port, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Its working files (default: a temporary folder).")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw LaunchException.usage("--port is " + port + "; allowed: 0 to 65535");
    }
    CountDownLatch stop = new CountDownLatch(1);
    try (StopSignal signal = StopSignal.onShutdown(stop::countDown);
        EmbeddedBroker broker = EmbeddedBroker.start(port, workingFolder())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("broker at " + broker.uri() + "; Ctrl-C stops it");
      out.flush();
      stop.await();
    }
    return ExitCodes.OK;
  }

  private Path workingFolder() {
    try {
      return folder == null ? Files.createTempDirectory("mbmpo-broker-") : folder;
    } catch (IOException e) {
      throw LaunchException.environment("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }
}
