package io.mbmpo.learner.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.mbmpo.link.Episode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/**
 * The data set D of Alg. 1 on disk: an SQLite file in which an episode is durable once {@link #add}
 * has returned, whatever happens to the process or the machine. What is read depends on the
 * episodes held, never on their order of arrival. Any thread may call; one at a time gets in.
 */
public final class TransitionStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransitionStore.class);

  /** "mbmp": marks an SQLite file as a transition store. */
  private static final int APPLICATION_ID = 0x6d626d70;

  private static final int SCHEMA_VERSION = 1;
  private static final String IN_PLAN_ORDER = " ORDER BY iteration, ordinal, episode_id";

  private final Path file;
  private final Connection connection;

  /**
   * Opens the store, making file and folder when they are missing.
   *
   * @throws StoreException when the file is damaged, of another program, of a newer version, or
   *     cannot be opened
   */
  public TransitionStore(Path file) {
    this(file, 0);
  }

  /**
   * @param maxPages size at which the file counts as a full disk, in SQLite pages; 0 for none
   */
  TransitionStore(Path file, int maxPages) {
    this.file = file;
    Connection opened = null;
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(5000);
      if (maxPages > 0) {
        config.setMaxPageCount(maxPages);
      }
      opened = config.createConnection("jdbc:sqlite:" + file);
      prepare(opened);
      connection = opened;
    } catch (SQLException e) {
      closeQuietly(opened);
      throw failure("cannot be opened", e);
    } catch (IOException e) {
      throw new StoreException("transition store " + file + ": cannot make its folder: " + e, e);
    } catch (StoreException e) {
      closeQuietly(opened);
      throw e;
    }
  }

  private void prepare(Connection opened) throws SQLException {
    try (Statement sql = opened.createStatement()) {
      String health = text(sql, "PRAGMA quick_check(1)");
      if (!health.equals("ok")) {
        throw damaged(health, null);
      }
      int tables = Integer.parseInt(text(sql, "SELECT count(*) FROM sqlite_master"));
      int application = Integer.parseInt(text(sql, "PRAGMA application_id"));
      int version = Integer.parseInt(text(sql, "PRAGMA user_version"));
      if (tables > 0 && application != APPLICATION_ID) {
        throw new StoreException(
            "transition store %s: this is an SQLite file of something else; name another file"
                .formatted(file));
      }
      if (version > SCHEMA_VERSION) {
        throw new StoreException(
            "transition store %s: written by a newer version (schema %d, this one knows %d); update mbmpo or start another run folder"
                .formatted(file, version, SCHEMA_VERSION));
      }
      if (tables == 0) {
        create(opened, sql);
      }
    }
  }

  private static void create(Connection opened, Statement sql) throws SQLException {
    opened.setAutoCommit(false);
    sql.execute("PRAGMA application_id = " + APPLICATION_ID);
    sql.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    for (String statement : EpisodeTable.CREATION) {
      sql.execute(statement);
    }
    opened.commit();
    opened.setAutoCommit(true);
  }

  /**
   * Stores an episode; it is durable when this returns.
   *
   * @return false when an episode of this id is there already; the first one is kept, and one with
   *     other content is logged as a conflict
   * @throws IllegalArgumentException when its arrays do not fit their widths
   * @throws StoreException when it cannot be stored; the store stays as it was
   */
  public synchronized boolean add(Episode episode) {
    EpisodeContent.check(episode);
    byte[] digest = EpisodeContent.digest(episode);
    try (PreparedStatement insert = connection.prepareStatement(EpisodeTable.INSERTION)) {
      EpisodeTable.bind(insert, episode, digest);
      if (insert.executeUpdate() == 1) {
        return true;
      }
      if (!Arrays.equals(digest, storedDigest(episode.episodeId()))) {
        log.warn(
            "episode {} arrived again with other content; the first one is kept",
            episode.episodeId());
      }
      return false;
    } catch (SQLException e) {
      throw failure("cannot take episode " + episode.episodeId(), e);
    }
  }

  private byte[] storedDigest(String episodeId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT digest FROM episode WHERE episode_id = ?")) {
      select.setString(1, episodeId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    }
  }

  /**
   * A run's episodes in the order of its plans: by iteration, by the number that ends the id, by
   * id.
   *
   * @throws StoreException when the file cannot be read or an episode does not match its digest
   */
  public synchronized List<Episode> episodes(String runId) {
    return episodes(runId, 0, Integer.MAX_VALUE);
  }

  /**
   * A run's episodes of one iteration, in the order of its plan.
   *
   * @throws StoreException as {@link #episodes(String)}
   */
  public synchronized List<Episode> episodes(String runId, int iteration) {
    return episodes(runId, iteration, iteration);
  }

  private List<Episode> episodes(String runId, int fromIteration, int upToIteration) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM episode WHERE run_id = ? AND iteration BETWEEN ? AND ?"
                + IN_PLAN_ORDER)) {
      select.setString(1, runId);
      select.setInt(2, fromIteration);
      select.setInt(3, upToIteration);
      List<Episode> episodes = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          episodes.add(episode(row));
        }
      }
      return episodes;
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    }
  }

  private Episode episode(ResultSet row) throws SQLException {
    try {
      return EpisodeTable.episode(row);
    } catch (IllegalArgumentException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  /**
   * All transitions of a run's episodes of iterations up to and including this one, in the order of
   * its plans.
   *
   * @throws StoreException when there are none, or their widths differ
   */
  public synchronized Transitions transitions(String runId, int upToIteration) {
    List<Episode> episodes = episodes(runId, 0, upToIteration);
    episodes.removeIf(episode -> episode.length() == 0);
    if (episodes.isEmpty()) {
      throw new StoreException(
          "transition store %s: no transitions of run %s up to iteration %d; has the robot run?"
              .formatted(file, runId, upToIteration));
    }
    try {
      return EpisodeContent.transitions(episodes);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "transition store %s: %s; start another run".formatted(file, e.getMessage()), e);
    }
  }

  /** Ids of a run's episodes, in the order of its plans. */
  public synchronized Set<String> ids(String runId) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT episode_id FROM episode WHERE run_id = ?" + IN_PLAN_ORDER)) {
      select.setString(1, runId);
      Set<String> ids = new LinkedHashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * SHA-256 over a run's episodes in the order of its plans, start times left out: two stores with
   * the same digest hold the same data set.
   */
  public synchronized byte[] digest(String runId) {
    Hasher hasher = Hashing.sha256().newHasher();
    episodes(runId).forEach(episode -> hasher.putBytes(EpisodeContent.digest(episode)));
    return hasher.hash().asBytes();
  }

  /** Number of transitions of a run's episodes of iterations up to and including this one. */
  public synchronized long count(String runId, int upToIteration) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT coalesce(sum(length(actions) / (4 * action_size)), 0) FROM episode WHERE run_id = ? AND iteration <= ?")) {
      select.setString(1, runId);
      select.setInt(2, upToIteration);
      try (ResultSet row = select.executeQuery()) {
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    }
  }

  /** Time the robot has spent in a run's episodes, s. */
  public synchronized double robotSeconds(String runId) {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT total(length(actions) / (4 * action_size) * policy_period_s) FROM episode WHERE run_id = ?")) {
      select.setString(1, runId);
      try (ResultSet row = select.executeQuery()) {
        return row.getDouble(1);
      }
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    }
  }

  private static String text(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      return row.getString(1);
    }
  }

  private StoreException damaged(String what, Throwable cause) {
    return new StoreException(
        "transition store %s is damaged: %s; move it away (with its -wal and -shm files) and start another run, or put back a copy"
            .formatted(file, what),
        cause);
  }

  private StoreException failure(String what, SQLException e) {
    String remedy = "check the file, its folder's permissions and the disk";
    if (e instanceof SQLiteException sqlite) {
      switch (sqlite.getResultCode()) {
        case SQLITE_FULL -> remedy = "the disk is full; free some space, nothing stored is lost";
        case SQLITE_NOTADB, SQLITE_CORRUPT -> {
          return damaged(e.getMessage(), e);
        }
        case SQLITE_BUSY -> remedy = "another process uses it; stop that one first";
        default -> {}
      }
    }
    return new StoreException(
        "transition store %s %s: %s; %s".formatted(file, what, e.getMessage(), remedy), e);
  }

  private static void closeQuietly(Connection opened) {
    if (opened != null) {
      try {
        opened.close();
      } catch (SQLException e) {
        log.debug("closing a store that failed to open", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("cannot be closed", e);
    }
  }
}
