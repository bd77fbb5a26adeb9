package io.mbmpo.learner.dynamics;

import com.sun.management.OperatingSystemMXBean;
import io.mbmpo.learner.LearnerSettings;
import io.mbmpo.learner.SettingsException;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** Refuses networks that memory cannot hold before TensorFlow is asked for it and dies. */
final class FitMemory {
  /** Value and two moments, each as it is and as it was kept. */
  private static final int ARRAYS_OF_A_MODEL = 6;

  /** W, its gradient and the products between them, while a step is taken. */
  private static final int ARRAYS_OF_A_STEP = 5;

  /** Parameters and two moments, of all models, for a checkpoint. */
  private static final int ARRAYS_OF_A_CHECKPOINT = 3;

  private FitMemory() {}

  /**
   * @throws SettingsException naming settings, bytes needed and limit
   */
  static void check(NetworkShape shape, LearnerSettings.Model settings, int threads) {
    check(shape, settings, threads, limit(), Runtime.getRuntime().maxMemory());
  }

  /**
   * @param limit memory of the process, bytes
   * @param heapLimit memory of Java within it, bytes
   */
  static void check(
      NetworkShape shape, LearnerSettings.Model settings, int threads, long limit, long heapLimit) {
    double parameters = 0;
    double units = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      parameters += (shape.inputs(layer) + 2.0) * shape.outputs(layer);
      units += shape.inputs(layer) + 2.0 * shape.outputs(layer);
    }
    double heap = 4 * ARRAYS_OF_A_CHECKPOINT * settings.count() * parameters;
    double rows = Math.max(settings.batch(), TrainingGraph.LOSS_ROWS);
    double models = ARRAYS_OF_A_MODEL * settings.count() * parameters;
    double steps = threads * (ARRAYS_OF_A_STEP * parameters + rows * units);
    double needed = heap + 4 * (models + steps);
    if (needed > limit) {
      throw refusal(settings, "the fit", needed, "the process may use", limit);
    }
    if (heap > heapLimit || parameters > Integer.MAX_VALUE) {
      throw refusal(settings, "a checkpoint", heap, "Java may use", heapLimit);
    }
  }

  private static SettingsException refusal(
      LearnerSettings.Model settings, String what, double needed, String who, long limit) {
    return new SettingsException(
        "model.hidden %s with model.count %d and model.batch %d: %s needs %.1f GB of memory, %s %.1f GB; make the layers smaller"
            .formatted(
                settings.hidden(),
                settings.count(),
                settings.batch(),
                what,
                1e-9 * needed,
                who,
                1e-9 * limit));
  }

  /** What the machine (or container) has, or less where JavaCPP is told so. */
  private static long limit() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long told = Pointer.maxPhysicalBytes();
    return told > 0 ? Math.min(told, system.getTotalMemorySize()) : system.getTotalMemorySize();
  }
}
