/**
 * The paper's experiments on tasks that can be stepped: trials in folders of their own, a schedule
 * that runs them, and the figures drawn from their curves.
 */
package io.mbmpo.launch.experiment;
