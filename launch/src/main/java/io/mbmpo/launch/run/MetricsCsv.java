package io.mbmpo.launch.run;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code metrics.csv}: one row per iteration, on disk when {@link #append} returns. Not for the
 * control thread; one thread writes.
 */
public final class MetricsCsv implements AutoCloseable {
  private final RecordCsv<IterationRow> csv;

  private MetricsCsv(RecordCsv<IterationRow> csv) {
    this.csv = csv;
  }

  /**
   * Opens or makes the file for a run that goes on with an iteration: rows of that and later
   * iterations, which will come again, are dropped, as is a last row that was not written whole.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when the file is not a metrics file or cannot be
   *     written
   */
  public static MetricsCsv open(Path file, int nextIteration) {
    return new MetricsCsv(
        RecordCsv.open(file, IterationRow.class, row -> row.iteration() < nextIteration));
  }

  /**
   * Adds a row and waits until it is on disk.
   *
   * @throws io.mbmpo.launch.exit.LaunchException when it cannot be written
   */
  public void append(IterationRow row) {
    csv.append(row);
  }

  /**
   * All whole rows, in order.
   *
   * @throws io.mbmpo.launch.exit.LaunchException naming file, line and column of what is wrong
   */
  public static List<IterationRow> read(Path file) {
    return RecordCsv.read(file, IterationRow.class);
  }

  @Override
  public void close() {
    csv.close();
  }
}
