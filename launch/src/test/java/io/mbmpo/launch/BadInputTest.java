package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.launch.exit.LogFile;
import io.mbmpo.launch.role.RobotSettings;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.RunFolder;
import io.mbmpo.launch.run.RunLock;
import io.mbmpo.learner.LearnerProfiles;
import io.mbmpo.learner.RobotIdentity;
import io.mbmpo.learner.RunIdentity;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.codec.WireCodec;
import io.mbmpo.link.signing.SignedType;
import io.mbmpo.link.signing.SigningKey;
import io.mbmpo.robotconfigs.RobotConfig;
import io.mbmpo.robotconfigs.RobotConfigLoader;
import io.mbmpo.robotconfigs.task.WalkTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the person reads one sentence that names it, and no stack trace. */
class BadInputTest {
  private static final Path ROBOTS =
      Path.of(System.getProperty("mbmpo.root")).resolve("robot-configs");
  private static final RobotConfig GO1 = RobotConfigLoader.load(ROBOTS.resolve("go1"));
  private static final RobotConfig ANYMAL = RobotConfigLoader.load(ROBOTS.resolve("anymal_c"));

  @TempDir Path root;
  private final StringWriter err = new StringWriter();

  @AfterEach
  void logToNoFile() {
    LogFile.useNone();
  }

  private void refused(int status, List<String> named, String... arguments) throws IOException {
    copyRobot();
    PrintWriter out = new PrintWriter(new StringWriter(), true);
    assertThat(Mbmpo.run(new Place(root), out, new PrintWriter(err, true), arguments))
        .as(err.toString())
        .isEqualTo(status);
    assertThat(err.toString())
        .startsWith("mbmpo: ")
        .contains(named)
        .doesNotContain("\tat ")
        .doesNotContain("unexpected error");
  }

  private void copyRobot() throws IOException {
    Path copy = Files.createDirectories(root.resolve("robot-configs/go1"));
    for (String file : List.of("robot.yaml", "go1.urdf")) {
      if (!Files.exists(copy.resolve(file))) {
        Files.copy(ROBOTS.resolve("go1").resolve(file), copy.resolve(file));
      }
    }
  }

  private void inRobotYaml(String pattern, String replacement) throws IOException {
    copyRobot();
    Path yaml = root.resolve("robot-configs/go1/robot.yaml");
    String text = Files.readString(yaml);
    String edited = text.replaceFirst(pattern, replacement);
    assertThat(edited).isNotEqualTo(text);
    Files.writeString(yaml, edited);
  }

  private RunFolder aRun() {
    return RunFolder.create(
        root.resolve("runs"),
        "go1",
        1,
        Instant.EPOCH,
        "abc",
        List.of("demo"),
        Map.of(
            "learner",
            LearnerProfiles.load("quick", Map.of()),
            "robot",
            new RobotSettings(false, 0, false)));
  }

  @Test
  void aPlaceOnTheWireThatThereIsNot() throws IOException {
    refused(2, List.of("--domain", "300", "0 to 232"), "sim", "--domain", "300");
    refused(2, List.of("--remap", "odom", "FROM:=TO"), "sim", "--remap", "odom");
    refused(2, List.of("9lives", "no ROS name"), "sim", "--remap", "odom:=9lives");
    refused(2, List.of("a b", "no ROS name"), "sim", "--namespace", "a b");
    refused(3, List.of("203.0.113.7", "ip addr"), "sim", "--interface", "203.0.113.7");
  }

  @Test
  void aMeasurementOfTheControlThreadThatCannotBe() throws IOException {
    refused(2, List.of("--rate is 333", "divides"), "bench", "controller", "--rate", "333");
    refused(2, List.of("--seconds is 0.0", "1 to 3600"), "bench", "controller", "--seconds", "0");
    refused(2, List.of("--runs is 0", "1 to 100"), "bench", "controller", "--runs", "0");
  }

  @Test
  void metricsAtAnAddressThatIsNone() throws IOException {
    String run = aRun().path().toString();
    for (String address : List.of("70000", "here:there", ":1", "a b:1")) {
      err.getBuffer().setLength(0);
      refused(
          2,
          List.of("--metrics is " + address, "HOST:PORT"),
          "robot",
          "--run",
          run,
          "--metrics",
          address);
    }
  }

  @Test
  void anUnknownRobot() throws IOException {
    refused(2, List.of("unknown robot", "go2", "go1"), "demo", "--robot", "go2");
  }

  @Test
  void aBrokenYaml() throws IOException {
    inRobotYaml("joints:", "joints: [");
    refused(2, List.of("robot.yaml", "go1"), "demo");
    assertThat(root.resolve("runs")).doesNotExist();
  }

  @Test
  void aNanInAConfiguration() throws IOException {
    inRobotYaml("kp_nm_rad: 80", "kp_nm_rad: .nan");
    refused(2, List.of("robot.yaml", "kp_nm_rad"), "demo");
  }

  @Test
  void anUnknownLearnerSetting() throws IOException {
    refused(
        2,
        List.of("unknown learner setting 'meta.stepz'", "meta.steps"),
        "demo",
        "--set",
        "meta.stepz=3");
  }

  @Test
  void aLearnerSettingOutOfItsRange() throws IOException {
    refused(2, List.of("meta.steps is 0", "allowed"), "demo", "--set", "meta.steps=0");
  }

  @Test
  void anUnknownProfile() throws IOException {
    refused(2, List.of("unknown learner profile 'run'", "walk"), "demo", "--profile", "run");
  }

  @Test
  void resumingWhatIsNoRun() throws IOException {
    refused(2, List.of("not a run folder"), "demo", "--resume", root.resolve("x").toString());
  }

  @Test
  void checkingARunThatNeverClosedTheLoop() throws IOException {
    RunFolder run = aRun();
    SigningKey.loadOrCreate(run.keys());
    copyRobot();
    StringWriter out = new StringWriter();
    assertThat(
            Mbmpo.run(
                new Place(root),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "check",
                run.path().toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("in 0 iterations");
  }

  @Test
  void aSecondDemoOnOneRun() throws IOException {
    RunFolder run = aRun();
    try (RunLock lock = run.lock("demo")) {
      refused(
          3,
          List.of("another demo process", "works on this run"),
          "demo",
          "--resume",
          run.path().toString());
    }
  }

  @Test
  void aBusyBrokerPort() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + busy.getLocalPort();
      refused(3, List.of("port " + port + " is in use"), "demo", "--quick", "--broker-port", port);
    }
  }

  @Test
  void anAddressThatIsNoBrokers() throws IOException {
    refused(3, List.of("broker address is 'nowhere'"), "demo", "--quick", "--broker", "nowhere");
  }

  @Test
  void aBrokerElsewhereWithoutTls() throws IOException {
    refused(
        2,
        List.of("tcp://10.0.0.5:1883 is not on this machine", "./mbmpo keys", "--insecure"),
        "demo",
        "--quick",
        "--broker",
        "tcp://10.0.0.5:1883");
  }

  @Test
  void keysForTheEmbeddedBroker() throws IOException {
    refused(2, List.of("--keys", "name it with --broker"), "demo", "--quick", "--keys", "keys");
  }

  @Test
  void aBrokerThatTheLearnerCannotReach() throws IOException {
    RunFolder run = aRun();
    int free;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    String uri = "tcp://127.0.0.1:" + free;
    refused(3, List.of(uri), "learn", "--run", run.path().toString(), "--broker", uri);
  }

  @Test
  void aDamagedCheckpoint() throws IOException {
    RunFolder run = aRun();
    Path newest = run.checkpoints().resolve("iteration-000004.checkpoint");
    Files.writeString(newest, "no checkpoint");
    Files.writeString(run.checkpoints().resolve("iteration-000003.checkpoint"), "older");
    refused(
        2,
        List.of(newest.toString(), "resume from iteration-000003.checkpoint"),
        "learn",
        "--run",
        run.path().toString());
  }

  @Test
  void aMissingPolicy() throws IOException {
    refused(
        2,
        List.of("cannot read policy", "missing.snapshot"),
        "evaluate",
        "--policy",
        "missing.snapshot");
  }

  @Test
  void aPolicyCutShort() throws IOException {
    byte[] whole = signed(policy(GO1, 32));
    refusedPolicy("", Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void aPolicySignedByAnotherKey() throws IOException {
    byte[] foreign =
        SigningKey.loadOrCreate(root.resolve("elsewhere"))
            .sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(policy(GO1, 32)));
    SigningKey.loadOrCreate(root.resolve("keys"));
    refusedPolicy("key", foreign);
  }

  @Test
  void aPolicyOfAnotherRobot() throws IOException {
    refusedPolicy("anymal_c", signed(policy(ANYMAL, 32)));
  }

  @Test
  void aPolicyOfOtherShapes() throws IOException {
    PolicySnapshot p = policy(GO1, 32);
    int[] layers = {p.layerSizes()[0], 32, p.layerSizes()[2] - 1};
    refusedPolicy(
        "49 inputs and 11 outputs, the task has 49 and 12",
        signed(
            new PolicySnapshot(
                p.runId(),
                p.robot(),
                p.configHash(),
                p.version(),
                p.iteration(),
                p.role(),
                p.task(),
                layers,
                new float[PolicySnapshot.parameterCount(layers)],
                p.observationCenter(),
                p.observationScale(),
                Arrays.copyOf(p.actionCenterRad(), layers[2]),
                Arrays.copyOf(p.actionScaleRad(), layers[2]))));
  }

  @Test
  void aSoundPolicyIsEvaluated() throws IOException {
    copyRobot();
    Files.write(root.resolve("policy.snapshot"), signed(policy(GO1, 32)));
    StringWriter out = new StringWriter();
    Path film = root.resolve("film.gif");
    int status =
        Mbmpo.run(
            new Place(root),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "evaluate",
            "--policy",
            root.resolve("policy.snapshot").toString(),
            "--episodes",
            "1",
            "--seconds",
            "1",
            "--render",
            film.toString());
    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString()).contains("m/s", "falls", "film: " + film);
    assertThat(Files.readAllBytes(film)).startsWith('G', 'I', 'F', '8', '9', 'a');
  }

  private void refusedPolicy(String named, byte[] bytes) throws IOException {
    Path file = root.resolve("policy.snapshot");
    Files.write(file, bytes);
    SigningKey.loadOrCreate(root.resolve("keys"));
    refused(
        2,
        List.of("policy " + file + " is refused: ", named),
        "evaluate",
        "--policy",
        file.toString());
  }

  private byte[] signed(PolicySnapshot snapshot) {
    return SigningKey.loadOrCreate(root.resolve("keys"))
        .sign(SignedType.POLICY_SNAPSHOT, WireCodec.encode(snapshot));
  }

  private static PolicySnapshot policy(RobotConfig config, int hidden) {
    WalkTask task = new WalkTask(config);
    int[] layers = {task.observationSize(), hidden, task.actionSize()};
    float[] parameters = new float[PolicySnapshot.parameterCount(layers)];
    Random random = new Random(1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.01 * random.nextGaussian());
    }
    return new RunIdentity("run", 1, RobotIdentity.of(config), task, List.of(hidden))
        .meta(1, 1, parameters);
  }

  @Test
  void aStageOutOfOrder() throws IOException {
    refused(
        2,
        List.of("stage hang has not been passed", "./mbmpo robot --stage hang --robot go1"),
        "robot",
        "--stage",
        "stand");
    refused(2, List.of("and effort commands"), "robot", "--stage", "stand", "--command", "effort");
  }

  @Test
  void aStageThatIsNone() throws IOException {
    refused(2, List.of("--stage", "run", "HANG", "WALK"), "robot", "--stage", "run");
  }

  @Test
  void aDryRunOfNoStageAndARobotOfNoRun() throws IOException {
    refused(2, List.of("go with --stage"), "robot", "--run", "x", "--dry-run");
    refused(2, List.of("--run=RUN"), "robot");
  }
}
