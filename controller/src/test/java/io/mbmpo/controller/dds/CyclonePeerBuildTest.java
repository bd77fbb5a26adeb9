package io.mbmpo.controller.dds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The peer's program, built where a ROS 2 workspace is sourced that has a Cyclone DDS of its own.
 */
class CyclonePeerBuildTest {
  @TempDir Path folder;

  @Test
  void theCycloneOfASourcedWorkspaceIsLeftAlone() throws Exception {
    CyclonePeer.assumeInstalled();
    Path workspace = folder.resolve("a workspace/install");
    Path bin = Files.createDirectories(workspace.resolve("bin"));
    Files.writeString(bin.resolve("idlc"), "#!/bin/sh\necho \"of the workspace\"\nexit 1\n");
    Files.setPosixFilePermissions(
        bin.resolve("idlc"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path lib = Files.createDirectories(workspace.resolve("lib"));
    Files.writeString(lib.resolve("libcycloneddsidl.so.0"), "of another version");
    ProcessBuilder builder =
        new ProcessBuilder("sh", CyclonePeer.SCRIPT.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("AMENT_PREFIX_PATH", "/opt/ros/none:" + workspace);
    builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    builder.environment().put("LD_LIBRARY_PATH", lib.toString());
    Process build = builder.start();
    String said = new String(build.getInputStream().readAllBytes(), UTF_8);
    assertThat(build.waitFor()).as(said).isZero();
    assertThat(folder.resolve("peer")).isExecutable();
  }
}
