package io.eipmeter.sim.world.control;

/** Who holds EIPs and pays for them. */
public record Account(String id) {}
