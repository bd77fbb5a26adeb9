/**
 * The check of a whole robot before torque: what is heard on its wire, and this machine. Checks
 * judge recorded evidence; nothing here sends a command.
 */
package io.mbmpo.launch.doctor;
