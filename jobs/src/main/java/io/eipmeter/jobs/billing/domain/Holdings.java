package io.eipmeter.jobs.billing.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.ownership.OwnerSlot;
import io.eipmeter.jobs.log.ownership.Statement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The intervals of ownership that a slot knows, of each its newest statement. The owner of a minute
 * is who held the address at any time in it; of two the earlier, and the minute is contested; a
 * longer prefix goes before the wider one around it (design, "Splitting and attributing"). The view
 * {@code eip_owner_minutes} has the same rule.
 */
final class Holdings {
  /** An interval that ended so long ago is asked for by no record any more. */
  private static final long FORGET_MS = 40L * 86_400_000;

  private static final Comparator<Statement> NARROW_AND_EARLY_FIRST =
      Comparator.comparingInt((Statement statement) -> -statement.prefixLength())
          .thenComparingLong(Statement::fromMs)
          .thenComparing(Statement::ownershipId);

  /**
   * By the first 64 bits for IPv6: all that may cover an address of the slot but wide ones. Lists
   * are in the order of the rule.
   */
  private final TreeMap<Address, List<Statement>> near = new TreeMap<>();

  private final List<Statement> wide = new ArrayList<>();

  /**
   * @param contested whether another one held it in the same minute
   */
  record MinuteHolder(Holder holder, boolean contested) {}

  MinuteHolder of(Address unit, long minuteMs) {
    Statement first = null;
    // A wide prefix is shorter than all that are near.
    for (List<Statement> statements : List.of(near.getOrDefault(group(unit), List.of()), wide)) {
      for (Statement statement : statements) {
        if (statement.holdsInMinute(minuteMs) && statement.covers(unit)) {
          if (first == null) {
            first = statement;
          } else {
            return new MinuteHolder(
                Holder.of(first), statement.prefixLength() == first.prefixLength());
          }
        }
      }
    }
    return new MinuteHolder(Holder.of(first), false);
  }

  void state(Statement statement, long nowMs) {
    List<Statement> list =
        OwnerSlot.hasOne(statement)
            ? near.computeIfAbsent(group(statement.address()), any -> new ArrayList<>())
            : wide;
    list.removeIf(
        known ->
            known.ownershipId().equals(statement.ownershipId())
                || known.toMs() < nowMs - FORGET_MS);
    if (!statement.withdrawn()) {
      int place = Collections.binarySearch(list, statement, NARROW_AND_EARLY_FIRST);
      list.add(place < 0 ? -place - 1 : place, statement);
    }
  }

  /** IPv6 addresses of one /64 have their statements together. */
  private static Address group(Address address) {
    return address.isIpv4() ? address : new Address(address.high(), 0);
  }

  Holdings copy() {
    Holdings copy = new Holdings();
    near.forEach((address, list) -> copy.near.put(address, new ArrayList<>(list)));
    copy.wide.addAll(wide);
    return copy;
  }

  void write(DataOutput target) throws IOException {
    int count = wide.size() + near.values().stream().mapToInt(List::size).sum();
    target.writeInt(count);
    for (Statement statement : wide) {
      statement.write(target);
    }
    for (Map.Entry<Address, List<Statement>> each : near.entrySet()) {
      for (Statement statement : each.getValue()) {
        statement.write(target);
      }
    }
  }

  /**
   * @param count which {@link #write} wrote first
   */
  static Holdings read(int count, DataInput source) throws IOException {
    Holdings holdings = new Holdings();
    for (int i = count; i > 0; i--) {
      holdings.state(Statement.read(source), Long.MIN_VALUE + FORGET_MS);
    }
    return holdings;
  }
}
