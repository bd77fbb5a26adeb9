package io.mbmpo.link.codec;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.mbmpo.link.Episode;
import io.mbmpo.link.LearnerProgress;
import io.mbmpo.link.LinkException;
import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotStatus;
import io.mbmpo.link.RolloutPlan;
import io.mbmpo.link.SnapshotReport;
import io.mbmpo.link.wire.EpisodeChunk;
import io.mbmpo.link.wire.EpisodeMessage;
import io.mbmpo.link.wire.EpisodeReceiptMessage;
import io.mbmpo.link.wire.Exploration;
import io.mbmpo.link.wire.LearnerProgressMessage;
import io.mbmpo.link.wire.Outcome;
import io.mbmpo.link.wire.PolicySnapshotMessage;
import io.mbmpo.link.wire.RobotStatusMessage;
import io.mbmpo.link.wire.Role;
import io.mbmpo.link.wire.RolloutMessage;
import io.mbmpo.link.wire.RolloutPlanMessage;
import io.mbmpo.link.wire.SnapshotReportMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Records to bytes and back. Decoding believes nothing: whatever the bytes, it returns a record
 * that meets {@link WireRules} or throws {@link LinkException}. Stateless; any thread but the
 * control thread.
 */
public final class WireCodec {
  private WireCodec() {}

  public static byte[] encode(PolicySnapshot s) {
    WireRules.check(s);
    return bounded(
        PolicySnapshotMessage.newBuilder()
            .setRunId(s.runId())
            .setRobot(s.robot())
            .setConfigHash(s.configHash())
            .setVersion(s.version())
            .setIteration(s.iteration())
            .setRole(s.role() == PolicySnapshot.Role.META ? Role.ROLE_META : Role.ROLE_ADAPTED)
            .setTask(s.task())
            .addAllLayerSizes(Ints.asList(s.layerSizes()))
            .addAllParameters(Floats.asList(s.parameters()))
            .addAllObservationCenter(Floats.asList(s.observationCenter()))
            .addAllObservationScale(Floats.asList(s.observationScale()))
            .addAllActionCenter(Floats.asList(s.actionCenterRad()))
            .addAllActionScale(Floats.asList(s.actionScaleRad()))
            .build(),
        WireRules.MAX_MESSAGE_BYTES);
  }

  public static PolicySnapshot decodeSnapshot(byte[] bytes) {
    PolicySnapshotMessage m =
        parse("snapshot", PolicySnapshotMessage.parser(), bytes, WireRules.MAX_MESSAGE_BYTES);
    PolicySnapshot snapshot =
        new PolicySnapshot(
            m.getRunId(),
            m.getRobot(),
            m.getConfigHash(),
            m.getVersion(),
            m.getIteration(),
            switch (m.getRole()) {
              case ROLE_META -> PolicySnapshot.Role.META;
              case ROLE_ADAPTED -> PolicySnapshot.Role.ADAPTED;
              case ROLE_UNSPECIFIED, UNRECOGNIZED ->
                  throw unknown("snapshot.role", m.getRoleValue());
            },
            m.getTask(),
            Ints.toArray(m.getLayerSizesList()),
            Floats.toArray(m.getParametersList()),
            Floats.toArray(m.getObservationCenterList()),
            Floats.toArray(m.getObservationScaleList()),
            Floats.toArray(m.getActionCenterList()),
            Floats.toArray(m.getActionScaleList()));
    WireRules.check(snapshot);
    return snapshot;
  }

  public static byte[] encode(RolloutPlan p) {
    WireRules.check(p);
    RolloutPlanMessage.Builder m =
        RolloutPlanMessage.newBuilder()
            .setRunId(p.runId())
            .setRobot(p.robot())
            .setVersion(p.version())
            .setIteration(p.iteration());
    for (RolloutPlan.Rollout r : p.rollouts()) {
      m.addRollouts(
          RolloutMessage.newBuilder()
              .setEpisodeId(r.episodeId())
              .setSnapshotVersion(r.snapshotVersion())
              .setExploration(wire(r.exploration()))
              .setSeed(r.seed())
              .setHorizon(r.horizon()));
    }
    return bounded(m.build(), WireRules.MAX_MESSAGE_BYTES);
  }

  public static RolloutPlan decodePlan(byte[] bytes) {
    RolloutPlanMessage m =
        parse("plan", RolloutPlanMessage.parser(), bytes, WireRules.MAX_MESSAGE_BYTES);
    List<RolloutPlan.Rollout> rollouts = new ArrayList<>(m.getRolloutsCount());
    for (RolloutMessage r : m.getRolloutsList()) {
      rollouts.add(
          new RolloutPlan.Rollout(
              r.getEpisodeId(),
              r.getSnapshotVersion(),
              exploration("plan.exploration", r.getExploration(), r.getExplorationValue()),
              r.getSeed(),
              r.getHorizon()));
    }
    RolloutPlan plan =
        new RolloutPlan(m.getRunId(), m.getRobot(), m.getVersion(), m.getIteration(), rollouts);
    WireRules.check(plan);
    return plan;
  }

  public static byte[] encode(Episode e) {
    WireRules.check(e);
    return bounded(
        EpisodeMessage.newBuilder()
            .setEpisodeId(e.episodeId())
            .setRunId(e.runId())
            .setRobot(e.robot())
            .setConfigHash(e.configHash())
            .setIteration(e.iteration())
            .setSnapshotVersion(e.snapshotVersion())
            .setSnapshotDigest(ByteString.copyFrom(e.snapshotDigest()))
            .setExploration(wire(e.exploration()))
            .setSeed(e.seed())
            .addAllObservations(Floats.asList(e.observations()))
            .addAllActions(Floats.asList(e.actions()))
            .setObservationSize(e.observationSize())
            .setActionSize(e.actionSize())
            .setTerminated(e.terminated())
            .setEnd(e.end())
            .setStartNanos(e.startNanos())
            .setPolicyPeriod(e.policyPeriodS())
            .build(),
        WireRules.MAX_EPISODE_BYTES);
  }

  public static Episode decodeEpisode(byte[] bytes) {
    EpisodeMessage m =
        parse("episode", EpisodeMessage.parser(), bytes, WireRules.MAX_EPISODE_BYTES);
    Episode episode =
        new Episode(
            m.getEpisodeId(),
            m.getRunId(),
            m.getRobot(),
            m.getConfigHash(),
            m.getIteration(),
            m.getSnapshotVersion(),
            m.getSnapshotDigest().toByteArray(),
            exploration("episode.exploration", m.getExploration(), m.getExplorationValue()),
            m.getSeed(),
            Floats.toArray(m.getObservationsList()),
            Floats.toArray(m.getActionsList()),
            m.getObservationSize(),
            m.getActionSize(),
            m.getTerminated(),
            m.getEnd(),
            m.getStartNanos(),
            m.getPolicyPeriod());
    WireRules.check(episode);
    return episode;
  }

  public static byte[] encode(EpisodePiece c) {
    WireRules.check(c);
    return EpisodeChunk.newBuilder()
        .setEpisodeId(c.episodeId())
        .setDigest(ByteString.copyFrom(c.digest()))
        .setIndex(c.index())
        .setCount(c.count())
        .setData(ByteString.copyFrom(c.data()))
        .build()
        .toByteArray();
  }

  public static EpisodePiece decodePiece(byte[] bytes) {
    EpisodeChunk m = parse("chunk", EpisodeChunk.parser(), bytes, WireRules.MAX_CHUNK_BYTES + 1024);
    EpisodePiece piece =
        new EpisodePiece(
            m.getEpisodeId(),
            m.getDigest().toByteArray(),
            m.getIndex(),
            m.getCount(),
            m.getData().toByteArray());
    WireRules.check(piece);
    return piece;
  }

  public static byte[] encode(EpisodeReceipt r) {
    WireRules.check(r);
    return EpisodeReceiptMessage.newBuilder()
        .setEpisodeId(r.episodeId())
        .setDigest(ByteString.copyFrom(r.digest()))
        .setAccepted(r.accepted())
        .setReason(r.reason())
        .build()
        .toByteArray();
  }

  public static EpisodeReceipt decodeReceipt(byte[] bytes) {
    EpisodeReceiptMessage m =
        parse("receipt", EpisodeReceiptMessage.parser(), bytes, WireRules.MAX_CHUNK_BYTES);
    EpisodeReceipt receipt =
        new EpisodeReceipt(
            m.getEpisodeId(), m.getDigest().toByteArray(), m.getAccepted(), m.getReason());
    WireRules.check(receipt);
    return receipt;
  }

  public static byte[] encode(SnapshotReport r) {
    WireRules.check(r);
    return SnapshotReportMessage.newBuilder()
        .setRunId(r.runId())
        .setVersion(r.version())
        .setDigest(ByteString.copyFrom(r.digest()))
        .setOutcome(
            switch (r.outcome()) {
              case STAGED -> Outcome.OUTCOME_STAGED;
              case ACTIVATED -> Outcome.OUTCOME_ACTIVATED;
              case REFUSED -> Outcome.OUTCOME_REFUSED;
              case ROLLED_BACK -> Outcome.OUTCOME_ROLLED_BACK;
            })
        .setReason(r.reason())
        .build()
        .toByteArray();
  }

  public static SnapshotReport decodeReport(byte[] bytes) {
    SnapshotReportMessage m =
        parse("report", SnapshotReportMessage.parser(), bytes, WireRules.MAX_CHUNK_BYTES);
    SnapshotReport report =
        new SnapshotReport(
            m.getRunId(),
            m.getVersion(),
            m.getDigest().toByteArray(),
            switch (m.getOutcome()) {
              case OUTCOME_STAGED -> SnapshotReport.Outcome.STAGED;
              case OUTCOME_ACTIVATED -> SnapshotReport.Outcome.ACTIVATED;
              case OUTCOME_REFUSED -> SnapshotReport.Outcome.REFUSED;
              case OUTCOME_ROLLED_BACK -> SnapshotReport.Outcome.ROLLED_BACK;
              case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                  throw unknown("report.outcome", m.getOutcomeValue());
            },
            m.getReason());
    WireRules.check(report);
    return report;
  }

  public static byte[] encode(RobotStatus s) {
    WireRules.check(s);
    return RobotStatusMessage.newBuilder()
        .setRobot(s.robot())
        .setMode(s.mode())
        .setFailsafe(s.failsafe())
        .setSnapshotVersion(s.snapshotVersion())
        .setRobotTime(s.robotTimeS())
        .setEpisodesDone(s.episodesDone())
        .setEpisodesSpooled(s.episodesSpooled())
        .setOnline(s.online())
        .build()
        .toByteArray();
  }

  public static RobotStatus decodeStatus(byte[] bytes) {
    RobotStatusMessage m =
        parse("status", RobotStatusMessage.parser(), bytes, WireRules.MAX_CHUNK_BYTES);
    RobotStatus status =
        new RobotStatus(
            m.getRobot(),
            m.getMode(),
            m.getFailsafe(),
            m.getSnapshotVersion(),
            m.getRobotTime(),
            m.getEpisodesDone(),
            m.getEpisodesSpooled(),
            m.getOnline());
    WireRules.check(status);
    return status;
  }

  public static byte[] encode(LearnerProgress p) {
    WireRules.check(p);
    return LearnerProgressMessage.newBuilder()
        .setRunId(p.runId())
        .setPhase(p.phase())
        .setPhaseDone(p.phaseDone())
        .setIteration(p.iteration())
        .setIterations(p.iterations())
        .setValidationLoss(p.validationLoss())
        .setDisagreement(p.disagreement())
        .setKl(p.kl())
        .setImaginedReturn(p.imaginedReturn())
        .build()
        .toByteArray();
  }

  public static LearnerProgress decodeProgress(byte[] bytes) {
    LearnerProgressMessage m =
        parse("progress", LearnerProgressMessage.parser(), bytes, WireRules.MAX_CHUNK_BYTES);
    LearnerProgress progress =
        new LearnerProgress(
            m.getRunId(),
            m.getPhase(),
            m.getPhaseDone(),
            m.getIteration(),
            m.getIterations(),
            m.getValidationLoss(),
            m.getDisagreement(),
            m.getKl(),
            m.getImaginedReturn());
    WireRules.check(progress);
    return progress;
  }

  /** Parses or refuses; the size is checked before the parser sees a byte. */
  public static <M extends MessageLite> M parse(
      String what, Parser<M> parser, byte[] bytes, int maxBytes) {
    if (bytes.length == 0 || bytes.length > maxBytes) {
      throw new LinkException(what + " has " + bytes.length + " bytes; allowed: 1 to " + maxBytes);
    }
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new LinkException(what + " is not a protobuf message: " + e.getMessage(), e);
    }
  }

  private static byte[] bounded(MessageLite message, int maxBytes) {
    int size = message.getSerializedSize();
    if (size > maxBytes) {
      throw new LinkException(
          message.getClass().getSimpleName() + " has " + size + " bytes; allowed: " + maxBytes);
    }
    return message.toByteArray();
  }

  private static Exploration wire(RolloutPlan.Exploration exploration) {
    return switch (exploration) {
      case DETERMINISTIC -> Exploration.EXPLORATION_DETERMINISTIC;
      case GAUSSIAN -> Exploration.EXPLORATION_GAUSSIAN;
      case RANDOM -> Exploration.EXPLORATION_RANDOM;
    };
  }

  private static RolloutPlan.Exploration exploration(String field, Exploration wire, int value) {
    return switch (wire) {
      case EXPLORATION_DETERMINISTIC -> RolloutPlan.Exploration.DETERMINISTIC;
      case EXPLORATION_GAUSSIAN -> RolloutPlan.Exploration.GAUSSIAN;
      case EXPLORATION_RANDOM -> RolloutPlan.Exploration.RANDOM;
      case EXPLORATION_UNSPECIFIED, UNRECOGNIZED -> throw unknown(field, value);
    };
  }

  private static LinkException unknown(String field, int value) {
    return new LinkException(field + " is " + value + ", which this version does not know");
  }
}
