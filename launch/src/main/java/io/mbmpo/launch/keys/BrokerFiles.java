package io.mbmpo.launch.keys;

import io.mbmpo.link.codec.WireRules;
import io.mbmpo.link.mqtt.Topics;
import io.mbmpo.link.tls.TransportKeys;
import java.util.Collection;
import java.util.List;

/** What Mosquitto is told: its configuration, and who may read and write which topic. */
final class BrokerFiles {
  static final String CONFIGURATION = "mosquitto.conf";
  static final String RULES = "acl";

  /** Where its queues are kept. */
  static final String DATA = "data";

  private static final int PACKET_OVERHEAD = 4096;

  private BrokerFiles() {}

  /**
   * @param user who owns the folder
   */
  static String configuration(int port, String user) {
    return """
        # Mosquitto 2.0 for mbmpo, made by ./mbmpo keys broker. File names are relative: start it in
        # this folder. How, also as a service: ./mbmpo keys mosquitto

        # The one way in. TLS 1.2 and 1.3 by default.
        listener %d
        cafile %s
        certfile %s
        keyfile %s
        # Certificates that no longer count. Read at start: restart after ./mbmpo keys revoke.
        crlfile %s

        # Who has no certificate of ours is refused; who has one is called by its name, and by no
        # other, so that nobody can take another's session.
        allow_anonymous false
        require_certificate true
        use_identity_as_username true
        use_username_as_clientid true

        # What each may read and write.
        acl_file %s

        # Queued and retained messages survive a kill: written at once, not every half hour.
        persistence true
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 1

        # Every message at once: not held back until the one before is acknowledged.
        set_tcp_nodelay true

        # Nothing of ours is larger.
        max_packet_size %d

        log_type error
        log_type warning
        log_type notice

        # Owner of these files; counts only where Mosquitto is started as root.
        user %s
        """
        .formatted(
            port,
            TransportKeys.AUTHORITY,
            TransportKeys.CERTIFICATE,
            TransportKeys.KEY,
            TransportKeys.REVOKED,
            RULES,
            DATA,
            WireRules.MAX_MESSAGE_BYTES + PACKET_OVERHEAD,
            user);
  }

  /**
   * @param identities of ends whose certificates count
   */
  static String rules(Collection<String> identities) {
    StringBuilder text =
        new StringBuilder(
            """
            # Who may read and write what, made by ./mbmpo keys at every change. What is not listed is
            # refused. A user is the name in a certificate. SIGHUP makes Mosquitto read it again.
            """);
    for (String identity : identities) {
      for (End end : End.values()) {
        String robot = end.robotOf(identity);
        if (robot != null) {
          Topics topics = new Topics(robot);
          text.append("\nuser ").append(identity).append('\n');
          reads(end, topics).forEach(t -> text.append("topic read ").append(t).append('\n'));
          writes(end, topics).forEach(t -> text.append("topic write ").append(t).append('\n'));
        }
      }
    }
    return text.toString();
  }

  private static List<String> reads(End end, Topics topics) {
    return switch (end) {
      case ROBOT -> List.of(topics.snapshots(), topics.plan(), topics.receipt());
      case LEARNER -> List.of(topics.episode(), topics.report(), topics.status());
      case WATCH -> List.of(topics.progress(), topics.report(), topics.status());
    };
  }

  private static List<String> writes(End end, Topics topics) {
    return switch (end) {
      case ROBOT -> List.of(topics.episode(), topics.report(), topics.status());
      case LEARNER ->
          List.of(topics.snapshots(), topics.plan(), topics.receipt(), topics.progress());
      case WATCH -> List.of();
    };
  }
}
