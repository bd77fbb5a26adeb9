package io.mbmpo.sim.mujoco;

/**
 * Where MuJoCo 2.2.2 keeps what is read and written here: byte offsets into {@code mjModel} and
 * {@code mjData}, taken with {@code offsetof} from the headers of that version. Both structs hold
 * ints, doubles and pointers only, so the offsets are those of every 64-bit Linux. {@link
 * MujocoLibrary} refuses any other version; {@link MujocoModel} checks what it reads.
 */
final class StructLayout {
  static final int POINTER_BYTES = 8;
  static final int DOUBLE_BYTES = 8;

  /** {@code mjModel}. */
  static final class Model {
    static final int POSITIONS = 0; // nq
    static final int VELOCITIES = 4; // nv
    static final int CONTROLS = 8; // nu
    static final int BODIES = 16; // nbody
    static final int SITES = 28; // nsite
    static final int TIMESTEP = 232; // opt.timestep
    static final int GRAVITY = 280; // opt.gravity
    static final int BODY_MASS = 1240;
    static final int BODY_INERTIA = 1256;
    static final int ACTUATOR_CONTROL_RANGE = 2792; // actuator_ctrlrange
    static final int ACTUATOR_GEAR = 2816;
    static final int BYTES = 3280;

    private Model() {}
  }

  /** {@code mjData}. */
  static final class Data {
    static final int WARNINGS = 24; // warning[8], each {int lastinfo; int number}
    static final int TIME = 40336;
    static final int POSITIONS = 40376; // qpos
    static final int VELOCITIES = 40384; // qvel
    static final int CONTROLS = 40408; // ctrl
    static final int SITE_POSITIONS = 40552; // site_xpos
    static final int BYTES = 41176;

    /** Warnings after which MuJoCo has reset the state: mjWARN_BADQPOS, BADQVEL, BADQACC. */
    static final int FIRST_RESET_WARNING = 4;

    static final int LAST_RESET_WARNING = 6;

    private Data() {}
  }

  private StructLayout() {}
}
