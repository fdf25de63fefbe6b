package io.eipmeter.collector.logs;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which EIP a resource had at a time, and whose an address was. */
public final class Associations {
  private static final long MINUTE_MS = 60_000;

  /** Of these an id in a flow log names the one that sends; a NAT gateway stands for many. */
  private static final Set<String> ONE_TO_ONE = Set.of("EcsInstance", "NetworkInterface");

  private static final Comparator<EipEvent> BY_START =
      Comparator.comparingLong(EipEvent::getFromMs);

  private final Map<String, List<EipEvent>> byResource = new HashMap<>();

  /**
   * @param intervals the newest statement of each interval
   */
  public Associations(Collection<EipEvent> intervals) {
    for (EipEvent interval : intervals) {
      if (interval.getToMs() != 0 && interval.getToMs() <= interval.getFromMs()) {
        continue; // withdrawn
      }
      if (interval.getPrefixLength() == 128) {
        add(AddressRange.text(interval.getAddress().toByteArray()), interval);
      }
      if (ONE_TO_ONE.contains(interval.getAssociationKind())) {
        add(interval.getAssociationId(), interval);
      }
    }
    byResource.values().forEach(list -> list.sort(BY_START));
  }

  private void add(String resource, EipEvent interval) {
    byResource.computeIfAbsent(resource, any -> new ArrayList<>()).add(interval);
  }

  /**
   * Who had it at any time in a minute; of two the earlier.
   *
   * @param minuteMs a whole minute, milliseconds since the epoch
   */
  @Nullable EipEvent in(String resource, long minuteMs) {
    for (EipEvent interval : byResource.getOrDefault(resource, List.of())) {
      long toMs = interval.getToMs() == 0 ? Long.MAX_VALUE : interval.getToMs();
      if (interval.getFromMs() < minuteMs + MINUTE_MS && toMs > minuteMs) {
        return interval;
      }
    }
    return null;
  }
}
