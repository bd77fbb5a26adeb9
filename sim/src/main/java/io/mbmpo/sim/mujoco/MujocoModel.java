package io.mbmpo.sim.mujoco;

import com.sun.jna.Pointer;
import io.mbmpo.sim.mujoco.StructLayout.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in MuJoCo's memory: bodies, joints, motors. May be changed before a {@link
 * MujocoSimulation} of it is made, not after. Not thread-safe.
 */
public final class MujocoModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MujocoModel.class);
  private static final int ERROR_BYTES = 1024;
  private static final int INERTIAS_PER_BODY = 3;
  private static final int GEARS_PER_ACTUATOR = 6;

  private final String name;
  private long address;
  private final Pointer struct;
  private final int positions;
  private final int velocities;
  private final int controls;

  private MujocoModel(String name, long address) {
    this.name = name;
    this.address = address;
    struct = new Pointer(address);
    positions = struct.getInt(Model.POSITIONS);
    velocities = struct.getInt(Model.VELOCITIES);
    controls = struct.getInt(Model.CONTROLS);
    checkLayout();
  }

  /**
   * Reads a model (MJCF) from a resource beside a class.
   *
   * @throws MujocoUnavailableException when there is no MuJoCo here
   * @throws MujocoModelException when MuJoCo does not accept the model
   */
  public static MujocoModel fromResource(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new MujocoModelException("no resource " + resource + " beside " + beside.getName());
      }
      return fromXml(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + resource, e);
    }
  }

  /**
   * Reads a model (MJCF) from a string.
   *
   * @param name of the model, for messages
   * @throws MujocoUnavailableException when there is no MuJoCo here
   * @throws MujocoModelException when MuJoCo does not accept the model
   */
  public static MujocoModel fromXml(String name, String xml) {
    MujocoLibrary.load();
    try {
      // MuJoCo reads files only.
      Path file = Files.createTempFile("mbmpo-", ".xml");
      try {
        Files.writeString(file, xml);
        return new MujocoModel(name, compile(name, file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file for the model " + name, e);
    }
  }

  /** One at a time: MuJoCo's reader is not made for several threads. */
  private static synchronized long compile(String name, Path file) {
    byte[] text = new byte[ERROR_BYTES];
    long address = MujocoLibrary.mj_loadXML(file.toString(), null, text, text.length);
    MujocoLibrary.check();
    String message = com.sun.jna.Native.toString(text, StandardCharsets.UTF_8).strip();
    if (address == 0) {
      throw new MujocoModelException(name + ": " + message);
    }
    if (!message.isEmpty()) {
      log.warn("{}: {}", name, message);
    }
    return address;
  }

  /** Numbers of a wrong layout would hardly pass. */
  private void checkLayout() {
    double timestep = timestepS();
    double gravity = struct.getDouble(Model.GRAVITY + 2 * StructLayout.DOUBLE_BYTES);
    boolean plausible =
        velocities > 0
            && positions >= velocities
            && positions <= 2 * velocities
            && controls >= 0
            && controls <= 1000
            && timestep > 0
            && timestep < 1
            && Math.abs(gravity) < 100
            && array(Model.BODY_MASS, 1).get(0) == 0; // the world's
    if (!plausible) {
      close();
      throw new MujocoUnavailableException(
          "MuJoCo's memory is not laid out as in version 2.2.2, read from the model " + name);
    }
  }

  /** Length of qpos. */
  public int positions() {
    return positions;
  }

  /** Length of qvel. */
  public int velocities() {
    return velocities;
  }

  /** Number of motors. */
  public int controls() {
    return controls;
  }

  /** Simulated time of one step, s. */
  public double timestepS() {
    return struct.getDouble(Model.TIMESTEP);
  }

  /** Simulated time of one step, s. */
  public void setTimestepS(double timestep) {
    struct.setDouble(Model.TIMESTEP, timestep);
  }

  /** Lower and upper limit of every control, [controls · 2]. */
  public double[] controlRanges() {
    double[] ranges = new double[2 * controls];
    array(Model.ACTUATOR_CONTROL_RANGE, ranges.length).get(ranges);
    return ranges;
  }

  /** Multiplies mass and inertia of every body. */
  public void scaleMasses(double factor) {
    int bodies = struct.getInt(Model.BODIES);
    scale(array(Model.BODY_MASS, bodies), factor);
    scale(array(Model.BODY_INERTIA, INERTIAS_PER_BODY * bodies), factor);
    deriveConstants();
  }

  /** Multiplies the force or torque that every motor makes of its control. */
  public void scaleMotors(double factor) {
    scale(array(Model.ACTUATOR_GEAR, GEARS_PER_ACTUATOR * controls), factor);
    deriveConstants();
  }

  int sites() {
    return struct.getInt(Model.SITES);
  }

  String name() {
    return name;
  }

  /**
   * Address for MuJoCo.
   *
   * @throws IllegalStateException after {@link #close}
   */
  long address() {
    if (address == 0) {
      throw new IllegalStateException("the model " + name + " is closed");
    }
    return address;
  }

  /** Frees the model. A second call does nothing. */
  @Override
  public void close() {
    if (address != 0) {
      MujocoLibrary.mj_deleteModel(address);
      address = 0;
    }
  }

  private void deriveConstants() {
    long scratch = MujocoLibrary.mj_makeData(address());
    MujocoLibrary.mj_setConst(address(), scratch);
    MujocoLibrary.mj_deleteData(scratch);
    MujocoLibrary.check();
  }

  private DoubleBuffer array(int offset, int length) {
    return doubles(struct, offset, length);
  }

  private static void scale(DoubleBuffer array, double factor) {
    for (int i = 0; i < array.capacity(); i++) {
      array.put(i, array.get(i) * factor);
    }
  }

  /** The array a field of a struct points to. */
  static DoubleBuffer doubles(Pointer struct, int offset, int length) {
    return struct
        .getPointer(offset)
        .getByteBuffer(0, (long) length * StructLayout.DOUBLE_BYTES)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }
}
