package io.eipmeter.sim.world.cloud;

import java.util.Map;

/**
 * A call as it came.
 *
 * @param requestId one of its own
 * @param action the operation's name
 * @param parameters without the protocol's own (Action, Version, signature)
 */
public record Call(
    String requestId, String action, Map<String, String> parameters, Caller caller) {}
