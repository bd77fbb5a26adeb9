package io.mbmpo.controller.status;

import io.mbmpo.controller.loop.LoopReport;
import io.mbmpo.controller.safety.Condition;
import io.mbmpo.controller.safety.EmergencyStop;
import io.mbmpo.controller.safety.Mode;
import io.mbmpo.controller.safety.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the controller is at one moment.
 *
 * @param robot its name
 * @param mode safety mode
 * @param severity what the most severe failsafe does
 * @param failsafe the most severe failsafe that applies
 * @param stops emergency stops pressed that are no button of the hand controller
 * @param operatorHasIt the operator has stood the robot up
 * @param snapshotVersion snapshot that ran last or runs now; 0 for random actions or none
 * @param robotTimeS time for which policies have driven the robot, s
 * @param internalErrors ticks that ended in an unexpected exception
 * @param unrecordedTicks ticks that the recorder had no time for; 0 without one
 * @param waitingFor what the robot waits for, for people; empty while it runs
 * @param loop how the control thread keeps time; empty in simulated time
 * @param refused what the control thread asked for and may not have
 */
public record ControllerReport(
    String robot,
    Mode mode,
    Severity severity,
    Optional<Condition> failsafe,
    Set<EmergencyStop.Source> stops,
    boolean operatorHasIt,
    long snapshotVersion,
    double robotTimeS,
    long internalErrors,
    long unrecordedTicks,
    String waitingFor,
    Optional<LoopReport> loop,
    List<String> refused) {}
