/** What a run needs to go on after its learner was killed: checkpoints on disk. */
package io.mbmpo.learner.checkpoint;
