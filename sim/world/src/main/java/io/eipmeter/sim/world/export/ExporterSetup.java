package io.eipmeter.sim.world.export;

/**
 * How an exporter is set up.
 *
 * @param domain observation domain (IPFIX), source id (v9), engine id (v5)
 * @param clock what it takes for the time
 * @param templatesDueMs when its templates go out for the first time, milliseconds since the epoch
 * @param sampling what it says of its sampling
 * @param tellsDrops whether its records say what was dropped (IPFIX only)
 */
public record ExporterSetup(
    long domain, DeviceClock clock, long templatesDueMs, Sampling sampling, boolean tellsDrops) {}
