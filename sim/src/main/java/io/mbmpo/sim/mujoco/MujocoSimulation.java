package io.mbmpo.sim.mujoco;

import com.sun.jna.Pointer;
import io.mbmpo.sim.mujoco.StructLayout.Data;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/**
 * A model in motion. State and controls are read and written in MuJoCo's own memory, so the buffers
 * handed out here must not be used after {@link #close}. Owns its model. Steps allocate nothing.
 * One thread at a time.
 */
public final class MujocoSimulation implements AutoCloseable {
  private static final int WARNING_BYTES = 8;
  private static final int WARNING_COUNT = 4;

  private final MujocoModel model;
  private final long modelAddress;
  private long address;
  private final ByteBuffer struct;
  private final DoubleBuffer positions;
  private final DoubleBuffer velocities;
  private final DoubleBuffer controls;
  private final DoubleBuffer sitePositions;

  /** Takes the model over: it is closed with this simulation. */
  public MujocoSimulation(MujocoModel model) {
    this.model = model;
    modelAddress = model.address();
    address = MujocoLibrary.mj_makeData(modelAddress);
    MujocoLibrary.check();
    Pointer data = new Pointer(address);
    struct = data.getByteBuffer(0, Data.BYTES).order(ByteOrder.nativeOrder());
    positions = MujocoModel.doubles(data, Data.POSITIONS, model.positions());
    velocities = MujocoModel.doubles(data, Data.VELOCITIES, model.velocities());
    controls = MujocoModel.doubles(data, Data.CONTROLS, model.controls());
    sitePositions = MujocoModel.doubles(data, Data.SITE_POSITIONS, 3 * model.sites());
  }

  /** The model. */
  public MujocoModel model() {
    return model;
  }

  /** Generalized positions (qpos). */
  public DoubleBuffer positions() {
    return positions;
  }

  /** Generalized velocities (qvel). */
  public DoubleBuffer velocities() {
    return velocities;
  }

  /** Controls of the motors (ctrl). */
  public DoubleBuffer controls() {
    return controls;
  }

  /** Positions of the sites, [sites · 3], as of the last {@link #updatePositions}, m. */
  public DoubleBuffer sitePositions() {
    return sitePositions;
  }

  /** Simulated time since the last reset, s. */
  public double timeS() {
    return struct.getDouble(Data.TIME);
  }

  /** Takes everything back to the model's initial state. */
  public void reset() {
    MujocoLibrary.mj_resetData(modelAddress, address());
    MujocoLibrary.check();
  }

  /** Computes everything that follows from positions and velocities just written. */
  public void forward() {
    MujocoLibrary.mj_forward(modelAddress, address());
    MujocoLibrary.check();
  }

  /** Computes where bodies and sites are; a step leaves them as they were before it. */
  public void updatePositions() {
    MujocoLibrary.mj_kinematics(modelAddress, address());
    MujocoLibrary.check();
  }

  /**
   * Goes so many timesteps on with the controls as they are.
   *
   * @return false when the simulation diverged. MuJoCo then goes on from its initial state without
   *     a word; the state is not to be used before {@link #reset}.
   */
  public boolean step(int timesteps) {
    long data = address();
    for (int i = 0; i < timesteps; i++) {
      MujocoLibrary.mj_step(modelAddress, data);
    }
    MujocoLibrary.check();
    return !wasReset() && allFinite(positions) && allFinite(velocities);
  }

  /** Frees the simulation and its model. A second call does nothing. */
  @Override
  public void close() {
    if (address != 0) {
      MujocoLibrary.mj_deleteData(address);
      address = 0;
      model.close();
    }
  }

  private long address() {
    if (address == 0) {
      throw new IllegalStateException("the simulation of " + model.name() + " is closed");
    }
    return address;
  }

  private boolean wasReset() {
    for (int w = Data.FIRST_RESET_WARNING; w <= Data.LAST_RESET_WARNING; w++) {
      if (struct.getInt(Data.WARNINGS + w * WARNING_BYTES + WARNING_COUNT) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean allFinite(DoubleBuffer values) {
    for (int i = 0; i < values.capacity(); i++) {
      if (!Double.isFinite(values.get(i))) {
        return false;
      }
    }
    return true;
  }
}
