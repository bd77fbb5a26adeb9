package io.mbmpo.link.mqtt;

import io.mbmpo.link.PolicySnapshot;
import io.mbmpo.link.RobotEnd;
import io.mbmpo.link.RolloutPlan;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what a robot end was told. */
final class RecordingRobot implements RobotEnd.Listener {
  record Received(Object message, byte[] digest) {}

  final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
  final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  final BlockingQueue<String> connected = new LinkedBlockingQueue<>();

  @Override
  public void snapshotReceived(PolicySnapshot snapshot, byte[] digest, byte[] signed) {
    received.add(new Received(snapshot, digest));
  }

  @Override
  public void planReceived(RolloutPlan plan, byte[] digest) {
    received.add(new Received(plan, digest));
  }

  @Override
  public void messageRefused(String topic, String reason) {
    refused.add(topic + ": " + reason);
  }

  @Override
  public void connectionChanged(boolean isConnected, String reason) {
    (isConnected ? connected : lost).add(reason);
  }
}
