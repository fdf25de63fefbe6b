package io.eipmeter.jobs.billing.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.SlotBook;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is known of the usage of one slot. A minute with traffic costs 52 bytes for as long as a
 * late statement may move it, an hour of a holder about 150.
 */
public final class BillingPages implements SlotBook.Pages<BillingPages> {
  /** Minutes of an address. */
  record MinuteKey(Address address, long minuteMs) implements Comparable<MinuteKey> {
    @Override
    public int compareTo(MinuteKey other) {
      int byAddress = address.compareTo(other.address);
      return byAddress != 0 ? byAddress : Long.compare(minuteMs, other.minuteMs);
    }
  }

  /** An interval, a quarter or an hour, of an address and its holder. */
  record SpanKey(Address address, long startMs, Holder holder) implements Comparable<SpanKey> {
    @Override
    public int compareTo(SpanKey other) {
      int byStart = Long.compare(startMs, other.startMs);
      int byAddress = byStart != 0 ? byStart : address.compareTo(other.address);
      return byAddress != 0 ? byAddress : holder.compareTo(other.holder);
    }
  }

  /** Written before all else; what the first release wrote begins with a count. */
  private static final int FORMAT_2 = -2;

  /** The hours that are kept need no look at their prices. */
  static final long NEVER = Long.MAX_VALUE;

  /** They need one, after the next entry or with the next work. */
  static final long AFTER_NEXT = Long.MAX_VALUE - 1;

  Holdings holdings = new Holdings();
  final TreeMap<MinuteKey, Amounts> minutes = new TreeMap<>();
  final TreeMap<SpanKey, HourSums> hours = new TreeMap<>();

  /** Bytes of minutes that no control row has told yet, by hour. */
  final TreeMap<Long, Amounts> taken = new TreeMap<>();

  /** Quarters and hours that wait for their seal. */
  final TreeSet<Long> openQuarters = new TreeSet<>();

  final TreeSet<Long> openHours = new TreeSet<>();

  /** Corrections by the log time at which they leave. */
  final TreeMap<Long, TreeMap<SpanKey, Amounts>> corrections = new TreeMap<>();

  /** Sealed minutes that statements of {@link #heardMs} may have moved, as they were booked. */
  final TreeMap<MinuteKey, Booking> booked = new TreeMap<>();

  long heardMs;

  /** Log time at which the hours that are kept are priced by the versions of this run. */
  long repriceMs = NEVER;

  /** To whom a minute was booked. */
  record Booking(Holder holder, Amounts amounts) {}

  @Override
  public BillingPages copy() {
    BillingPages copy = new BillingPages();
    copy.holdings = holdings.copy();
    copy.minutes.putAll(minutes);
    copy.hours.putAll(hours);
    copy.taken.putAll(taken);
    copy.openQuarters.addAll(openQuarters);
    copy.openHours.addAll(openHours);
    corrections.forEach((asOfMs, rows) -> copy.corrections.put(asOfMs, new TreeMap<>(rows)));
    copy.booked.putAll(booked);
    copy.heardMs = heardMs;
    copy.repriceMs = repriceMs;
    return copy;
  }

  @Override
  public void write(DataOutput target) throws IOException {
    target.writeInt(FORMAT_2);
    holdings.write(target);
    target.writeInt(minutes.size());
    for (Map.Entry<MinuteKey, Amounts> each : minutes.entrySet()) {
      write(each.getKey().address, target);
      target.writeLong(each.getKey().minuteMs);
      each.getValue().write(target);
    }
    writeHours(target);
    target.writeInt(taken.size());
    for (Map.Entry<Long, Amounts> each : taken.entrySet()) {
      target.writeLong(each.getKey());
      each.getValue().write(target);
    }
    write(openQuarters, target);
    write(openHours, target);
    target.writeInt(corrections.size());
    for (Map.Entry<Long, TreeMap<SpanKey, Amounts>> each : corrections.entrySet()) {
      target.writeLong(each.getKey());
      target.writeInt(each.getValue().size());
      for (Map.Entry<SpanKey, Amounts> row : each.getValue().entrySet()) {
        write(row.getKey(), target);
        row.getValue().write(target);
      }
    }
    writeBooked(target);
    target.writeLong(repriceMs);
  }

  /** The few rates once, before the hours that name them. */
  private void writeHours(DataOutput target) throws IOException {
    List<Rate> rates =
        hours.values().stream()
            .map(sums -> sums.charged().rate())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    target.writeInt(rates.size());
    for (Rate rate : rates) {
      rate.write(target);
    }
    target.writeInt(hours.size());
    for (Map.Entry<SpanKey, HourSums> each : hours.entrySet()) {
      write(each.getKey(), target);
      each.getValue().write(target, rates);
    }
  }

  /** Notes a correction, or, of nothing, only that its hour is to be looked at then. */
  void correct(long asOfMs, SpanKey key, Amounts amounts) {
    corrections.computeIfAbsent(asOfMs, any -> new TreeMap<>()).merge(key, amounts, Amounts::plus);
  }

  /** Calls for each address that has minutes; these must not be changed meanwhile. */
  void forEachAddress(Consumer<Address> taker) {
    for (MinuteKey next = minutes.isEmpty() ? null : minutes.firstKey(); next != null; ) {
      taker.accept(next.address);
      next = minutes.higherKey(new MinuteKey(next.address, Long.MAX_VALUE));
    }
  }

  /** The minutes of an address from one, up to and without another; a view. */
  NavigableMap<MinuteKey, Amounts> minutesOf(Address address, long fromMs, long toMs) {
    return minutes.subMap(
        new MinuteKey(address, fromMs), true, new MinuteKey(address, toMs), false);
  }

  private void writeBooked(DataOutput target) throws IOException {
    target.writeLong(heardMs);
    target.writeInt(booked.size());
    for (Map.Entry<MinuteKey, Booking> each : booked.entrySet()) {
      write(each.getKey().address, target);
      target.writeLong(each.getKey().minuteMs);
      each.getValue().holder.write(target);
      each.getValue().amounts.write(target);
    }
  }

  private static void write(Address address, DataOutput target) throws IOException {
    target.writeLong(address.high());
    target.writeLong(address.low());
  }

  private static void write(SpanKey key, DataOutput target) throws IOException {
    write(key.address, target);
    target.writeLong(key.startMs);
    key.holder.write(target);
  }

  private static void write(TreeSet<Long> times, DataOutput target) throws IOException {
    target.writeInt(times.size());
    for (long time : times) {
      target.writeLong(time);
    }
  }

  public static BillingPages read(DataInput source) throws IOException {
    BillingPages pages = new BillingPages();
    int first = source.readInt();
    boolean notesRates = first == FORMAT_2;
    pages.holdings = Holdings.read(notesRates ? source.readInt() : first, source);
    for (int i = source.readInt(); i > 0; i--) {
      pages.minutes.put(new MinuteKey(address(source), source.readLong()), Amounts.read(source));
    }
    List<Rate> rates = new ArrayList<>();
    for (int i = notesRates ? source.readInt() : 0; i > 0; i--) {
      rates.add(Rate.read(source));
    }
    for (int i = source.readInt(); i > 0; i--) {
      pages.hours.put(
          key(source),
          notesRates ? HourSums.read(source, rates) : HourSums.readWithoutRate(source));
    }
    for (int i = source.readInt(); i > 0; i--) {
      pages.taken.put(source.readLong(), Amounts.read(source));
    }
    for (int i = source.readInt(); i > 0; i--) {
      pages.openQuarters.add(source.readLong());
    }
    for (int i = source.readInt(); i > 0; i--) {
      pages.openHours.add(source.readLong());
    }
    for (int i = source.readInt(); i > 0; i--) {
      TreeMap<SpanKey, Amounts> rows = new TreeMap<>();
      pages.corrections.put(source.readLong(), rows);
      for (int j = source.readInt(); j > 0; j--) {
        rows.put(key(source), Amounts.read(source));
      }
    }
    pages.heardMs = source.readLong();
    for (int i = source.readInt(); i > 0; i--) {
      pages.booked.put(
          new MinuteKey(address(source), source.readLong()),
          new Booking(Holder.read(source), Amounts.read(source)));
    }
    pages.repriceMs = notesRates ? source.readLong() : AFTER_NEXT;
    return pages;
  }

  private static Address address(DataInput source) throws IOException {
    return new Address(source.readLong(), source.readLong());
  }

  private static SpanKey key(DataInput source) throws IOException {
    return new SpanKey(address(source), source.readLong(), Holder.read(source));
  }
}
