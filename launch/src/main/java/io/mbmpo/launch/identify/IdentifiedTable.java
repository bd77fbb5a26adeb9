package io.mbmpo.launch.identify;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.sim.identify.Estimate;
import io.mbmpo.sim.identify.Identified;
import io.mbmpo.sim.identify.Identified.JointFriction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was identified, for people, beside what is simulated now. */
public final class IdentifiedTable {
  private final RobotConfig config;
  private final Identified identified;
  private final Estimate sensorDelayS;

  public IdentifiedTable(RobotConfig config, Identified identified, Estimate sensorDelayS) {
    this.config = config;
    this.identified = identified;
    this.sensorDelayS = sensorDelayS;
  }

  public List<String> lines() {
    IdentifiedConfig now = config.simulation().identified();
    List<String> lines = new ArrayList<>();
    lines.add(line("motor strength", "", identified.motorStrength(), now.motorStrength()));
    lines.add(line("command delay", "s", identified.commandDelayS(), now.commandDelayS()));
    lines.add(line("sensor delay", "s", sensorDelayS, now.sensorDelayS()));
    for (JointFriction each : identified.joints()) {
      Joint joint =
          config.model().joints().stream()
              .filter(j -> j.name().equals(each.joint()))
              .findAny()
              .orElseThrow();
      lines.add(line(each.joint() + " dry", "N·m", each.frictionNm(), now.frictionNm(joint)));
      lines.add(
          line(
              each.joint() + " viscous",
              "N·m·s/rad",
              each.dampingNmsRad(),
              now.dampingNmsRad(joint)));
    }
    return lines;
  }

  private static String line(String name, String unit, Estimate e, double simulated) {
    return e.determined()
        ? String.format(
            Locale.ROOT,
            "  %-26s %7.4f [%.4f, %.4f] %-10s simulated now: %.4f",
            name,
            e.value(),
            e.low(),
            e.high(),
            unit,
            simulated)
        : String.format(
            Locale.ROOT, "  %-26s not determined by these recordings: %s", name, e.open());
  }
}
