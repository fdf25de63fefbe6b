package io.eipmeter.sim.world.cloud;

import org.jspecify.annotations.Nullable;

/**
 * A row as it is from now on.
 *
 * @param row null: gone
 */
public record Change(Kind<?> kind, String key, @Nullable Row row) {}
