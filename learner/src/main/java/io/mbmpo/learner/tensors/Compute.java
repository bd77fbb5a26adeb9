package io.mbmpo.learner.tensors;

/**
 * What a learner may compute with.
 *
 * @param threads worker threads; results do not depend on it
 * @param device where graphs run; results of another device differ by rounding
 */
public record Compute(int threads, Device device) {

  /** A GPU is kept busy by a thread that runs a graph and one that prepares the next. */
  private static final int GPU_THREADS = 2;

  /** All cores of this machine, or its GPU. */
  public static Compute all(Device device) {
    return new Compute(
        device == Device.GPU ? GPU_THREADS : Runtime.getRuntime().availableProcessors(), device);
  }

  /** One core; for runs beside each other. */
  public static Compute oneCore() {
    return new Compute(1, Device.CPU);
  }

  /**
   * Makes sure that the device is there.
   *
   * @throws DeviceException when it is not
   */
  public Workers workers() {
    device.requireUsable();
    return new Workers(threads, device);
  }
}
