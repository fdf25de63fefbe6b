package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import org.jspecify.annotations.Nullable;

/**
 * A time in which one account held a range and nothing about it changed.
 *
 * @param said who holds it and how; its id, source and interval are not looked at
 * @param source who says so
 * @param fromMs milliseconds since the epoch
 * @param toMs first millisecond after it; {@link Long#MAX_VALUE}: open
 * @param name the id that the row of a file gives itself; empty: none
 * @param ownershipId null: nobody has spoken of this interval yet
 */
record Piece(
    EipEvent said,
    String source,
    long fromMs,
    long toMs,
    String name,
    @Nullable String ownershipId) {
  static final long OPEN = Long.MAX_VALUE;

  Piece {
    if (fromMs >= toMs) {
      throw new IllegalArgumentException("nothing from " + fromMs + " to " + toMs);
    }
  }

  /** What a statement says that is not withdrawn. */
  static Piece of(EipEvent event) {
    return new Piece(
        event,
        event.getSource(),
        event.getFromMs(),
        event.getToMs() == 0 ? OPEN : event.getToMs(),
        "",
        event.getOwnershipId());
  }

  static AddressRange range(EipEvent event) {
    return AddressRange.around(event.getAddress().toByteArray(), event.getPrefixLength());
  }

  /** The same account and EIP; the rest may differ. */
  static boolean sameHolder(EipEvent one, EipEvent other) {
    return one.getAccount().equals(other.getAccount()) && one.getEipId().equals(other.getEipId());
  }

  Piece during(long newFromMs, long newToMs) {
    return new Piece(said, source, newFromMs, newToMs, name, ownershipId);
  }

  /** The same without an id: a new interval. */
  Piece anew() {
    return new Piece(said, source, fromMs, toMs, "", null);
  }

  Piece known(String id) {
    return new Piece(said, source, fromMs, toMs, name, id);
  }

  boolean overlaps(long otherFromMs, long otherToMs) {
    return fromMs < otherToMs && otherFromMs < toMs;
  }

  /** As a statement about the interval of that id. */
  EipEvent statement(String id) {
    return said.toBuilder()
        .setOwnershipId(id)
        .setSource(source)
        .setFromMs(fromMs)
        .setToMs(toMs == OPEN ? 0 : toMs)
        .build();
  }

  /** Takes back the interval of that id: from a time to the same time nothing is held. */
  EipEvent withdrawal(String id) {
    long atMs = Math.max(1, fromMs); // to = 0 would be open
    return said.toBuilder()
        .setOwnershipId(id)
        .setSource(source)
        .setFromMs(atMs)
        .setToMs(atMs)
        .build();
  }
}
