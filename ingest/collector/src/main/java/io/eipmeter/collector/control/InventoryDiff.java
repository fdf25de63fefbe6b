package io.eipmeter.collector.control;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory changes against what the topic says. Statements of other sources are never
 * touched, but a row that takes the id of one replaces it.
 *
 * @param added rows that are new
 * @param changed rows that say something else than before
 * @param missing statements of earlier inventories that this one no longer has
 * @param unchanged how many rows say the same
 */
public record InventoryDiff(
    List<EipEvent> added, List<Change> changed, List<EipEvent> missing, int unchanged) {

  public InventoryDiff {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    missing = List.copyOf(missing);
  }

  /** A statement that replaces another. */
  public record Change(EipEvent before, EipEvent after) {}

  /** The newest statement of each ownership id, without the withdrawn ones. */
  public static Map<String, EipEvent> current(KafkaSettings kafka) {
    Map<String, EipEvent> current = new LinkedHashMap<>();
    TopicScan.all(
        kafka,
        Topic.EIP_EVENTS,
        EipEvent.parser(),
        (record, event) -> {
          if (EventPublisher.isHeartbeat(event)) {
            return;
          }
          if (isWithdrawn(event)) {
            current.remove(event.getOwnershipId());
          } else {
            current.put(event.getOwnershipId(), event);
          }
        });
    return current;
  }

  private static boolean isWithdrawn(EipEvent event) {
    return event.getToMs() == event.getFromMs() && event.getToMs() != 0;
  }

  /** Compares. */
  public static InventoryDiff of(Map<String, EipEvent> current, List<EipEvent> wanted) {
    List<EipEvent> added = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    Map<String, EipEvent> left = new LinkedHashMap<>(current);
    int unchanged = 0;
    for (EipEvent row : wanted) {
      EipEvent before = left.remove(row.getOwnershipId());
      if (before == null) {
        added.add(row);
      } else if (before.equals(row)) {
        unchanged++;
      } else {
        changed.add(new Change(before, row));
      }
    }
    List<EipEvent> missing =
        left.values().stream()
            .filter(event -> event.getSource().equals(InventoryRow.SOURCE))
            .toList();
    return new InventoryDiff(added, changed, missing, unchanged);
  }

  /**
   * The statements that make the topic say what the inventory says.
   *
   * @param withdrawMissing also take back what the inventory no longer has
   */
  public List<EipEvent> statements(boolean withdrawMissing) {
    List<EipEvent> statements = new ArrayList<>(added);
    changed.forEach(change -> statements.add(change.after()));
    if (withdrawMissing) {
      missing.forEach(event -> statements.add(withdrawn(event)));
    }
    return statements;
  }

  /** An interval from a time to the same time holds nothing; one from 0 is taken to end at 1. */
  private static EipEvent withdrawn(EipEvent event) {
    long fromMs = Math.max(1, event.getFromMs());
    return event.toBuilder().setFromMs(fromMs).setToMs(fromMs).build();
  }

  /** The differences as lines: {@code +} new, {@code ~} changed, {@code -} missing. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    added.forEach(event -> lines.add("+ " + text(event)));
    changed.forEach(change -> lines.add("~ " + text(change)));
    missing.forEach(event -> lines.add("- " + text(event)));
    return lines;
  }

  static String range(EipEvent event) {
    AddressRange range =
        new AddressRange(event.getAddress().toByteArray(), event.getPrefixLength());
    return range.prefixLength() == 128 ? AddressRange.text(range.address()) : range.toString();
  }

  private static String text(EipEvent event) {
    return range(event)
        + " "
        + time(event.getFromMs(), "the beginning")
        + " to "
        + time(event.getToMs(), "now on")
        + " account "
        + event.getAccount()
        + (event.getEipId().isEmpty() ? "" : " " + event.getEipId());
  }

  private static String time(long ms, String none) {
    return ms == 0 ? none : Instant.ofEpochMilli(ms).toString();
  }

  private static String text(Change change) {
    StringBuilder text = new StringBuilder(range(change.after()));
    for (FieldDescriptor field : EipEvent.getDescriptor().getFields()) {
      Object before = change.before().getField(field);
      Object after = change.after().getField(field);
      if (!before.equals(after)) {
        text.append(' ').append(field.getName()).append(": ");
        text.append(value(field, before)).append(" -> ").append(value(field, after));
      }
    }
    return text.toString();
  }

  private static String value(FieldDescriptor field, @Nullable Object value) {
    if (value instanceof Long ms && field.getName().endsWith("_ms")) {
      return time(ms, "open");
    }
    String text = String.valueOf(value);
    return text.isEmpty() ? "none" : text;
  }
}
