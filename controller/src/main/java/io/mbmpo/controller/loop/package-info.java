/** Who calls the tick: the simulator's clock (lockstep) or the wall clock (real time). */
package io.mbmpo.controller.loop;
