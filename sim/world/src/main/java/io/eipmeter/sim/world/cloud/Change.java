package io.eipmeter.sim.world.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is from now on.
 *
 * @param row null: gone
 */
public record Change(Kind<?> kind, String key, @Nullable Row row) {
  /** When the control plane made the changes that it committed together. */
  public static long timeOf(List<Change> together) {
    for (Change change : together) {
      if (change.row() instanceof Rows.Meta meta) {
        return meta.nowMs;
      }
    }
    throw new IllegalArgumentException("not committed by a control plane: " + together);
  }
}
