package io.mbmpo.launch.experiment;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.launch.run.RecordCsv;
import io.mbmpo.launch.screen.ScreenText;
import io.mbmpo.learner.Method;
import io.mbmpo.sim.benchmark.PhysicsChange;
import io.mbmpo.sim.benchmark.TaskOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Section V: after a change of the robot, VPG from a meta-policy, from others, and from scratch.
 */
public final class Recovery implements Experiment {
  private static final String NOMINAL = " on the nominal task";
  private static final String SCRATCH = "from scratch";

  @Option(
      names = "--mass",
      paramLabel = "FACTOR",
      defaultValue = "1.3",
      description = "Factor on all masses of the changed task (default: ${DEFAULT-VALUE}).")
  private double mass = 1.3;

  @Option(
      names = "--motors",
      paramLabel = "FACTOR",
      defaultValue = "0.7",
      description = "Factor on the strength of all motors (default: ${DEFAULT-VALUE}).")
  private double motors = 0.7;

  @Option(
      names = "--tuning-iterations",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Most iterations of fine-tuning, fineTuning.episodes real episodes each (default:"
              + " ${DEFAULT-VALUE}).")
  private int tuningIterations = 60;

  @Override
  public String name() {
    return "fine-tuning";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Section V: fine-tuning after a change of masses and motors.",
        "Each method learns the nominal task; then its policy is fine-tuned with vanilla policy gradient"
            + " (VPG) on the changed task, beside one from scratch. Told are the real episodes until"
            + " 90 % of a return is reached: \"nominal\" of the best policy's return on the nominal task,"
            + " \"best\" of the best return on the changed task that fine-tuning from any start came to"
            + " (both of the same seed, negative returns left out).");
  }

  @Override
  public Defaults defaults() {
    return new Defaults(
        List.of("half_cheetah"), List.of(Method.MB_MPO, Method.ME_TRPO), List.of(1L, 2L, 3L), 200);
  }

  @Override
  public List<TrialPlan> trials(Request request) {
    check("--mass", mass);
    check("--motors", motors);
    if (request.methods().contains(Method.MB_MPC)) {
      throw LaunchException.usage("mb-mpc has no policy that could be fine-tuned");
    }
    if (tuningIterations < 1) {
      throw LaunchException.usage("--tuning-iterations is " + tuningIterations + "; at least 1");
    }
    List<TrialPlan> trials = new ArrayList<>();
    for (long seed : request.seeds()) {
      for (String name : request.tasks()) {
        TaskChoice nominal = request.task(name, false);
        for (Method method : request.methods()) {
          String text = method.text();
          trials.add(request.plan(text + NOMINAL, text, nominal, method, seed, Map.of()));
        }
        for (Method method : request.methods()) {
          String start = request.trial(nominal, method.text(), seed);
          trials.add(tuning(request, nominal, "from " + method.text(), method.text(), seed, start));
        }
        trials.add(tuning(request, nominal, SCRATCH, "scratch", seed, ""));
      }
    }
    return trials;
  }

  private TrialPlan tuning(
      Request request, TaskChoice nominal, String line, String variant, long seed, String start) {
    TaskOptions changed = nominal.options().withPhysics(new PhysicsChange(mass, motors));
    TaskChoice task = new TaskChoice(nominal.name(), changed);
    return new TrialPlan(
        request.trial(task, "tuned-" + variant, seed),
        line,
        task,
        TrialPlan.FINE_TUNING,
        seed,
        start,
        request.learner(Map.of(), tuningIterations),
        0,
        request.evaluationEpisodes());
  }

  private static void check(String option, double factor) {
    if (!(factor > 0 && factor <= 100)) {
      throw LaunchException.usage(option + " is " + factor + "; allowed: above 0, to 100");
    }
  }

  @Override
  public void report(
      List<TrialFolder> trials, Path folder, Environments environments, PrintWriter out) {
    List<TrialFolder> tuned = trials.stream().filter(Recovery::isTuned).toList();
    List<TrialFolder> nominal = trials.stream().filter(trial -> !isTuned(trial)).toList();
    new CurveReport(new CurveReport.Look("Before the change", List.of(), false, false, "-nominal"))
        .write(nominal, folder, out);
    out.println();
    new CurveReport(
            new CurveReport.Look("Fine-tuning after the change", List.of(), false, true, "-tuned"))
        .write(tuned, folder, out);
    List<RecoveryRow> rows = new ArrayList<>();
    tuned.forEach(trial -> rows.addAll(rows(trial, tuned, nominal)));
    rows.sort(
        Comparator.comparing(RecoveryRow::task)
            .thenComparing(RecoveryRow::of)
            .thenComparing(RecoveryRow::start)
            .thenComparing(RecoveryRow::seed));
    RecordCsv.write(folder.resolve("recovery.csv"), RecoveryRow.class, rows);
    out.println();
    rows.forEach(row -> out.println(sentence(row)));
  }

  private static boolean isTuned(TrialFolder trial) {
    return trial.plan().method().equals(TrialPlan.FINE_TUNING);
  }

  private static List<RecoveryRow> rows(
      TrialFolder trial, List<TrialFolder> tuned, List<TrialFolder> nominal) {
    double nominalReturn =
        alike(trial, nominal).stream()
            .mapToDouble(t -> last(t).shownReturn())
            .max()
            .orElse(Double.NaN);
    double bestReturn =
        alike(trial, tuned).stream().mapToDouble(Recovery::best).max().orElse(Double.NaN);
    return List.of(row(trial, "nominal", nominalReturn), row(trial, "best", bestReturn));
  }

  /** Trials of the same task and seed. */
  private static List<TrialFolder> alike(TrialFolder trial, List<TrialFolder> others) {
    return others.stream()
        .filter(
            other ->
                other.plan().seed() == trial.plan().seed()
                    && other.plan().task().name().equals(trial.plan().task().name()))
        .toList();
  }

  private static RecoveryRow row(TrialFolder trial, String of, double whole) {
    double threshold = whole > 0 ? RecoveryRow.SHARE * whole : Double.NaN;
    TrialPlan plan = trial.plan();
    return new RecoveryRow(
        plan.task().name(),
        plan.line(),
        plan.seed(),
        of,
        threshold,
        trial.rows().get(0).shownReturn(),
        best(trial),
        RecoveryRow.episodes(trial.rows(), threshold, plan.learner().fineTuning().episodes()));
  }

  private static double best(TrialFolder trial) {
    return trial.rows().stream().mapToDouble(CurveRow::shownReturn).max().orElse(Double.NaN);
  }

  private static CurveRow last(TrialFolder trial) {
    List<CurveRow> rows = trial.rows();
    return rows.get(rows.size() - 1);
  }

  private static String sentence(RecoveryRow row) {
    String reached =
        Double.isNaN(row.episodes())
            ? "not reached"
            : String.format(Locale.ROOT, "%.0f real episodes", row.episodes());
    return String.format(
        Locale.ROOT,
        "%s, seed %d, %-14s 90 %% of %-8s (%s): %s; return %.1f before, %.1f at best",
        row.task(),
        row.seed(),
        row.start() + ",",
        row.of(),
        ScreenText.number("%.1f", row.threshold()),
        reached,
        row.startReturn(),
        row.bestReturn());
  }
}
