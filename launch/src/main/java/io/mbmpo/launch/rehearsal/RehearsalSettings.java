package io.mbmpo.launch.rehearsal;

import io.mbmpo.learner.LearnerSettings;

/**
 * What decides the figures of a rehearsal, beside where it starts.
 *
 * @param robot robot's name
 * @param configHash of its configuration
 * @param ground Gazebo's, as it is typed
 * @param evaluationEpisodes episodes that measure a policy's mean; nobody learns from them
 * @param evaluationSeconds longest of them, s
 * @param tuning of the adaptation step, the fine-tuning and the same from scratch
 * @param learning of MB-MPO from scratch
 */
public record RehearsalSettings(
    String robot,
    String configHash,
    String ground,
    int evaluationEpisodes,
    double evaluationSeconds,
    LearnerSettings tuning,
    LearnerSettings learning) {}
