package io.mbmpo.launch.keys;

import io.mbmpo.launch.exit.LaunchException;
import io.mbmpo.link.signing.SigningKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may move the robots: a learner signs with one key, its robot trusts that one and, while they
 * are exchanged, the former one.
 */
public final class SigningKeys {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final Path path;

  /**
   * @param path of the {@link KeyFolder}
   */
  SigningKeys(Path path) {
    this.path = path;
  }

  /** Whether the text is the id of a signing key rather than a name. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Gives the robot's learner a new key, which the robot trusts. */
  void create(String robot) {
    PrivateFolder.make(learner(robot).resolve(SigningKey.TRUSTED_FOLDER));
    SigningKey.create(learner(robot)).trustIn(trusted(robot));
  }

  /**
   * Gives the robot's learner a new signing key; the robot trusts both until the former is revoked.
   *
   * @return id of the former key
   */
  public String rotate(String robot) {
    Path learner = learner(robot);
    if (!Files.exists(learner.resolve(SigningKey.KEY_FILE))) {
      throw LaunchException.usage(
          "no signing key for robot " + robot + " to exchange; ./mbmpo keys list shows those made");
    }
    String former = SigningKey.load(learner).id();
    create(robot);
    return former;
  }

  /**
   * Revokes a signing key.
   *
   * @return the robots that refuse it as soon as they have their folder
   * @throws LaunchException when a learner still signs with it
   */
  public List<String> revoke(String id) {
    List<SigningRecord> affected =
        all().stream()
            .filter(
                record ->
                    record.id().equals(id) && record.standing() != SigningRecord.Standing.REVOKED)
            .toList();
    if (affected.isEmpty()) {
      throw LaunchException.usage(
          "no robot trusts a signing key " + id + "; ./mbmpo keys list shows those made");
    }
    for (SigningRecord record : affected) {
      if (record.standing() == SigningRecord.Standing.CURRENT) {
        throw LaunchException.usage(
            "the learner of %s signs with %s; give it another first: ./mbmpo keys rotate %s"
                .formatted(record.robot(), id, record.robot()));
      }
    }
    List<String> robots = affected.stream().map(SigningRecord::robot).toList();
    for (String robot : robots) {
      PrivateFolder revoked =
          PrivateFolder.make(
              path.resolve(End.ROBOT.identity(robot)).resolve(SigningKey.REVOKED_FOLDER));
      String file = SigningKey.publicFile(id);
      try {
        Files.move(
            trusted(robot).resolve(file),
            revoked.file(file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(learner(robot).resolve(SigningKey.TRUSTED_FOLDER).resolve(file));
      } catch (IOException e) {
        throw LaunchException.environment("cannot revoke " + id + " for " + robot + ": " + e, e);
      }
    }
    return robots;
  }

  /** Every signing key made, by robot. */
  public List<SigningRecord> all() {
    List<SigningRecord> records = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, End.ROBOT.identity("*"))) {
      List<Path> sorted = new ArrayList<>();
      folders.forEach(sorted::add);
      sorted.sort(null);
      for (Path folder : sorted) {
        String robot = End.ROBOT.robotOf(folder.getFileName().toString());
        Path learner = learner(robot);
        String current =
            Files.exists(learner.resolve(SigningKey.KEY_FILE)) ? SigningKey.load(learner).id() : "";
        for (String id : ids(folder.resolve(SigningKey.TRUSTED_FOLDER))) {
          records.add(
              new SigningRecord(
                  id,
                  robot,
                  id.equals(current)
                      ? SigningRecord.Standing.CURRENT
                      : SigningRecord.Standing.FORMER));
        }
        for (String id : ids(folder.resolve(SigningKey.REVOKED_FOLDER))) {
          records.add(new SigningRecord(id, robot, SigningRecord.Standing.REVOKED));
        }
      }
      return records;
    } catch (IOException e) {
      throw LaunchException.environment("cannot list " + path + ": " + e, e);
    }
  }

  private static List<String> ids(Path folder) throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
        files.forEach(file -> ids.add(file.getFileName().toString().replace(".pub", "")));
      }
      ids.sort(null);
    }
    return ids;
  }

  private Path learner(String robot) {
    return path.resolve(End.LEARNER.identity(robot));
  }

  private Path trusted(String robot) {
    PrivateFolder.make(path.resolve(End.ROBOT.identity(robot)));
    return PrivateFolder.make(
            path.resolve(End.ROBOT.identity(robot)).resolve(SigningKey.TRUSTED_FOLDER))
        .path();
  }
}
