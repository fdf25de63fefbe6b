package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a plan changes who holds a range, or what is told of it.
 *
 * @param toMs first millisecond after it; {@link Piece#OPEN}: without end
 * @param before null: nobody held it
 * @param after null: nobody does
 */
record Difference(
    AddressRange range,
    long fromMs,
    long toMs,
    @Nullable EipEvent before,
    @Nullable EipEvent after) {

  /** Who gains or loses by it. */
  List<EipEvent> holders() {
    return Stream.of(before, after).filter(Objects::nonNull).toList();
  }

  String line() {
    String time =
        " from "
            + (fromMs == 0 ? "the beginning" : SyncPlan.time(fromMs))
            + (toMs == Piece.OPEN ? "" : " to " + SyncPlan.time(toMs))
            + ": ";
    if (before != null && after != null) {
      return "~ " + range.written() + time + Facts.changes(before, after);
    }
    EipEvent only = Objects.requireNonNull(before == null ? after : before);
    return (before == null ? "+ " : "- ")
        + range.written()
        + time
        + "account "
        + only.getAccount()
        + (only.getEipId().isEmpty() ? "" : ", EIP " + only.getEipId());
  }

  /** Adds what differs; two times that touch and say the same are one. */
  static void append(
      List<Difference> to,
      AddressRange range,
      long fromMs,
      long toMs,
      @Nullable EipEvent before,
      @Nullable EipEvent after) {
    if (Facts.same(before, after)) {
      return;
    }
    Difference last = to.isEmpty() ? null : to.get(to.size() - 1);
    if (last != null
        && last.toMs == fromMs
        && Facts.same(last.before, before)
        && Facts.same(last.after, after)) {
      to.set(to.size() - 1, new Difference(range, last.fromMs, toMs, before, after));
    } else {
      to.add(new Difference(range, fromMs, toMs, before, after));
    }
  }
}
