/** Learns dynamics models from real episodes and a policy inside them: Alg. 1 of the paper. */
package io.mbmpo.learner;
