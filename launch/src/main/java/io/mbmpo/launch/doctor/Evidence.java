package io.mbmpo.launch.doctor;

/**
 * What was heard of a robot in a while of listening.
 *
 * @param place where on the wire, for people
 * @param peers other participants in the domain
 */
public record Evidence(
    String place,
    int peers,
    Heard<JointSample> joints,
    Heard<ImuSample> imu,
    Heard<OdometrySample> odometry,
    Heard<BatterySample> battery,
    CommandTopic commands) {

  /**
   * The topic that commands go to.
   *
   * @param topic its ROS name
   * @param takers endpoints that would take our commands
   * @param commanders others that publish there
   * @param commands that came from them
   * @param misfit why a taker's QoS does not fit; empty when none was seen
   */
  record CommandTopic(String topic, int takers, int commanders, long commands, String misfit) {}
}
