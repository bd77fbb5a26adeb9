package io.mbmpo.controller.status;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the robot's process shows its metrics.
 *
 * @param address empty: nowhere
 * @param asked somebody asked for just this; otherwise it may be done without
 */
public record MetricsAddress(Optional<InetSocketAddress> address, boolean asked) {
  /** Port that Prometheus' registry leaves to exporters of this kind. */
  public static final int DEFAULT_PORT = 9464;

  private static final Pattern FORM =
      Pattern.compile("((?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]):)?(?<port>[0-9]{1,5})");

  /** Nowhere. */
  public static final MetricsAddress OFF = new MetricsAddress(Optional.empty(), true);

  /** This machine only, if the port is free. */
  public static MetricsAddress byDefault() {
    return new MetricsAddress(Optional.of(local(DEFAULT_PORT)), false);
  }

  /**
   * From what a person typed: {@code off}, a port on this machine only, or host and port.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static MetricsAddress parse(String text) {
    if (text.equals("off")) {
      return OFF;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group("port")) > 65_535) {
      throw new IllegalArgumentException(text);
    }
    int port = Integer.parseInt(form.group("port"));
    String host = form.group("host");
    return new MetricsAddress(
        Optional.of(host == null ? local(port) : new InetSocketAddress(host, port)), true);
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
