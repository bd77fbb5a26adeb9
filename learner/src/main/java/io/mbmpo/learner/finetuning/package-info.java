/** A meta-policy made better on the real task alone, by vanilla policy gradient in small steps. */
package io.mbmpo.learner.finetuning;
