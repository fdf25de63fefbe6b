package io.eipmeter.sim.world.cloud;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a call.
 *
 * @param body for a refusal empty
 * @param refusal null: done
 */
public record Answer(Map<String, Object> body, @Nullable ApiException refusal) {}
