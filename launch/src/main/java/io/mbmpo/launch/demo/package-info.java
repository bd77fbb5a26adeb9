/** The whole loop under one command: broker, robot and learner started, watched and checked. */
package io.mbmpo.launch.demo;
