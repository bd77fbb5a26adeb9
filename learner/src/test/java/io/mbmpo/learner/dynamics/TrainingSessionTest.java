package io.mbmpo.learner.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.learner.tensors.Device;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingSessionTest {
  private static final int ROWS = 2503;

  private final NetworkShape shape = NetworkShape.of(3, List.of(5, 4), 2);
  private final SplittableRandom random = new SplittableRandom(11);
  private ModelState first;
  private DoubleNetwork plain;
  private TrainingGraph graph;
  private TrainingSession session;
  private FitData data;

  @BeforeEach
  void open() {
    float[] inputs = uniform(3 * ROWS);
    float[] targets = uniform(2 * ROWS);
    float[] parameters = shape.initialParameters(random);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.1 * random.nextDouble());
    }
    int n = parameters.length;
    first = new ModelState(parameters, new float[n], new float[n], 0);
    plain = new DoubleNetwork(shape, parameters, inputs, targets);
    data = FitData.of(ROWS, inputs, targets);
    graph = new TrainingGraph(shape, Device.CPU);
    session = new TrainingSession(graph, first);
    session.drawSplit(ROWS, 42);
  }

  @AfterEach
  void close() {
    session.close();
    graph.close();
    data.close();
  }

  private float[] uniform(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private double finiteDifference(int parameter, int[] batch) {
    double h = 1e-6;
    double before = plain.parameters[parameter];
    plain.parameters[parameter] = before + h;
    double above = plain.loss(batch);
    plain.parameters[parameter] = before - h;
    double below = plain.loss(batch);
    plain.parameters[parameter] = before;
    return (above - below) / (2 * h);
  }

  /** The rows of an epoch's minibatch: the epoch in parts whose sizes differ by at most one. */
  private static int[] minibatch(int[] epoch, int batch, int batches) {
    return Arrays.copyOfRange(
        epoch, epoch.length * batch / batches, epoch.length * (batch + 1) / batches);
  }

  @Test
  void theLossIsEquationOneInDoublePrecisionOnAnyPartOfTheSplit() {
    int[] split = session.split();
    for (int[] part : new int[][] {{0, 1}, {5, 905}, {0, 1000}, {1, 1002}, {0, ROWS}}) {
      assertThat(session.loss(data, part[0], part[1]))
          .as("rows %s", Arrays.toString(part))
          .isCloseTo(plain.loss(Arrays.copyOfRange(split, part[0], part[1])), within(1e-6));
    }
  }

  @Test
  void theFirstStepsMomentIsTheGradientOfEveryParameter() {
    session.drawEpoch(5, 1);
    session.train(data, 1, 0, 1, 1e-3);
    float[] moments = session.state().firstMoments();
    assertThat(moments).hasSize(shape.parameterCount());
    for (int i = 0; i < moments.length; i++) {
      assertThat(10.0 * moments[i])
          .as("parameter %d", i)
          .isCloseTo(finiteDifference(i, session.epoch()), within(2e-5));
    }
  }

  @Test
  void manyStepsInOneRunAreAdamsOnTheMinibatchesOfTheEpoch() {
    session.drawEpoch(61, 3);
    int[] epoch = session.epoch();
    double losses = 0;
    for (int batch = 0; batch < 7; batch++) {
      int[] rows = minibatch(epoch, batch, 7);
      losses += plain.loss(rows) / 7;
      plain.step(rows, 1e-3);
    }
    TrainingSession.Trained trained = session.train(data, 7, 0, 7, 1e-3);
    assertThat(trained.steps()).isEqualTo(7);
    assertThat(trained.loss()).isCloseTo(losses, within(1e-5));
    ModelState state = session.state();
    assertThat(state.steps()).isEqualTo(7);
    for (int i = 0; i < shape.parameterCount(); i++) {
      assertThat((double) state.parameters()[i])
          .as("parameter %d", i)
          .isCloseTo(plain.parameters[i], within(2e-5));
      assertThat((double) state.firstMoments()[i]).isCloseTo(plain.first[i], within(1e-6));
      assertThat((double) state.secondMoments()[i]).isCloseTo(plain.second[i], within(1e-6));
    }
  }

  @Test
  void anEpochInOneRunIsTheSameBitsAsInSeveral() {
    session.drawEpoch(2000, 3);
    session.train(data, 20, 0, 20, 1e-3);
    try (TrainingSession other = new TrainingSession(graph, first)) {
      other.drawSplit(ROWS, 42);
      other.drawEpoch(2000, 3);
      other.train(data, 20, 0, 7, 1e-3);
      other.train(data, 20, 7, 8, 1e-3);
      other.train(data, 20, 8, 20, 1e-3);
      assertThat(other.state()).usingRecursiveComparison().isEqualTo(session.state());
    }
  }

  @Test
  void aRunEndsWithTheFirstLossThatIsNotFinite() {
    session.drawEpoch(2000, 3);
    TrainingSession.Trained trained = session.train(data, 20, 0, 20, 1e38);
    assertThat(trained.steps()).isEqualTo(2);
    assertThat(trained.loss()).isNotFinite();
    assertThat(session.loss(data, 0, ROWS)).isNotFinite();
  }

  @Test
  void ordersAreOfEveryRowOnceAndDifferentForEverySeed() {
    int[] split = session.split();
    assertThat(Arrays.stream(split).sorted()).containsExactlyElementsOf(upTo(ROWS));
    assertThat(split).isNotEqualTo(Arrays.stream(split).sorted().toArray());
    session.drawEpoch(100, 1);
    int[] epoch = session.epoch();
    assertThat(epoch)
        .containsExactlyInAnyOrder(Arrays.copyOf(split, 100))
        .isNotEqualTo(Arrays.copyOf(split, 100));
    session.drawEpoch(100, 2);
    assertThat(session.epoch()).isNotEqualTo(epoch);
    session.drawSplit(ROWS, 43);
    assertThat(session.split()).isNotEqualTo(split);
    session.drawSplit(ROWS, 42);
    assertThat(session.split()).isEqualTo(split);
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  /** Where an order puts row 0: each of ten places about equally often. */
  @Test
  void everyPlaceOfARowIsAboutAsLikelyAsAnyOther() {
    int[] times = new int[10];
    for (int seed = 0; seed < 1000; seed++) {
      session.drawSplit(10, seed);
      int[] split = session.split();
      for (int place = 0; place < 10; place++) {
        times[place] += split[place] == 0 ? 1 : 0;
      }
    }
    // A standard deviation is 9.5.
    assertThat(Arrays.stream(times).boxed()).allMatch(n -> n > 60 && n < 140);
  }

  @Test
  void aStateReadBeforeAStepIsNotChangedByIt() {
    ModelState before = session.state();
    session.drawEpoch(ROWS, 1);
    session.train(data, 10, 0, 10, 1e-2);
    assertThat(before.parameters()).isEqualTo(first.parameters());
    assertThat(session.state().parameters()).isNotEqualTo(first.parameters());
  }

  @Test
  void whatIsKeptIsNotChangedByStepsAndCanBeBroughtBackAgainAndAgain() {
    session.drawEpoch(ROWS, 1);
    session.train(data, 10, 0, 3, 1e-2);
    session.keep();
    ModelState kept = session.state();
    for (int i = 0; i < 2; i++) {
      session.train(data, 10, 3, 10, 1e-2);
      assertThat(session.state().parameters()).isNotEqualTo(kept.parameters());
      session.bringBack();
      assertThat(session.state()).usingRecursiveComparison().isEqualTo(kept);
    }
    assertThat(kept.steps()).isEqualTo(3);
  }

  @Test
  void sessionsOverOneGraphShareNoVariables() {
    try (TrainingSession other = new TrainingSession(graph, first)) {
      other.drawSplit(ROWS, 7);
      session.drawEpoch(ROWS, 1);
      session.train(data, 10, 0, 10, 1e-2);
      assertThat(other.state().parameters()).isEqualTo(first.parameters());
      assertThat(other.split()).isNotEqualTo(session.split());
    }
  }
}
