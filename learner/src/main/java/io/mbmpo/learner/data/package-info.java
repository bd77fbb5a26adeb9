/** Real experience: the durable store D of Alg. 1 and the arrays that are learned from. */
package io.mbmpo.learner.data;
