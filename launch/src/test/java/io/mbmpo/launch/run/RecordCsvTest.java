package io.mbmpo.launch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCsvTest {
  /** A row with every kind of column. */
  public record Row(String name, int count, long steps, double value) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("mb-mpo, α = 0", -1, 1L << 40, 0.1),
          new Row("says \"no\"", 2, 0, Double.NaN),
          new Row("", 3, 4, Double.NEGATIVE_INFINITY));

  @TempDir Path folder;

  @Test
  void textWithCommasAndQuotesAndNumbersOfEveryKindComeBack() {
    Path file = folder.resolve("rows.csv");
    RecordCsv.write(file, Row.class, ROWS);
    assertThat(RecordCsv.read(file, Row.class)).isEqualTo(ROWS);
    assertThat(file).content().startsWith("name,count,steps,value\n\"mb-mpo, α = 0\",-1,");
  }

  @Test
  void whatIsNotKeptIsDroppedAndNewRowsFollow() {
    Path file = folder.resolve("rows.csv");
    RecordCsv.write(file, Row.class, ROWS);
    try (RecordCsv<Row> csv = RecordCsv.open(file, Row.class, row -> row.count() < 3)) {
      csv.append(ROWS.get(0));
    }
    assertThat(RecordCsv.read(file, Row.class))
        .containsExactly(ROWS.get(0), ROWS.get(1), ROWS.get(0));
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneSentence() {
    Path file = folder.resolve("missing").resolve("rows.csv");
    assertThatThrownBy(() -> RecordCsv.write(file, Row.class, ROWS))
        .hasMessageContaining("cannot write " + file)
        .hasMessageContaining("is the disk full?");
  }
}
