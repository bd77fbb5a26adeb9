package io.mbmpo.learner.data;

import io.mbmpo.link.Episode;
import io.mbmpo.link.RolloutPlan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The one table of the store: a row is an episode with its digest. */
final class EpisodeTable {
  static final List<String> CREATION =
      List.of(
          """
          CREATE TABLE episode (
            episode_id TEXT PRIMARY KEY,
            ordinal INTEGER NOT NULL,
            run_id TEXT NOT NULL,
            robot TEXT NOT NULL,
            config_hash TEXT NOT NULL,
            iteration INTEGER NOT NULL,
            snapshot_version INTEGER NOT NULL,
            snapshot_digest BLOB NOT NULL,
            exploration TEXT NOT NULL,
            seed INTEGER NOT NULL,
            observations BLOB NOT NULL,
            actions BLOB NOT NULL,
            observation_size INTEGER NOT NULL,
            action_size INTEGER NOT NULL,
            terminated INTEGER NOT NULL,
            end TEXT NOT NULL,
            start_nanos INTEGER NOT NULL,
            policy_period_s REAL NOT NULL,
            digest BLOB NOT NULL)""",
          "CREATE INDEX plan_order ON episode (run_id, iteration, ordinal, episode_id)");

  static final String INSERTION =
      "INSERT OR IGNORE INTO episode VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private EpisodeTable() {}

  static void bind(PreparedStatement insert, Episode episode, byte[] digest) throws SQLException {
    insert.setString(1, episode.episodeId());
    insert.setLong(2, EpisodeContent.ordinal(episode.episodeId()));
    insert.setString(3, episode.runId());
    insert.setString(4, episode.robot());
    insert.setString(5, episode.configHash());
    insert.setInt(6, episode.iteration());
    insert.setLong(7, episode.snapshotVersion());
    insert.setBytes(8, episode.snapshotDigest());
    insert.setString(9, episode.exploration().name());
    insert.setLong(10, episode.seed());
    insert.setBytes(11, EpisodeContent.bytes(episode.observations()));
    insert.setBytes(12, EpisodeContent.bytes(episode.actions()));
    insert.setInt(13, episode.observationSize());
    insert.setInt(14, episode.actionSize());
    insert.setBoolean(15, episode.terminated());
    insert.setString(16, episode.end());
    insert.setLong(17, episode.startNanos());
    insert.setDouble(18, episode.policyPeriodS());
    insert.setBytes(19, digest);
  }

  /**
   * @throws IllegalArgumentException when the row is not an episode or does not match its digest
   */
  static Episode episode(ResultSet row) throws SQLException {
    Episode episode =
        new Episode(
            row.getString("episode_id"),
            row.getString("run_id"),
            row.getString("robot"),
            row.getString("config_hash"),
            row.getInt("iteration"),
            row.getLong("snapshot_version"),
            row.getBytes("snapshot_digest"),
            RolloutPlan.Exploration.valueOf(row.getString("exploration")),
            row.getLong("seed"),
            EpisodeContent.floats(row.getBytes("observations")),
            EpisodeContent.floats(row.getBytes("actions")),
            row.getInt("observation_size"),
            row.getInt("action_size"),
            row.getBoolean("terminated"),
            row.getString("end"),
            row.getLong("start_nanos"),
            row.getDouble("policy_period_s"));
    EpisodeContent.check(episode);
    if (!Arrays.equals(row.getBytes("digest"), EpisodeContent.digest(episode))) {
      throw new IllegalArgumentException(
          "episode " + episode.episodeId() + " does not match its digest");
    }
    return episode;
  }
}
