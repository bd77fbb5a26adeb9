package io.mbmpo.controller.port;

/**
 * A robot in the same process: the embedded simulator, or a test. One thread stands for the robot
 * (the {@code publish} methods and {@link #takeCommand}), one for the controller; they may be the
 * same.
 */
public final class InProcessPort implements RobotPort {
  private final Handoff<JointState> jointStates;
  private final Handoff<ImuState> imuStates;
  private final Handoff<OdometryState> odometryStates;
  private final Handoff<OperatorInput> operatorInputs;
  private final Handoff<JointCommand> commands;

  public InProcessPort(int joints) {
    jointStates = new Handoff<>(() -> new JointState(joints), JointState::copyFrom);
    imuStates = new Handoff<>(ImuState::new, ImuState::copyFrom);
    odometryStates = new Handoff<>(OdometryState::new, OdometryState::copyFrom);
    operatorInputs = new Handoff<>(OperatorInput::new, OperatorInput::copyFrom);
    commands = new Handoff<>(() -> new JointCommand(joints), JointCommand::copyFrom);
  }

  @Override
  public boolean take(JointState into) {
    return jointStates.take(into);
  }

  @Override
  public boolean take(ImuState into) {
    return imuStates.take(into);
  }

  @Override
  public boolean take(OdometryState into) {
    return odometryStates.take(into);
  }

  @Override
  public boolean take(OperatorInput into) {
    return operatorInputs.take(into);
  }

  @Override
  public void send(JointCommand command) {
    commands.put(command);
  }

  /** Robot side: new joint state. */
  public void publish(JointState state) {
    jointStates.put(state);
  }

  /** Robot side: new IMU sample. */
  public void publish(ImuState state) {
    imuStates.put(state);
  }

  /** Robot side: new odometry. */
  public void publish(OdometryState state) {
    odometryStates.put(state);
  }

  /** Operator side (its own single thread): new input. */
  public void publish(OperatorInput state) {
    operatorInputs.put(state);
  }

  /** Robot side: copies the newest command; false when there is none since the last. */
  public boolean takeCommand(JointCommand into) {
    return commands.take(into);
  }
}
