package io.eipmeter.collector.outbox;

import java.time.Duration;

/**
 * How much may be under way.
 *
 * @param memoryBytes waiting and at the producer together
 * @param windowBytes at the producer, unacknowledged
 * @param stalledAfter a block unacknowledged for so long means that Kafka is away
 */
public record OutboxLimits(long memoryBytes, long windowBytes, Duration stalledAfter) {
  public OutboxLimits {
    if (windowBytes < 1 || memoryBytes < windowBytes) {
      throw new IllegalArgumentException(
          "memory ("
              + memoryBytes
              + " bytes) must hold the window of unacknowledged blocks ("
              + windowBytes
              + " bytes)");
    }
  }
}
