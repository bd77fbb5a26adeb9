package io.mbmpo.launch.rehearsal;

import io.mbmpo.launch.run.RecordCsv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one stage of one start: what it learned from, and how its policy was measured.
 *
 * <pre>
 *   episodes.db  checkpoints/  collected.csv  evaluation.csv
 * </pre>
 *
 * @param path the folder
 */
record StageFolder(Path path) {
  Path episodes() {
    return path.resolve("episodes.db");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  Path collected() {
    return path.resolve("collected.csv");
  }

  /** Written whole when the stage is over. */
  Path evaluation() {
    return path.resolve("evaluation.csv");
  }

  /** Whether the stage is over. */
  boolean finished() {
    return Files.exists(evaluation());
  }

  /** What was learned from so far. */
  List<CollectedRow> collectedRows() {
    return rows(collected(), CollectedRow.class);
  }

  /** How the policy was measured; none before the stage is over. */
  List<EvaluationRow> evaluationRows() {
    return rows(evaluation(), EvaluationRow.class);
  }

  private static <R extends Record> List<R> rows(Path file, Class<R> type) {
    return Files.exists(file) ? RecordCsv.read(file, type) : List.of();
  }
}
