package io.eipmeter.collector.inventory;

import io.eipmeter.collector.control.TopicScan;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code eip-events} says: of each ownership id its newest statement by log time. */
public final class InForce {
  private static final int ADDRESS_BYTES = 16;
  private static final int LONGEST_PREFIX = 128;

  private final Map<String, Told> newest;

  private record Told(EipEvent event, long logMs, int partition, long offset) {
    boolean isAfter(Told other) {
      if (logMs != other.logMs) {
        return logMs > other.logMs;
      }
      return partition != other.partition ? partition > other.partition : offset > other.offset;
    }
  }

  private InForce(Map<String, Told> newest) {
    this.newest = newest;
  }

  /**
   * Reads the topic to where it ends now.
   *
   * @throws org.apache.kafka.common.KafkaException if it can't be read
   */
  public static InForce read(KafkaSettings kafka) {
    Map<String, Told> newest = new HashMap<>();
    TopicScan.all(
        kafka,
        Topic.EIP_EVENTS,
        EipEvent.parser(),
        (record, event) ->
            tell(newest, new Told(event, record.timestamp(), record.partition(), record.offset())));
    return new InForce(newest);
  }

  /** As if these had been said, in their order. */
  public static InForce of(Collection<EipEvent> statements) {
    return new InForce(new HashMap<>()).and(statements);
  }

  /** What is in force when these have been said too, in their order. */
  public InForce and(Collection<EipEvent> statements) {
    Map<String, Told> more = new HashMap<>(newest);
    for (EipEvent event : statements) {
      if (isUsable(event)) {
        more.put(event.getOwnershipId(), new Told(event, Long.MAX_VALUE, 0, 0));
      }
    }
    return new InForce(more);
  }

  private static void tell(Map<String, Told> newest, Told told) {
    if (isUsable(told.event)) {
      newest.merge(told.event.getOwnershipId(), told, (old, now) -> now.isAfter(old) ? now : old);
    }
  }

  /** Heartbeats are none; and what no reader of the topic can use is nothing that is in force. */
  private static boolean isUsable(EipEvent event) {
    return event.getAddress().size() == ADDRESS_BYTES
        && Integer.compareUnsigned(event.getPrefixLength(), LONGEST_PREFIX) <= 0
        && !event.getOwnershipId().isEmpty()
        && event.getFromMs() >= 0
        && (event.getToMs() == 0 || event.getToMs() >= event.getFromMs());
  }

  /** Whether an interval with this id was ever spoken of, be it withdrawn. */
  boolean knows(String ownershipId) {
    return newest.containsKey(ownershipId);
  }

  /** The newest statement of each interval that is not withdrawn. */
  public List<EipEvent> intervals() {
    List<EipEvent> intervals = new ArrayList<>(newest.size());
    for (Told told : newest.values()) {
      if (told.event.getToMs() == 0 || told.event.getToMs() > told.event.getFromMs()) {
        intervals.add(told.event);
      }
    }
    return intervals;
  }
}
