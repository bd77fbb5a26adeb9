package io.mbmpo.robotconfigs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatArithmeticTest {
  private final FloatArithmetic math = new FloatArithmetic();

  private FloatRow row(float... values) {
    return math.row(values, 0, values.length);
  }

  private static void assertRow(FloatRow row, float... expected) {
    assertThat(row.width()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(row.get(i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void elementWiseOperationsMatchTheirDefinitions() {
    assertRow(math.plus(row(1, 2), row(3, 5)), 4, 7);
    assertRow(math.minus(row(1, 2), row(3, 5)), -2, -3);
    assertRow(math.times(row(2, 3), row(3, 5)), 6, 15);
    assertRow(math.plus(row(1, 2), 0.5), 1.5f, 2.5f);
    assertRow(math.times(row(1, 2), -2), -2, -4);
    assertRow(math.square(row(-3, 2)), 9, 4);
    assertRow(math.abs(row(-3, 2)), 3, 2);
    assertRow(math.sqrt(row(9, 2)), 3, (float) Math.sqrt(2));
    assertRow(math.clip(row(-3, 0.25f, 7), -1, 2), -1, 0.25f, 2);
    assertRow(math.sum(row(1, 2, 3)), 6);
    assertRow(math.max(row(0, 1, 0, 1), row(0, 0, 1, 1)), 0, 1, 1, 1);
  }

  @Test
  void belowIsStrictAndFalseForNaN() {
    assertRow(math.below(row(0.9f, 1, 1.1f, Float.NaN), 1), 1, 0, 0, 0);
  }

  @Test
  void aRowOfWidthOneMeetsEveryColumn() {
    assertRow(math.plus(row(1), row(1, 2, 3)), 2, 3, 4);
    assertRow(math.minus(row(1, 2, 3), row(1)), 0, 1, 2);
  }

  @Test
  void slicesOfSlicesOfAnOffsetRowAreViews() {
    float[] array = {0, 1, 2, 3, 4, 5, 6};
    FloatRow row = math.slice(math.slice(math.row(array, 1, 5), 1, 4), 1, 3);
    assertRow(row, 3, 4);
    array[3] = 30;
    assertRow(row, 30, 4);
  }

  @Test
  void differentWidthsAreRefused() {
    assertThatThrownBy(() -> math.plus(row(1, 2), row(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("widths 2 and 3");
  }

  @Test
  void rowsThatReachPastTheirArrayAreRefused() {
    assertThatThrownBy(() -> math.row(new float[3], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    FloatRow row = row(1, 2, 3);
    for (List<Integer> range : List.of(List.of(-1, 2), List.of(2, 4), List.of(2, 1))) {
      assertThatThrownBy(() -> math.slice(row, range.get(0), range.get(1)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aViewFollowedByAResultInTheSameSlotLeavesTheCallersArrayAlone() {
    float[] array = {1, 2};
    math.row(array, 0, 2);
    math.reset();
    float[] other = {5, 5};
    FloatRow x = math.row(other, 0, 2);
    math.reset();
    math.plus(x, 1);
    assertThat(array).containsExactly(1, 2);
    assertThat(other).containsExactly(5, 5);
  }
}
