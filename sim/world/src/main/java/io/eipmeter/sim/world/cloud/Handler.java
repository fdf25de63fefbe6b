package io.eipmeter.sim.world.cloud;

import java.util.Map;

/** One operation: reads and alters a draft, and returns the body of the answer. */
interface Handler {
  Map<String, Object> run(Draft draft, Caller caller, Parameters parameters) throws ApiException;
}
