package io.eipmeter.sim.world.gateway;

/**
 * What a session is given by source translation.
 *
 * @param eip the index of the EIP among those that were asked for
 * @param port of it
 */
public record Translation(int eip, int port) {}
