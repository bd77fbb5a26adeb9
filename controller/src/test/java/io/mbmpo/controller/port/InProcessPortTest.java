package io.mbmpo.controller.port;

import io.mbmpo.controller.Bench;

class InProcessPortTest extends RobotPortContract {
  private final InProcessPort port = new InProcessPort(Bench.CONFIG.jointCount());
  private final Robot robot =
      new Robot() {
        @Override
        public void publish(JointState state) {
          port.publish(state);
        }

        @Override
        public void publish(ImuState state) {
          port.publish(state);
        }

        @Override
        public void publish(OdometryState state) {
          port.publish(state);
        }

        @Override
        public boolean takeCommand(JointCommand into) {
          return port.takeCommand(into);
        }

        @Override
        public void publish(OperatorInput input) {
          port.publish(input);
        }

        @Override
        public long nowNanos() {
          return System.nanoTime();
        }
      };

  @Override
  protected RobotPort port() {
    return port;
  }

  @Override
  protected Robot robot() {
    return robot;
  }

  @Override
  protected long stampToleranceNanos() {
    return 0;
  }
}
