package io.mbmpo.launch.run;

import io.mbmpo.launch.exit.LaunchException;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * {@code metrics.csv}: one row per iteration, on disk when {@link #append} returns. Not for the
 * control thread; one thread writes.
 */
public final class MetricsCsv implements AutoCloseable {
  private static final RecordComponent[] COLUMNS = IterationRow.class.getRecordComponents();
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final Path file;
  private final FileChannel channel;

  private MetricsCsv(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens or makes the file for a run that goes on with an iteration: rows of that and later
   * iterations, which will come again, are dropped, as is a last row that was not written whole.
   *
   * @throws LaunchException when the file is not a metrics file or cannot be written
   */
  public static MetricsCsv open(Path file, int nextIteration) {
    List<IterationRow> kept =
        Files.exists(file)
            ? read(file).stream().filter(row -> row.iteration() < nextIteration).toList()
            : List.of();
    StringBuilder text = new StringBuilder(header()).append('\n');
    kept.forEach(row -> text.append(line(row)));
    try {
      DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
      return new MetricsCsv(file, FileChannel.open(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Adds a row and waits until it is on disk.
   *
   * @throws LaunchException when it cannot be written
   */
  public void append(IterationRow row) {
    ByteBuffer bytes = ByteBuffer.wrap(line(row).getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * All whole rows, in order.
   *
   * @throws LaunchException naming file, line and column of what is wrong
   */
  public static List<IterationRow> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw LaunchException.usage("cannot read " + file + ": " + e.getMessage(), e);
    }
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<IterationRow> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(whole), FORMAT)) {
      for (CSVRecord record : parser) {
        if (record.getRecordNumber() == 1) {
          checkHeader(file, record);
        } else {
          rows.add(parse(file, record));
        }
      }
    } catch (IOException e) {
      throw LaunchException.usage(file + " is no CSV file: " + e.getMessage(), e);
    }
    return rows;
  }

  /** The first line, without its end. */
  static String header() {
    return String.join(",", Arrays.stream(COLUMNS).map(RecordComponent::getName).toList());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static String line(IterationRow row) {
    return FORMAT.format(
            Arrays.stream(COLUMNS)
                .map(
                    column -> {
                      try {
                        return column.getAccessor().invoke(row);
                      } catch (ReflectiveOperationException e) {
                        throw new LinkageError("IterationRow cannot be reflected on", e);
                      }
                    })
                .toArray())
        + "\n";
  }

  private static void checkHeader(Path file, CSVRecord first) {
    String found = String.join(",", first.toList());
    if (!found.equals(header())) {
      throw LaunchException.usage(
          file + ", line 1: these are not the columns of this version (" + found + ")");
    }
  }

  private static IterationRow parse(Path file, CSVRecord record) {
    String where = file + ", line " + record.getRecordNumber();
    if (record.size() != COLUMNS.length) {
      throw LaunchException.usage(
          where + ": " + record.size() + " values instead of " + COLUMNS.length);
    }
    Object[] values = new Object[COLUMNS.length];
    Class<?>[] types = new Class<?>[COLUMNS.length];
    for (int i = 0; i < COLUMNS.length; i++) {
      types[i] = COLUMNS[i].getType();
      String text = record.get(i);
      try {
        values[i] =
            types[i] == int.class
                ? (Object) Integer.valueOf(text)
                : types[i] == long.class ? (Object) Long.valueOf(text) : Double.valueOf(text);
      } catch (NumberFormatException e) {
        throw LaunchException.usage(
            where + ", " + COLUMNS[i].getName() + ": not a number: " + text, e);
      }
    }
    try {
      return IterationRow.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("IterationRow cannot be reflected on", e);
    }
  }

  private static LaunchException cannotWrite(Path file, IOException e) {
    return LaunchException.environment(
        "cannot write " + file + ": " + e.getMessage() + " (is the disk full?)", e);
  }
}
