/** The meta-policy: imagined rollouts, adaptation (Eq. 2), meta-gradient and trust region. */
package io.mbmpo.learner.policy;
