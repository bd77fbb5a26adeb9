/**
 * What the learner needs of TensorFlow beyond its own API: threads, sessions, missing gradients.
 */
package io.mbmpo.learner.tensors;
