package io.mbmpo.controller.rcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.ros.Doubles;
import io.mbmpo.controller.ros.Header;
import io.mbmpo.controller.ros.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of boxed values, as nobody promises them. */
class RosFieldsTest {
  @Test
  void valuesGoThereAndBack() {
    Doubles doubles = new Doubles(4);
    assertThat(RosFields.copy(List.of(1.5, -2.0), doubles)).isTrue();
    assertThat(RosFields.array(doubles)).containsExactly(1.5, -2.0);
    Texts texts = new Texts(3, 8);
    assertThat(RosFields.copy(List.of("Bein", "Füße"), texts)).isTrue();
    assertThat(RosFields.list(texts)).containsExactly("Bein", "Füße");
    float[] axes = new float[3];
    int[] buttons = new int[3];
    assertThat(RosFields.copy(List.of(0.5f), axes)).isEqualTo(1);
    assertThat(RosFields.copy(List.of(1, 0, 1), buttons)).isEqualTo(3);
    assertThat(axes).containsExactly(0.5f, 0, 0);
    assertThat(buttons).containsExactly(1, 0, 1);
  }

  @Test
  void listsThatNobodyFilledAreEmpty() {
    Doubles doubles = new Doubles(4);
    doubles.length = 3;
    Texts texts = new Texts(3, 8);
    texts.length = 2;
    assertThat(RosFields.copy((List<Double>) null, doubles)).isTrue();
    assertThat(RosFields.copy((List<String>) null, texts)).isTrue();
    assertThat(doubles.length).isZero();
    assertThat(texts.length).isZero();
    assertThat(RosFields.copy((List<Float>) null, new float[1])).isZero();
    assertThat(RosFields.copy((List<Integer>) null, new int[1])).isZero();
  }

  @Test
  void aValueThatIsNotThereIsNotANumber() {
    Doubles doubles = new Doubles(2);
    assertThat(RosFields.copy(Arrays.asList(1.0, null), doubles)).isTrue();
    assertThat(RosFields.array(doubles)).containsExactly(1.0, Double.NaN);
    Texts texts = new Texts(2, 8);
    assertThat(RosFields.copy(Arrays.asList((String) null), texts)).isTrue();
    assertThat(RosFields.list(texts)).containsExactly("");
  }

  @Test
  void whatIsTooLongIsRefusedAndNotCut() {
    List<String> two = new ArrayList<>(Collections.nCopies(2, "hip"));
    assertThat(RosFields.copy(List.of(1.0, 2.0, 3.0), new Doubles(2))).isFalse();
    assertThat(RosFields.copy(two, new Texts(1, 8))).isFalse();
    assertThat(RosFields.copy(List.of("FR_hip_joint"), new Texts(1, 8))).isFalse();
    assertThat(RosFields.copy(List.of("ßßßßß"), new Texts(1, 8))).isFalse();
    assertThat(RosFields.copy(List.of(1f, 2f), new float[1])).isEqualTo(-1);
    assertThat(RosFields.copy(List.of(1, 2), new int[1])).isEqualTo(-1);
  }

  @Test
  void stampsKeepTheirUnsignedNanoseconds() {
    Header header = new Header();
    RosFields.stamp(12, -1, header);
    assertThat(header.stamp()).isEqualTo(12_000_000_000L + 0xFFFF_FFFFL);
  }
}
