package io.mbmpo.launch.doctor;

import io.mbmpo.launch.role.BrokerAccess;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.mqtt.LinkOptions;
import io.mbmpo.link.tls.TlsFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The broker is there and, over TLS, each side takes the other's certificate. Goes no further than
 * TLS: an MQTT session under the robot's name would take the place of a robot that runs.
 */
final class BrokerCheck implements Supplier<Verdict> {
  private static final String WHAT = "broker";
  private static final int CONNECT_MS = 2000;

  private final BrokerAccess access;
  private final String robot;

  /**
   * @param access null where none was named
   */
  BrokerCheck(BrokerAccess access, String robot) {
    this.access = access;
    this.robot = robot;
  }

  @Override
  public Verdict get() {
    if (access == null) {
      return Verdict.note(WHAT, "not checked: name it with --broker, as for ./mbmpo robot");
    }
    URI address = URI.create(access.uri());
    String remedy =
        "start it (./mbmpo broker on this machine, Mosquitto elsewhere: ./mbmpo keys mosquitto)";
    try (Socket line = new Socket()) {
      line.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MS);
    } catch (IOException e) {
      return Verdict.fault(
          WHAT, "nobody answers at " + access.uri() + " (" + e.getMessage() + ")", remedy);
    }
    if (!BrokerAccess.isTls(access.uri())) {
      return Verdict.ok(WHAT, access.uri() + " answers; without TLS");
    }
    try {
      LinkOptions options = access.robot(robot);
      Optional<String> objection = new TlsFailure(options.transport(), address).probe();
      return objection.isEmpty()
          ? Verdict.ok(WHAT, access.uri() + " answers, TLS with both certificates")
          : Verdict.fault(WHAT, objection.get(), "docs/security.md");
    } catch (LinkException e) {
      return Verdict.fault(WHAT, access.uri() + " answers, but our keys do not serve", "see keys");
    }
  }
}
