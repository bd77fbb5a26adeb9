package io.mbmpo.sim.gazebo;

import static io.mbmpo.sim.gazebo.Sdf.number;
import static io.mbmpo.sim.gazebo.Sdf.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.robotconfigs.IdentifiedConfig;
import io.mbmpo.robotconfigs.JointConfig;
import io.mbmpo.robotconfigs.KinematicTree;
import io.mbmpo.robotconfigs.KinematicTree.Collision;
import io.mbmpo.robotconfigs.KinematicTree.Inertia;
import io.mbmpo.robotconfigs.KinematicTree.Joint;
import io.mbmpo.robotconfigs.KinematicTree.JointKind;
import io.mbmpo.robotconfigs.KinematicTree.Link;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.sim.Transform;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What stands in the SDF is what stands in URDF and robot.yaml. */
class SdfWriterTest {
  private static final double NEAR = 1e-9;
  private static final GazeboWire WIRE =
      new GazeboWire(
          7,
          new GazeboWire.Topics("rt/j", "rt/i", "rt/o", "rt/c", "rt/r", "rt/rd", "rt/f", "rt/fd"),
          true,
          3);

  private static RobotConfig robot(String name) {
    return RobotConfigLoader.load(
        Path.of(System.getProperty("mbmpo.root"), "robot-configs").resolve(name));
  }

  private static Sdf sdf(RobotConfig robot) {
    return Sdf.model(new SdfWriter(robot).model(), robot.name());
  }

  /** Where a link of the URDF is, all joints at zero: from its own chain of joints. */
  private static Transform place(KinematicTree model, String link) {
    return model.joints().stream()
        .filter(joint -> joint.child().equals(link))
        .findFirst()
        .map(joint -> place(model, joint.parent()).then(Transform.of(joint.origin())))
        .orElse(Transform.of(new double[] {0, 0, 0, 1}, new double[3]));
  }

  /** The link that carries it, over fixed joints. */
  private static String carrier(KinematicTree model, String link) {
    return model.joints().stream()
        .filter(joint -> joint.child().equals(link) && joint.kind() == JointKind.FIXED)
        .findFirst()
        .map(joint -> carrier(model, joint.parent()))
        .orElse(link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void everyLinkOfTheUrdfIsAFrameAtItsPlace(String name) {
    RobotConfig robot = robot(name);
    Sdf sdf = sdf(robot);
    for (Link link : robot.model().links()) {
      assertSame(sdf.place(link.name()), place(robot.model(), link.name()), link.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void massCentreAndInertiaOfEveryMovingPartAreThoseOfItsLinks(String name) {
    RobotConfig robot = robot(name);
    Sdf sdf = sdf(robot);
    for (Element link : sdf.all("link")) {
      String part = link.getAttribute("name");
      double[] of = new double[10]; // mass, first moments, second moments about the model's origin
      for (Link each : robot.model().links()) {
        if (carrier(robot.model(), each.name()).equals(part)) {
          Transform at = place(robot.model(), each.name()).then(Transform.of(each.com()));
          Inertia i = each.inertia();
          add(of, each.massKg(), at, i.ixx(), i.ixy(), i.ixz(), i.iyy(), i.iyz(), i.izz());
        }
      }
      double[] written = new double[10];
      Element inertial = Sdf.child(link, "inertial");
      double[] i = new double[6];
      String[] names = {"ixx", "ixy", "ixz", "iyy", "iyz", "izz"};
      for (int k = 0; k < 6; k++) {
        i[k] = number(inertial, "inertia", names[k]);
      }
      add(
          written,
          number(inertial, "mass"),
          sdf.place(part).then(Sdf.transform(Sdf.child(inertial, "pose"))),
          i[0],
          i[1],
          i[2],
          i[3],
          i[4],
          i[5]);
      assertThat(written).as(part).containsExactly(of, within(NEAR));
    }
  }

  /** Adds mass, m·c and the tensor about the origin, so that sums of parts can be compared. */
  private static void add(
      double[] sum,
      double m,
      Transform at,
      double xx,
      double xy,
      double xz,
      double yy,
      double yz,
      double zz) {
    double[][] tensor = {{xx, xy, xz}, {xy, yy, yz}, {xz, yz, zz}};
    double[] c = {at.x(), at.y(), at.z()};
    double square = c[0] * c[0] + c[1] * c[1] + c[2] * c[2];
    sum[0] += m;
    int k = 4;
    for (int a = 0; a < 3; a++) {
      sum[1 + a] += m * c[a];
      for (int b = a; b < 3; b++) {
        double turned = 0;
        for (int p = 0; p < 3; p++) {
          for (int q = 0; q < 3; q++) {
            turned += at.r()[3 * a + p] * tensor[p][q] * at.r()[3 * b + q];
          }
        }
        sum[k++] += turned + m * ((a == b ? square : 0) - c[a] * c[b]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void noInertiaIsImpossible(String name) {
    for (Element inertia : sdf(robot(name)).all("inertia")) {
      double x = number(inertia, "ixx");
      double y = number(inertia, "iyy");
      double z = number(inertia, "izz");
      assertThat(x + y - z).isPositive();
      assertThat(y + z - x).isPositive();
      assertThat(z + x - y).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void jointsHaveAxisLimitsAndFrictionOfTheUrdf(String name) {
    RobotConfig robot = robot(name);
    Sdf sdf = sdf(robot);
    List<Joint> hinges =
        robot.model().joints().stream().filter(j -> j.kind() == JointKind.REVOLUTE).toList();
    assertThat(sdf.all("joint")).hasSameSizeAs(hinges);
    for (Joint hinge : hinges) {
      Element joint = sdf.named("joint", hinge.name());
      assertThat(joint.getAttribute("type")).isEqualTo("revolute");
      assertThat(Sdf.child(joint, "parent").getTextContent())
          .isEqualTo(carrier(robot.model(), hinge.parent()));
      assertThat(Sdf.child(joint, "child").getTextContent()).isEqualTo(hinge.child());
      assertSame(sdf.place(hinge.name()), place(robot.model(), hinge.child()), hinge.name());
      Element axis = Sdf.child(joint, "axis");
      assertThat(numbers(axis, "xyz"))
          .containsExactly(hinge.axis().get(0), hinge.axis().get(1), hinge.axis().get(2));
      assertThat(number(axis, "limit", "lower")).isEqualTo(hinge.lowerRad());
      assertThat(number(axis, "limit", "upper")).isEqualTo(hinge.upperRad());
      assertThat(number(axis, "limit", "effort")).isEqualTo(hinge.effortLimitNm());
      assertThat(number(axis, "limit", "velocity")).isEqualTo(hinge.velocityLimitRadS());
      assertThat(number(axis, "dynamics", "damping")).isEqualTo(hinge.dampingNmsRad());
      assertThat(number(axis, "dynamics", "friction")).isEqualTo(hinge.frictionNm());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void shapesAreWhereTheUrdfHasThem(String name) {
    RobotConfig robot = robot(name);
    Sdf sdf = sdf(robot);
    int shapes = 0;
    for (Link link : robot.model().links()) {
      String body = carrier(robot.model(), link.name());
      for (int i = 0; i < link.collisions().size(); i++) {
        Collision collision = link.collisions().get(i);
        String called = link.name() + "_" + i + "_collision";
        Element found =
            sdf.all("collision").stream()
                .filter(e -> e.getAttribute("name").equals(called))
                .findFirst()
                .orElseThrow();
        assertThat(((Element) found.getParentNode()).getAttribute("name")).isEqualTo(body);
        assertSame(
            sdf.placeOfShape(found, body),
            place(robot.model(), link.name()).then(Transform.of(collision.origin())),
            called);
        shapes++;
      }
    }
    assertThat(sdf.all("collision")).hasSize(shapes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1", "anymal_c"})
  void drivesHaveGainsAndLimitsOfTheRobotsConfiguration(String name) {
    RobotConfig robot = robot(name);
    Sdf sdf = Sdf.model(new SdfWriter(robot).world(Ground.FLAT, WIRE), name);
    List<Element> drives = sdf.all("drive");
    assertThat(drives).hasSize(robot.jointCount());
    for (int i = 0; i < drives.size(); i++) {
      JointConfig joint = robot.joints().get(i);
      Element drive = drives.get(i);
      assertThat(Sdf.child(drive, "joint").getTextContent()).isEqualTo(joint.name());
      assertThat(number(drive, "column")).isEqualTo(i);
      assertThat(number(drive, "kp")).isEqualTo(joint.kpNmRad());
      assertThat(number(drive, "kd")).isEqualTo(joint.kdNmsRad());
      assertThat(number(drive, "damping")).isEqualTo(joint.dampingNmsRad());
      assertThat(number(drive, "effort_limit")).isEqualTo(joint.effortLimitNm());
      assertThat(number(drive, "velocity_limit")).isEqualTo(joint.velocityLimitRadS());
      assertThat(number(drive, "lower")).isEqualTo(joint.lowerRad());
      assertThat(number(drive, "upper")).isEqualTo(joint.upperRad());
      assertThat(number(drive, "crouch")).isEqualTo(joint.crouchRad());
    }
    double step = number(worldOf(sdf, robot), "physics", "max_step_size");
    double substeps = number(sdf.all("plugin").get(0), "substeps");
    assertThat(step * substeps).isCloseTo(1.0 / robot.control().tickRateHz(), within(1e-12));
  }

  @Test
  void whatWasIdentifiedOfARobotIsInItsWorld() {
    RobotConfig described = robot("go1");
    IdentifiedConfig identified =
        new IdentifiedConfig(
            Map.of("FR_hip_joint", 0.61), Map.of("FR_calf_joint", 0.12), 0.83, 0.0119, 0.0041);
    RobotConfig robot = described.with(described.simulation().with(identified), null);
    Sdf sdf = Sdf.model(new SdfWriter(robot).world(Ground.FLAT, WIRE), "go1");
    Element hip = Sdf.child(sdf.named("joint", "FR_hip_joint"), "axis");
    Element calf = Sdf.child(sdf.named("joint", "FR_calf_joint"), "axis");
    assertThat(number(hip, "dynamics", "friction")).isEqualTo(0.61);
    assertThat(number(hip, "dynamics", "damping")).isEqualTo(0.01);
    assertThat(number(calf, "dynamics", "friction")).isEqualTo(0.1);
    assertThat(number(calf, "dynamics", "damping")).isEqualTo(0.12);
    Element plugin = sdf.all("plugin").get(0);
    assertThat(number(plugin, "strength")).isEqualTo(0.83);
    assertThat(number(plugin, "command_delay_ticks")).isEqualTo(6);
    assertThat(number(plugin, "sensor_delay_ticks")).isEqualTo(2);
  }

  private static Element worldOf(Sdf sdf, RobotConfig robot) {
    return (Element) sdf.named("link", robot.model().root()).getParentNode().getParentNode();
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void everyGroundIsUnderTheRobotAndHasItsFriction(Ground ground) {
    RobotConfig robot = robot("go1");
    String world = new SdfWriter(robot).world(ground, WIRE);
    Sdf earth = Sdf.model(world, "ground");
    double mu = robot.simulation().groundFriction() * ground.frictionFactor();
    Set<String> names = new HashSet<>();
    for (Element shape : earth.all("collision")) {
      assertThat(names.add(shape.getAttribute("name"))).isTrue();
      assertThat(number(shape, "surface", "friction", "ode", "mu")).isEqualTo(mu);
    }
    Element plugin = Sdf.model(world, "go1").all("plugin").get(0);
    double[] start = numbers(plugin, "start");
    double slope = number(plugin, "ground", "slope");
    assertThat(start[2] - slope * start[0]).as("height over the ground").isBetween(0.04, 0.12);
    assertThat(start[4]).as("lies as the ground does").isCloseTo(-Math.atan(slope), within(NEAR));
    double tiles = number(plugin, "ground", "columns") * number(plugin, "ground", "rows");
    assertThat(ground.heights()).hasSize((int) tiles);
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void aWorldWithoutRobotHasTheSameGround(Ground ground) {
    SdfWriter writer = new SdfWriter(robot("go1"));
    List<String> shapes =
        Sdf.model(writer.emptyWorld(ground), "ground").all("collision").stream()
            .map(Element::getTextContent)
            .toList();
    assertThat(Sdf.model(writer.world(ground, WIRE), "ground").all("collision"))
        .extracting(Element::getTextContent)
        .containsExactlyElementsOf(shapes);
  }

  private static void assertSame(Transform a, Transform b, String what) {
    assertThat(new double[] {a.x(), a.y(), a.z()})
        .as(what)
        .containsExactly(new double[] {b.x(), b.y(), b.z()}, within(NEAR));
    assertThat(a.r()).as(what).containsExactly(b.r(), within(NEAR));
  }
}
