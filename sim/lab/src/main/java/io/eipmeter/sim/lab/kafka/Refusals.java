package io.eipmeter.sim.lab.kafka;

import io.eipmeter.sim.lab.process.LabFailure;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Remembers the first record that Kafka refused, for whoever sends without waiting for each. */
public final class Refusals implements Callback {
  private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception refusal) {
    if (refusal != null) {
      first.compareAndSet(null, refusal);
    }
  }

  /**
   * To be asked after a flush.
   *
   * @throws LabFailure if one was refused
   */
  public void check() {
    Exception refusal = first.get();
    if (refusal != null) {
      throw new LabFailure("Kafka refused a record: " + refusal.getMessage() + ".", refusal);
    }
  }
}
