/**
 * MuJoCo 2.2.2, as Debian and Ubuntu package it, called from Java: a model, and a simulation of it.
 */
package io.mbmpo.sim.mujoco;
