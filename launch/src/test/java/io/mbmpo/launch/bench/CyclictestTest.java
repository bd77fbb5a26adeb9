package io.mbmpo.launch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mbmpo.launch.exit.LaunchException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CyclictestTest {
  @Test
  void itsHistogramIsReadAsQuantiles() {
    StringBuilder printed = new StringBuilder("# /dev/cpu_dma_latency set to 0us\n# Histogram\n");
    printed.append(
        "000000 000000\n000010 \t000500\n000020 000480\n000300 000017\n000900 000003\n000950 000000\n");
    printed.append("# Total: 000001000\n# Min Latencies: 00010\n# Avg Latencies: 00020\n");
    printed.append("# Max Latencies: 00917\n# Histogram Overflows: 00000\n");
    Lateness read = Lateness.of(Cyclictest.parse(printed.toString()));
    assertThat(read.p50()).isCloseTo(10, within(0.01));
    assertThat(read.p99()).isCloseTo(300, within(0.3));
    assertThat(read.p999()).isCloseTo(900, within(0.9));
    assertThat(read.max()).isCloseTo(900, within(0.9));
  }

  @Test
  void wakeUpsThatAreLaterThanItsHistogramIsWideCountAsTheLatest() {
    String printed =
        "000010 000990\n000020 000005\n# Max Latencies: 250000\n# Histogram Overflows: 00005\n";
    Lateness read = Lateness.of(Cyclictest.parse(printed));
    assertThat(read.p99()).isCloseTo(10, within(0.01));
    assertThat(read.p999()).isCloseTo(250_000, within(250.0));
  }

  @Test
  void withoutAHistogramWhatItSaidIsShown() {
    assertThatThrownBy(() -> Cyclictest.parse("\nunable to get scheduling policy\n"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("no histogram, but: unable to get scheduling policy");
  }

  @Test
  void theMedianIsTakenFigureByFigureAndRatiosToo() {
    Lateness median =
        Lateness.median(
            List.of(
                new Lateness(1, 30, 5, 8), new Lateness(2, 10, 6, 7), new Lateness(3, 20, 4, 9)));
    assertThat(median).isEqualTo(new Lateness(2, 20, 5, 8));
    assertThat(median.over(new Lateness(4, 10, 5, 16))).isEqualTo(new Lateness(0.5, 2, 1, 0.5));
  }
}
