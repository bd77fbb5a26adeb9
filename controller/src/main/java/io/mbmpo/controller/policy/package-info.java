/** From observation to joint targets: policy network, ways to draw an action, action filter. */
package io.mbmpo.controller.policy;
