package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.run.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a URDF to a robot that stands, by the commands alone, in a folder outside the project. */
class NewRobotTest {
  private static final Path PROJECT = Path.of(System.getProperty("mbmpo.root"));

  @TempDir Path temporary;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path own;
  private Path urdf;

  @BeforeEach
  void aUrdfAndAnEmptyFolderForRobots() throws IOException {
    own = Files.createDirectory(temporary.resolve("robots"));
    urdf = temporary.resolve("anything.urdf");
    Files.copy(PROJECT.resolve("robot-configs/go1/go1.urdf"), urdf);
  }

  private int run(String... arguments) {
    Place place = new Place(PROJECT, own);
    return Mbmpo.run(place, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void aRobotOfOnesOwnIsBegunAndThenListedBesideTheProjects() {
    assertThat(run("robots", "--new", "mine", "--urdf", urdf.toString())).isZero();
    assertThat(out.toString())
        .contains(own.resolve("mine") + ": robot.yaml, a draft, and mine.urdf")
        .contains(
            "12 joints",
            "middle of its 4 feet, +0.000 m to the left",
            "It loads",
            "--robot mine --stand");
    assertThat(run("robots")).isZero();
    assertThat(out.toString()).contains("anymal_c", "go1", "mine, 12 joints, 13.0 kg");
  }

  @Test
  void theDraftStandsInTheEmbeddedSimulator() {
    run("robots", "--new", "mine", "--urdf", urdf.toString());
    Path film = temporary.resolve("stand.gif");
    String[] stand = {
      "evaluate", "--robot", "mine", "--stand", "--seconds", "3", "--render", film.toString()
    };
    assertThat(run(stand)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("mine, stance: 3 s", "stands for 3.0 s of 3.0 s")
        .containsPattern("height +0\\.2[0-9]+ m; 0\\.2[0-9]+ m by robot.yaml")
        .containsPattern("effort +\\w+_calf_joint needs most of its limit: [1-9]");
    assertThat(film).isNotEmptyFile();
  }

  @Test
  void aRobotThatIsTooWeakToStandIsAFailedRunThatSaysWhereToLook() throws IOException {
    run("robots", "--new", "mine", "--urdf", urdf.toString());
    Path yaml = own.resolve("mine/robot.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replaceAll("kp_nm_rad: [0-9.]+ +#", "kp_nm_rad: 2 #"));
    assertThat(run("evaluate", "--robot", "mine", "--stand", "--seconds", "3")).isEqualTo(1);
    assertThat(out.toString()).contains("it does not get to its stance: stand-up failed");
    assertThat(err.toString())
        .startsWith("mbmpo: the robot does not stand: stand-up failed")
        .contains("docs/add-a-robot.md");
  }

  @Test
  void aUrdfThatCannotBeUsedIsStatus2WithAllThatIsWrong() throws IOException {
    Files.writeString(
        urdf, Files.readString(urdf).replace("type=\"revolute\"", "type=\"continuous\""));
    assertThat(run("robots", "--new", "mine", "--urdf", urdf.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("mbmpo: cannot make robot mine:")
        .contains("joint FR_hip_joint: type: value is continuous")
        .contains("joint RL_calf_joint: type: value is continuous")
        .doesNotContain("\tat ");
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void aNewRobotNeedsItsUrdf() {
    assertThat(run("robots", "--new", "mine")).isEqualTo(2);
    assertThat(err.toString()).contains("--urdf");
  }

  @Test
  void aFolderOfOwnRobotsThatIsNotThereIsNamed() throws IOException {
    Files.delete(own);
    assertThat(run("evaluate", "--robot", "mine", "--stand")).isEqualTo(2);
    assertThat(err.toString()).contains(own + ": not a folder of robots that can be read");
  }

  @Test
  void standingAndPoliciesExcludeEachOther() {
    assertThat(run("evaluate", "--stand", "--untrained")).isEqualTo(2);
    assertThat(run("evaluate", "--stand", "--policy", "x")).isEqualTo(2);
    assertThat(run("gazebo", "evaluate", "--stand", "--policy", "x")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--untrained, --stand and --policy exclude each other")
        .contains("--stand and --policy exclude each other");
  }
}
