package io.mbmpo.robotconfigs;

import java.util.List;

/**
 * The operator's hand controller, as sensor_msgs/Joy numbers its buttons and axes.
 *
 * @param deadman when the deadman button must be held for the robot to hold itself up
 * @param timeoutS age at which the operator's input is stale, s
 * @param alonePatienceS time without a link and with nothing to do after which the robot runs its
 *     last good policy; 0: never, s
 * @param deadmanButton held while the robot may move
 * @param emergencyStopButton limp until released and cleared
 * @param clearButton clears latched failsafes
 * @param standButton stands the robot up and keeps it standing
 * @param lieButton ends whatever it does and lets it down
 * @param walkButton held while the standing robot runs its last good policy
 * @param heightAxis lowers the standing robot when pulled back
 */
public record OperatorConfig(
    Deadman deadman,
    double timeoutS,
    double alonePatienceS,
    int deadmanButton,
    int emergencyStopButton,
    int clearButton,
    int standButton,
    int lieButton,
    int walkButton,
    int heightAxis) {

  /** When the deadman button must be held. */
  public enum Deadman {
    /** Never. */
    NEVER,
    /** From the first input of an operator on. */
    WHEN_SEEN,
    /** Always: without an operator the robot stays limp. */
    ALWAYS
  }

  /** Every button that means something. */
  public List<Integer> buttons() {
    return List.of(
        deadmanButton, emergencyStopButton, clearButton, standButton, lieButton, walkButton);
  }
}
