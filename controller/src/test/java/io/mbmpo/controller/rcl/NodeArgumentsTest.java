package io.mbmpo.controller.rcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mbmpo.controller.status.MetricsAddress;
import io.mbmpo.controller.wire.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines as ros2 run and launch files write them. */
class NodeArgumentsTest {
  @TempDir Path folder;

  private static NodeArguments parse(String... line) {
    return NodeArguments.parse("mbmpo_controller", "", List.of(line));
  }

  private static NodeSettings settings(String... line) {
    return NodeSettings.of(parse(line), Path.of("/installed"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("parameters.yaml"), text);
  }

  @Test
  void remapsGoToRclAndParametersDoNot() {
    NodeArguments arguments =
        parse(
            "--ros-args",
            "-r",
            "__node:=left",
            "-p",
            "robot:=anymal_c",
            "--log-level",
            "warn",
            "--params-file",
            "/tmp/p.yaml",
            "--remap",
            "odom:=state",
            "--");
    assertThat(arguments.forRcl())
        .containsExactly(
            "--ros-args", "-r", "__node:=left", "--log-level", "warn", "--remap", "odom:=state");
    assertThat(arguments.parameters()).containsEntry("robot", "anymal_c");
    assertThat(arguments.parameterFiles()).containsExactly(Path.of("/tmp/p.yaml"));
    assertThat(parse().forRcl()).isEmpty();
  }

  @Test
  void nameAndNamespaceMayBeRemapped() {
    NodeArguments arguments = parse("--ros-args", "-r", "__node:=left", "-r", "__ns:=/lab/go1");
    assertThat(arguments.node()).isEqualTo("left");
    assertThat(arguments.fullName()).isEqualTo("/lab/go1/left");
    assertThat(parse("--ros-args", "-r", "__ns:=/").fullName()).isEqualTo("/mbmpo_controller");
    assertThat(NodeArguments.parse("n", "of_yaml", List.of()).fullName()).isEqualTo("/of_yaml/n");
  }

  @Test
  void topicsAreNamedAsRclWillNameThem() {
    TopicNames names =
        parse(
                "--ros-args",
                "-r",
                "__ns:=/lab",
                "-r",
                "odom:=/state",
                "-r",
                "other:joy:=x",
                "-r",
                "mbmpo_controller:e_stop:=stop")
            .topicNames();
    assertThat(names.ros("odom")).isEqualTo("/state");
    assertThat(names.ros("joy")).isEqualTo("/lab/joy");
    assertThat(names.ros("e_stop")).isEqualTo("/lab/stop");
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThatThrownBy(() -> parse("--robot", "go1"))
        .hasMessageContainingAll("--robot", "-p NAME:=VALUE");
    assertThatThrownBy(() -> parse("--ros-args", "-p"))
        .hasMessage("-p is not followed by anything");
    assertThatThrownBy(() -> parse("--ros-args", "-p", "robot=go1"))
        .hasMessageContaining("\"robot=go1\"; wanted: NAME:=VALUE");
    assertThatThrownBy(() -> parse("--ros-args", "-p", "robot:=[1"))
        .hasMessageContainingAll("robot", "no YAML");
  }

  @Test
  void defaultsAreWhatTheDeclarationsSay() {
    NodeSettings settings = settings("--ros-args", "-p", "run:=/runs/1");
    for (NodeParameter parameter : NodeSettings.DECLARED) {
      if (!List.of("robots", "run").contains(parameter.name())) {
        assertThat(settings.value(parameter)).isEqualTo(parameter.standard());
      }
      assertThat(parameter.description()).endsWith(".");
    }
    assertThat(settings.robots()).isEqualTo(Path.of("/installed"));
  }

  @Test
  void theCommandLineWinsOverFilesAndTheNodesOwnName() throws IOException {
    Path file =
        file(
            """
            /**:
              ros__parameters: {broker: "tcp://localhost:1", use_sim_time: false}
            other:
              ros__parameters: {robot: wrong}
            mbmpo_controller:
              ros__parameters: {robot: mine, run: /from/file, record_mb: 0, native_growth_limit_mib: 5,
                                estimate: true, metrics: "0.0.0.0:9000"}
            """);
    NodeSettings settings =
        settings("--ros-args", "--params-file", file.toString(), "-p", "run:=/from/line");
    assertThat(settings)
        .isEqualTo(
            new NodeSettings(
                "mine",
                Path.of("/installed"),
                Path.of("/from/line"),
                "tcp://localhost:1",
                null,
                false,
                true,
                "0.0.0.0:9000",
                0,
                5));
  }

  @Test
  void nodesAreFoundInAFileByNamespaceAndWildcard() throws IOException {
    Path file =
        file(
            """
            /lab/mbmpo_controller: {ros__parameters: {whole: 1}}
            lab: {mbmpo_controller: {ros__parameters: {pieces: 1}}, other: {ros__parameters: {no: 1}}}
            /*/mbmpo_controller: {ros__parameters: {star: 1}}
            /*: {ros__parameters: {no: 1}}
            /**/mbmpo_controller: {ros__parameters: {stars: 1}}
            mbmpo_controller: {ros__parameters: {no: 1}}
            """);
    assertThat(ParameterFile.read(file, "/lab/mbmpo_controller"))
        .containsOnlyKeys("whole", "pieces", "star", "stars");
  }

  @Test
  void whatTheRunKnowsStandsWhereNoParameterDoes() throws IOException {
    Files.writeString(
        folder.resolve("run.yaml"),
        """
        robot: anymal_c
        startEpochSecond: 5
        settings: {estimate: {withheld: true}}
        """);
    String run = "run:=" + folder;
    assertThat(settings("--ros-args", "-p", run).robot()).isEqualTo("anymal_c");
    assertThat(settings("--ros-args", "-p", run).estimate()).isTrue();
    assertThat(settings("--ros-args", "-p", run, "-p", "estimate:=false").estimate()).isFalse();
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "robot:=go1"))
        .hasMessageContainingAll("parameter robot is go1", "a run of anymal_c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "robot: [anymal_c]                          | robot is [anymal_c]",
        "startEpochSecond: soon                     | startEpochSecond is soon; allowed: a whole number",
        "settings: {estimate: {withheld: sometimes}} | settings.estimate.withheld is sometimes; allowed: true or false",
        "settings: {estimate: yes}                  | settings.estimate is true",
        "go1                                        | its whole is go1",
        "robot: [never closed                       | while parsing",
      })
  void whatARunSaysAmissIsNamedAndNeverTakenForNothing(String yaml, String told)
      throws IOException {
    Files.writeString(folder.resolve("run.yaml"), yaml);
    assertThatThrownBy(() -> settings("--ros-args", "-p", "run:=" + folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(folder.resolve("run.yaml") + " cannot be read: ", told);
  }

  @Test
  void metricsAreOnADefaultPortWhereAskedOrOff() {
    String run = "run:=/runs/1";
    assertThat(settings("--ros-args", "-p", run).metricsAddress())
        .isEqualTo(MetricsAddress.byDefault());
    assertThat(settings("--ros-args", "-p", run, "-p", "metrics:=9000").metricsAddress().address())
        .hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(9000));
    assertThat(settings("--ros-args", "-p", run, "-p", "metrics:=off").metricsAddress())
        .isEqualTo(MetricsAddress.OFF);
  }

  @Test
  void offThisMachineTheBrokerNeedsTlsAndTlsNeedsKeys() {
    String run = "run:=/runs/1";
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "broker:=tcp://10.0.0.5:1883"))
        .hasMessageContainingAll("tcp://10.0.0.5:1883", "not on this machine", "insecure:=true");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "broker:=ssl://b.lab:8883"))
        .hasMessageContainingAll("ssl://b.lab:8883", "parameter keys");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "broker:=here"))
        .hasMessageContainingAll("parameter broker", "tcp://host:port");
    assertThat(
            settings("--ros-args", "-p", run, "-p", "broker:=tcp://h:1", "-p", "insecure:=true")
                .broker())
        .isEqualTo("tcp://h:1");
    assertThat(
            settings("--ros-args", "-p", run, "-p", "broker:=ssl://h:1", "-p", "keys:=/keys")
                .keys())
        .isEqualTo(Path.of("/keys"));
  }

  @Test
  void badParametersAreRefusedByName() throws IOException {
    assertThatThrownBy(() -> settings()).hasMessageContaining("parameter run is missing");
    String run = "run:=/runs/1";
    assertThatThrownBy(() -> NodeSettings.of(parse("--ros-args", "-p", run), null))
        .hasMessageContaining("parameter robots is missing");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "native_growth_limit_mib:=-1"))
        .hasMessage("parameter native_growth_limit_mib is -1; allowed: 0 to 1048576");
    assertThatThrownBy(
            () -> settings("--ros-args", "-p", run, "-p", "native_growth_limit_mib:=1.5"))
        .hasMessageContaining("wanted: a whole number");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "record_mb:=19"))
        .hasMessage("parameter record_mb is 19; allowed: 0 for none, or 20 to 1000000");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "estimate:=perhaps"))
        .hasMessage("parameter estimate is \"perhaps\"; wanted: true or false");
    assertThatThrownBy(() -> settings("--ros-args", "-p", run, "-p", "metrics:=70000"))
        .hasMessageContainingAll("parameter metrics is 70000", "HOST:PORT");
    assertThatThrownBy(() -> settings("--ros-args", "--params-file", "/nowhere.yaml"))
        .hasMessageContaining("/nowhere.yaml");
    Path file = file("- a list");
    assertThatThrownBy(() -> settings("--ros-args", "--params-file", file.toString()))
        .hasMessageContaining("no node's name");
  }
}
