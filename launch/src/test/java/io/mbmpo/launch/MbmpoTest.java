package io.mbmpo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mbmpo.launch.run.MetricsCsv;
import io.mbmpo.launch.run.Place;
import io.mbmpo.launch.run.Rows;
import io.mbmpo.launch.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MbmpoTest {
  @TempDir Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return run(new Place(root), arguments);
  }

  private int run(Place place, String... arguments) {
    return Mbmpo.run(place, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private RunFolder aRun() {
    RunFolder run =
        RunFolder.create(
            root.resolve("runs"), "go1", 1, Instant.EPOCH, "abc", List.of("demo"), Map.of());
    try (MetricsCsv metrics = MetricsCsv.open(run.metrics(), 0)) {
      Rows.upTo(3).forEach(metrics::append);
    }
    return run;
  }

  @Test
  void withoutACommandItTeaches() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("learns to walk", "Try first:", "./mbmpo demo", "Look:", "Examples:");
  }

  @Test
  void aBenchmarkOfNoLengthIsRefused() {
    assertThat(run("bench", "simulator", "--seconds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--seconds is 0.0; allowed: 1 to 3600");
  }

  @Test
  void aBenchmarkOfTasksOfNoLengthIsRefused() {
    assertThat(run("bench", "tasks", "--seconds", "NaN")).isEqualTo(2);
    assertThat(err.toString()).contains("--seconds is NaN; allowed: 0.1 to 600");
  }

  @Test
  void aBenchmarkOfTheControllerAtAnImpossibleRateIsRefused() {
    Place project = new Place(Path.of(System.getProperty("mbmpo.root")));
    assertThat(run(project, "bench", "controller", "--rate", "510")).isEqualTo(2);
    assertThat(err.toString()).contains("--rate is 510; allowed: Hz from 50 to 2000");
    assertThat(run(project, "bench", "controller", "--runs", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--runs is 0; allowed: 1 to 100");
  }

  @Test
  void setupTeachesWhatItCanSetUp() {
    assertThat(run("setup")).isZero();
    assertThat(out.toString()).contains("./mbmpo setup mujoco", "./mbmpo setup bench");
  }

  @Test
  void everyCommandIsInTheHelpWithADescription() {
    run("--help");
    Mbmpo.commandLine(new Place(root))
        .getSubcommands()
        .keySet()
        .forEach(
            name -> assertThat(out.toString()).containsPattern("(?m)^  " + name + " +[A-Z].+$"));
  }

  @Test
  void everyDescriptionCanBePrinted() {
    everyDescription(Mbmpo.commandLine(new Place(root)))
        .forEach(
            text -> assertThatCode(() -> String.format(text)).as(text).doesNotThrowAnyException());
  }

  private static Stream<String> everyDescription(CommandLine command) {
    Stream<String> own =
        Stream.concat(
            Stream.of(command.getCommandSpec().usageMessage().description()),
            command.getCommandSpec().args().stream().flatMap(arg -> Stream.of(arg.description())));
    return Stream.concat(
        own, command.getSubcommands().values().stream().flatMap(MbmpoTest::everyDescription));
  }

  @Test
  void aMisspelledCommandIsAnsweredWithTheNearest() {
    assertThat(run("plto")).isEqualTo(2);
    assertThat(err.toString()).contains("plto", "plot", "--help").doesNotContain("\tat ");
  }

  @Test
  void theRobotsOfTheProjectAreListed() {
    assertThat(run(new Place(Path.of(System.getProperty("mbmpo.root"))), "robots")).isZero();
    assertThat(out.toString()).contains("go1", "12 joints");
  }

  @Test
  void aRefusedRobotIsNamedAndTheOthersAreListed() throws IOException {
    Path bad = Files.createDirectories(root.resolve("robot-configs/bad"));
    Files.writeString(bad.resolve("robot.yaml"), "name: bad\n");
    assertThat(run("robots")).isEqualTo(2);
    assertThat(err.toString()).contains("bad is refused", "robot.yaml").doesNotContain("\tat ");
  }

  @Test
  void runsTellHowToResume() {
    RunFolder run = aRun();
    assertThat(run("runs")).isZero();
    assertThat(out.toString())
        .contains("stopped   " + run.name(), "3 iterations, 1.8 min robot time")
        .contains("./mbmpo demo --resume runs/" + run.name());
  }

  @Test
  void plotDrawsTheCurve() {
    RunFolder run = aRun();
    assertThat(run("plot", run.path().toString())).isZero();
    assertThat(run.curve()).isNotEmptyFile();
  }

  @Test
  void aFolderThatIsNoRunIsOneSentenceAndStatus2() {
    assertThat(run("plot", root.resolve("nothing").toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("mbmpo: ").contains("not a run folder").hasLineCount(1);
  }
}
