package io.mbmpo.controller.loop;

/**
 * How the control thread keeps time.
 *
 * @param lateness of the ticks since the report before
 * @param compute of the ticks since the report before
 * @param allLateness of all ticks
 * @param allCompute of all ticks
 * @param overruns deadlines missed altogether, since the start
 */
public record LoopReport(
    TickTimes lateness,
    TickTimes compute,
    TickTimes allLateness,
    TickTimes allCompute,
    long overruns) {}
