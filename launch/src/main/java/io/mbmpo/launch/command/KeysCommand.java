package io.mbmpo.launch.command;

import io.mbmpo.launch.exit.ExitCodes;
import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.keys.End;
import io.mbmpo.launch.keys.KeyFolder;
import io.mbmpo.launch.keys.KeyTable;
import io.mbmpo.launch.keys.MosquittoGuide;
import io.mbmpo.launch.keys.SigningKeys;
import io.mbmpo.launch.run.Place;
import io.mbmpo.link.signing.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code mbmpo keys}. */
@Command(
    name = "keys",
    description = {
      "Make, list and revoke the keys of a link that leaves this machine.",
      "Certificates say who may connect to the broker (TLS); signing keys say who may move a robot."
          + " Made in one folder, from which each machine is given the part of its name."
    },
    footer = {
      "",
      "The first time, on a machine that is yours alone:",
      "  ./mbmpo keys init",
      "  ./mbmpo keys broker broker.lab 10.0.0.5     the names by which the others call the broker",
      "  ./mbmpo keys robot go1",
      "  ./mbmpo keys learner go1",
      "  ./mbmpo keys mosquitto                      how to start the broker with them",
      "Then on robot and learner: --broker ssl://broker.lab:8883. More: docs/security.md"
    })
public final class KeysCommand implements Runnable {
  private static final String TEN_YEARS = "3650";

  private final Place place;
  private final Clock clock;
  @Spec private CommandSpec spec;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      scope = ScopeType.INHERIT,
      description = "Where keys are made (default: keys/ of the project).")
  private Path keys;

  public KeysCommand(Place place, Clock clock) {
    this.place = place;
    this.clock = clock;
  }

  /** Without a subcommand: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(out());
  }

  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = {
        "Make the authority that vouches for all other certificates.",
        "Its key (ca/ca.key) stays where it is made: whoever has it can make certificates for anyone."
      })
  int init(
      @Option(
              names = "--days",
              defaultValue = TEN_YEARS,
              paramLabel = "N",
              description = "How long it counts (default: ${DEFAULT-VALUE}).")
          int days) {
    KeyFolder made = KeyFolder.create(folder(), clock, CertificateDays.duration(days));
    out()
        .printf(
            "made the authority in %s; it counts until %s%n", typed("ca"), made.authorityUntil());
    out().println("next: ./mbmpo keys broker HOST...");
    return ExitCodes.OK;
  }

  @Command(
      name = "broker",
      mixinStandardHelpOptions = true,
      description = {
        "Make the broker's certificate, configuration and rules.",
        "Again, when its hosts change or its certificate runs out."
      })
  int broker(
      @Parameters(
              arity = "1..*",
              paramLabel = "HOST",
              description = "Every name and IP address by which the others call it.")
          List<String> hosts,
      @Option(
              names = "--port",
              defaultValue = "8883",
              paramLabel = "PORT",
              description = "Where it listens (default: ${DEFAULT-VALUE}).")
          int port,
      @Mixin CertificateDays days) {
    if (port < 1 || port > 65_535) {
      throw LaunchException.usage("--port is " + port + "; allowed: 1 to 65535");
    }
    open().broker(hosts, port, days.duration());
    out()
        .printf(
            "made %s for %s, %d days%n", typed("broker"), String.join(", ", hosts), days.days());
    out().println("next: ./mbmpo keys robot NAME and ./mbmpo keys learner NAME; then");
    out().println("      ./mbmpo keys mosquitto says how to start the broker");
    return ExitCodes.OK;
  }

  @Command(
      name = "robot",
      mixinStandardHelpOptions = true,
      description = "Make the keys of a robot's computer; again, when its certificate runs out.")
  int robot(
      @Parameters(paramLabel = "NAME", description = "The robot, e.g. go1.") String name,
      @Mixin CertificateDays days) {
    return end(End.ROBOT, name, days, "the robot's computer");
  }

  @Command(
      name = "learner",
      mixinStandardHelpOptions = true,
      description = {
        "Make the keys of a robot's learner; again, when its certificate runs out.",
        "The first time also the signing key, which the robot is told to trust."
      })
  int learner(
      @Parameters(paramLabel = "NAME", description = "The robot that it teaches, e.g. go1.")
          String name,
      @Mixin CertificateDays days) {
    return end(End.LEARNER, name, days, "the learner's machine");
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Make the keys of someone who only looks on: the screen of ./mbmpo demo.")
  int watch(
      @Parameters(paramLabel = "NAME", description = "The robot to look at, e.g. go1.") String name,
      @Mixin CertificateDays days) {
    return end(End.WATCH, name, days, "the machine of the screen");
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Give a robot's learner another signing key.",
        "The robot trusts the former one too, until it is revoked."
      })
  int rotate(@Parameters(paramLabel = "NAME", description = "The robot.") String name) {
    String former = open().signing().rotate(name);
    String now = SigningKey.load(folder().resolve(End.LEARNER.identity(name))).id();
    out()
        .printf(
            "the learner of %s signs with %s from now on; %s still counts%n", name, now, former);
    out().println("next, in this order:");
    out()
        .printf(
            "  1. copy %s to the robot and restart its process: it trusts both%n",
            typed(End.ROBOT.identity(name)));
    out().printf("  2. copy %s to the learner and restart it%n", typed(End.LEARNER.identity(name)));
    out().printf("  3. ./mbmpo keys revoke %s%n", former);
    return ExitCodes.OK;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Stop a key from counting, for good.",
        "A name (robot-go1, learner-go1, watch-go1, broker): all its certificates made so far. The id of"
            + " a signing key: that key."
      })
  int revoke(
      @Parameters(paramLabel = "WHAT", description = "From ./mbmpo keys list.") String what) {
    KeyFolder folder = open();
    if (SigningKeys.isId(what)) {
      List<String> robots = folder.signing().revoke(what);
      out().printf("signing key %s no longer counts%n", what);
      for (String robot : robots) {
        out()
            .printf(
                "next: copy %s to the robot and restart its process%n",
                typed(End.ROBOT.identity(robot)));
      }
      return ExitCodes.OK;
    }
    int certificates = folder.revokeCertificates(what);
    out().printf("revoked %d certificate(s) of %s%n", certificates, what);
    out()
        .printf(
            "next: copy %s and %s to the broker and restart it: it cuts open connections off%n",
            typed("broker/ca.crl"), typed("broker/acl"));
    String robot = End.LEARNER.robotOf(what);
    if (robot != null) {
      out()
          .printf(
              "its signing key still counts; if that is in wrong hands, too: ./mbmpo keys rotate %s, then"
                  + " revoke the former%n",
              robot);
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "What was made, whether it counts, and how many days are left.")
  int list() {
    KeyTable.lines(open(), place.typed(folder()), clock.instant()).forEach(out()::println);
    return ExitCodes.OK;
  }

  @Command(
      name = "mosquitto",
      mixinStandardHelpOptions = true,
      description = "How to start Mosquitto with these keys, by hand or as a service.")
  int mosquitto() {
    Path broker = open().path().resolve(KeyFolder.BROKER);
    MosquittoGuide.lines(broker, place.typed(broker)).forEach(out()::println);
    return ExitCodes.OK;
  }

  private int end(End end, String name, CertificateDays days, String machine) {
    Path made = open().end(end, name, days.duration());
    String typed = place.typed(made);
    out().printf("made %s, %d days%n", typed, days.days());
    out()
        .printf(
            "next: copy %s to keys/ of the project on %s, and nothing else of %s%n",
            typed, machine, place.typed(folder()));
    out()
        .printf(
            "      copy %s to the broker, and let Mosquitto read it (SIGHUP, or restart)%n",
            typed("broker/acl"));
    return ExitCodes.OK;
  }

  private KeyFolder open() {
    return KeyFolder.open(folder(), clock);
  }

  private Path folder() {
    return keys == null ? place.keys() : keys;
  }

  private String typed(String inside) {
    return place.typed(folder().resolve(inside));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
