package io.eipmeter.sim.world;

/** What a gateway dropped of a unit's traffic in a minute, because of the unit's bandwidth. */
public record Drops(long bytes, long packets) {}
