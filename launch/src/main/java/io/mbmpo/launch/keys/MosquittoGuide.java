package io.mbmpo.launch.keys;

import io.mbmpo.launch.exit.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How to start Mosquitto with the files of a broker's folder. */
public final class MosquittoGuide {
  private static final String PLACE = "/etc/mosquitto/mbmpo";

  private MosquittoGuide() {}

  /**
   * The steps, line by line.
   *
   * @param typed the folder as a person would type it
   */
  public static List<String> lines(Path broker, String typed) {
    if (!Files.exists(broker.resolve(BrokerFiles.CONFIGURATION))) {
      throw LaunchException.usage(
          "nothing made for the broker yet; ./mbmpo keys broker HOST... makes it");
    }
    return """
        Mosquitto 2.0 (sudo apt-get install mosquitto) reads %1$s:

        By hand, on this machine:
          cd %1$s && mosquitto -c mosquitto.conf

        As a service, on the broker's machine, to which %1$s was copied:
          sudo install -d -m 700 %2$s
          sudo cp -r %1$s/. %2$s/
          sudo chown -R mosquitto: %2$s
          sudo systemctl edit mosquitto          and write there:
            [Service]
            User=mosquitto
            WorkingDirectory=%2$s
            ExecStart=
            ExecStart=/usr/sbin/mosquitto -c mosquitto.conf
          sudo systemctl restart mosquitto

        After a new robot, learner or onlooker: copy acl again, then
          sudo chown mosquitto: %2$s/acl && sudo systemctl reload mosquitto
        After ./mbmpo keys revoke: copy acl and ca.crl again, then
          sudo chown mosquitto: %2$s/acl %2$s/ca.crl && sudo systemctl restart mosquitto
        """
        .formatted(typed, PLACE)
        .lines()
        .toList();
  }
}
