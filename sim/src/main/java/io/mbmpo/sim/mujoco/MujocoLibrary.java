package io.mbmpo.sim.mujoco;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of {@code libmujoco}, under their own names, with structs as addresses. Loaded
 * once, on first use. MuJoCo's ways of speaking are taken from it: a warning goes to the log, an
 * error is kept for {@link #check}; nothing is printed, no log file written, no process ended by
 * it.
 *
 * <p>The functions may be called from any thread, on different data at the same time.
 */
public final class MujocoLibrary {
  /** System property that names another library file. */
  static final String PROPERTY = "mbmpo.mujoco.library";

  private static final int VERSION = 222;

  private static final String FILE = "libmujoco.so.2.2.2";
  private static final String ADVICE =
      "install the package libmujoco2.2.2 with: ./mbmpo setup mujoco";
  private static final Logger log = LoggerFactory.getLogger(MujocoLibrary.class);

  /** The last error of the thread that called. */
  private static final ThreadLocal<String> error = new ThreadLocal<>();

  // MuJoCo keeps their addresses, so they must never be collected.
  private static final MessageHandler onWarning = message -> log.debug("MuJoCo: {}", message);
  private static final MessageHandler onError = error::set;

  private static boolean loaded;

  /** Takes a message of MuJoCo. */
  interface MessageHandler extends Callback {
    void invoke(String message);
  }

  private MujocoLibrary() {}

  static native long mj_loadXML(String file, Pointer files, byte[] error, int errorBytes);

  static native long mj_makeData(long model);

  static native void mj_deleteModel(long model);

  static native void mj_deleteData(long data);

  static native void mj_resetData(long model, long data);

  static native void mj_setConst(long model, long data);

  static native void mj_forward(long model, long data);

  static native void mj_kinematics(long model, long data);

  static native void mj_step(long model, long data);

  /**
   * Loads the library where that has not happened yet.
   *
   * @throws MujocoUnavailableException when it is missing or of another version
   */
  public static synchronized void load() {
    if (!loaded) {
      NativeLibrary library = open(System.getProperty(PROPERTY, FILE));
      Native.register(MujocoLibrary.class, library);
      setHandler(library, "mju_user_warning", onWarning);
      setHandler(library, "mju_user_error", onError);
      loaded = true;
    }
  }

  /**
   * Opens a library file and checks its version.
   *
   * @throws MujocoUnavailableException when it is missing, no MuJoCo, or of another version
   */
  static NativeLibrary open(String file) {
    try {
      NativeLibrary library = NativeLibrary.getInstance(file);
      checkVersion(library.getFunction("mj_version").invokeInt(new Object[0]), file);
      return library;
    } catch (UnsatisfiedLinkError e) {
      throw new MujocoUnavailableException(
          "MuJoCo 2.2.2 (" + file + ") cannot be loaded; " + advice(file), e);
    }
  }

  /** Struct offsets are known for one version only. */
  static void checkVersion(int version, String file) {
    if (version != VERSION) {
      throw new MujocoUnavailableException(
          file + " is MuJoCo " + dotted(version) + ", but 2.2.2 is needed; " + advice(file));
    }
  }

  /**
   * Throws what MuJoCo said since the last check on this thread, if anything. It says so only where
   * the program is wrong or memory has run out, so the data of that call is not to be used again.
   */
  static void check() {
    String message = error.get();
    if (message != null) {
      error.remove();
      throw new IllegalStateException("MuJoCo: " + message);
    }
  }

  private static String advice(String file) {
    return file.equals(FILE) ? ADVICE : ADVICE + " and leave out the system property " + PROPERTY;
  }

  private static String dotted(int version) {
    return version / 100 + "." + version / 10 % 10 + "." + version % 10;
  }

  private static void setHandler(NativeLibrary library, String variable, MessageHandler handler) {
    library
        .getGlobalVariableAddress(variable)
        .setPointer(0, CallbackReference.getFunctionPointer(handler));
  }
}
