package io.eipmeter.sim.world.cloud;

import io.eipmeter.schemas.v1.EipEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where changes go to outlive the process. */
public interface Journal {
  /** Keeps nothing. */
  Journal NONE = (changes, events, operation) -> {};

  /** Writes all of it or nothing; what it wrote is there after a crash. */
  void commit(List<Change> changes, List<EipEvent> events, Rows.@Nullable Operation operation);
}
