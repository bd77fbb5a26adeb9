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
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file whose columns are a record's components (int, long, double or String), in their order.
 * A row is on disk when {@link #append} returns. Not for the control thread; one thread writes.
 *
 * @param <R> a row
 */
public final class RecordCsv<R extends Record> implements AutoCloseable {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final Path file;
  private final Columns<R> columns;
  private final FileChannel channel;

  private RecordCsv(Path file, Columns<R> columns, FileChannel channel) {
    this.file = file;
    this.columns = columns;
    this.channel = channel;
  }

  /**
   * Opens or makes the file to go on with it. Rows that are not kept are dropped, as is a last row
   * that was not written whole.
   *
   * @throws LaunchException when the file has other columns or cannot be written
   */
  public static <R extends Record> RecordCsv<R> open(Path file, Class<R> type, Predicate<R> kept) {
    List<R> rows =
        Files.exists(file) ? read(file, type).stream().filter(kept).toList() : List.<R>of();
    write(file, type, rows);
    try {
      return new RecordCsv<>(
          file, new Columns<>(type), FileChannel.open(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Replaces the file whole.
   *
   * @throws LaunchException when it cannot be written
   */
  public static <R extends Record> void write(Path file, Class<R> type, List<R> rows) {
    Columns<R> columns = new Columns<>(type);
    StringBuilder text = new StringBuilder(columns.header()).append('\n');
    rows.forEach(row -> text.append(columns.line(row)));
    try {
      DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Adds a row and waits until it is on disk.
   *
   * @throws LaunchException when it cannot be written
   */
  public void append(R row) {
    ByteBuffer bytes = ByteBuffer.wrap(columns.line(row).getBytes(StandardCharsets.UTF_8));
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
  public static <R extends Record> List<R> read(Path file, Class<R> type) {
    Columns<R> columns = new Columns<>(type);
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw LaunchException.usage("cannot read " + file + ": " + e.getMessage(), e);
    }
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<R> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(whole), FORMAT)) {
      for (CSVRecord record : parser) {
        if (record.getRecordNumber() == 1) {
          columns.checkHeader(file, record);
        } else {
          rows.add(columns.row(file, record));
        }
      }
    } catch (IOException e) {
      throw LaunchException.usage(file + " is no CSV file: " + e.getMessage(), e);
    }
    return rows;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static LaunchException cannotWrite(Path file, IOException e) {
    return LaunchException.environment(
        "cannot write " + file + ": " + e.getMessage() + " (is the disk full?)", e);
  }

  /** A record's components as columns. */
  private static final class Columns<R extends Record> {
    private final Class<R> type;
    private final RecordComponent[] components;

    Columns(Class<R> type) {
      this.type = type;
      this.components = type.getRecordComponents();
    }

    /** The first line, without its end. */
    String header() {
      return String.join(",", Arrays.stream(components).map(RecordComponent::getName).toList());
    }

    String line(R row) {
      return FORMAT.format(Arrays.stream(components).map(column -> value(row, column)).toArray())
          + "\n";
    }

    private Object value(R row, RecordComponent column) {
      try {
        return column.getAccessor().invoke(row);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(type.getSimpleName() + " cannot be reflected on", e);
      }
    }

    void checkHeader(Path file, CSVRecord first) {
      String found = String.join(",", first.toList());
      if (!found.equals(header())) {
        throw LaunchException.usage(
            file + ", line 1: these are not the columns of this version (" + found + ")");
      }
    }

    R row(Path file, CSVRecord record) {
      String where = file + ", line " + record.getRecordNumber();
      if (record.size() != components.length) {
        throw LaunchException.usage(
            where + ": " + record.size() + " values instead of " + components.length);
      }
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        try {
          values[i] = parsed(types[i], record.get(i));
        } catch (NumberFormatException e) {
          throw LaunchException.usage(
              where + ", " + components[i].getName() + ": not a number: " + record.get(i), e);
        }
      }
      try {
        return type.getDeclaredConstructor(types).newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(type.getSimpleName() + " cannot be reflected on", e);
      }
    }

    private static Object parsed(Class<?> type, String text) {
      if (type == int.class) {
        return Integer.valueOf(text);
      }
      if (type == long.class) {
        return Long.valueOf(text);
      }
      return type == String.class ? text : (Object) Double.valueOf(text);
    }
  }
}
