package io.mbmpo.sim.identify;

/**
 * One equation of one joint, averaged over a window: torque = (model + dry·φ + viscous·q̇ +
 * rotor·q̈ + couplings)/strength, whose factors are sought. The torque stands alone because it has
 * most noise that the rest does not share; and were it among the regressors, the model's own q̈
 * would explain the model without it.
 *
 * @param block stretch of time that the window is in
 * @param regressors torque that the model says moves the leg (N·m), φ (share of dry friction), q̇
 *     (rad/s), q̈ (rad/s²) of the joint, of the one that carries it and of the one that it carries
 * @param torqueNm torque that the drive believes to give, N·m, by delay of commands in ticks
 * @param speedRadS root mean square of the joint's speed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(int block, double[] regressors, double[] torqueNm, double speedRadS) {}
