package io.mbmpo.robotconfigs;

import java.nio.file.Path;

/** The robots of the repository, for tests. */
public final class Robots {
  public static final Path ROOT =
      Path.of(System.getProperty("mbmpo.root", ".."), "robot-configs").normalize();

  private Robots() {}

  public static RobotConfig go1() {
    return RobotConfigLoader.load(ROOT.resolve("go1"));
  }

  public static RobotConfig anymalC() {
    return RobotConfigLoader.load(ROOT.resolve("anymal_c"));
  }
}
