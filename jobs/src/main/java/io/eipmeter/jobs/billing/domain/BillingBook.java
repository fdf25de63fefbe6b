package io.eipmeter.jobs.billing.domain;

import static io.eipmeter.jobs.billing.domain.BillingPolicy.hourOf;
import static io.eipmeter.jobs.billing.domain.BillingPolicy.quarterAfter;
import static io.eipmeter.jobs.billing.domain.BillingPolicy.quarterOf;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.billing.domain.BillingPages.Booking;
import io.eipmeter.jobs.billing.domain.BillingPages.MinuteKey;
import io.eipmeter.jobs.billing.domain.BillingPages.SpanKey;
import io.eipmeter.jobs.billing.domain.Holdings.MinuteHolder;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.EntryKind;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.jobs.log.SlotBook;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Books the minutes of a slot to whoever held the address. A quarter is booked when it is sealed;
 * what comes or changes later is booked as a correction, a row of its own (I5). An hour is charged
 * when it is sealed, and again by the difference with each correction.
 *
 * <p>A reversal leaves 1 ms after what caused it, what replaces it 2 ms after: so both may speak of
 * one interval of ownership, which is a row's key. Of several statements of one log time only the
 * last word counts.
 *
 * <p>A run may have other prices than the one before it: its first work is to look at the hours
 * that are kept, see {@link HourPricing}.
 */
public final class BillingBook implements SlotBook {
  private static final Address LOWEST = new Address(0, 0);

  private final BillingPolicy policy;
  private final HourPricing pricing;
  private final BillingPages pages;

  public BillingBook(int slot, BillingPolicy policy, FlatPrices prices, BillingPages pages) {
    this.policy = policy;
    this.pricing = new HourPricing(slot, prices, pages);
    this.pages = pages;
  }

  @Override
  public void resume(long playedMs) {
    if (pages.repriceMs == BillingPages.NEVER) {
      pages.repriceMs = playedMs + 1;
    }
  }

  @Override
  public void play(LogEntry entry, RowTaker rows) {
    if (pages.repriceMs == BillingPages.AFTER_NEXT) {
      pages.repriceMs = entry.logMs() + 1;
    }
    try {
      if (EntryKind.of(entry) == EntryKind.MINUTE) {
        book(EipMinute.parseFrom(entry.value()), entry.logMs());
      } else {
        Statement statement = Statement.of(EipEvent.parseFrom(entry.value()));
        if (statement != null) {
          state(statement, entry.logMs());
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an entry was routed that cannot be read", e);
    }
  }

  private void book(EipMinute minute, long nowMs) {
    MinuteKey key =
        new MinuteKey(Address.of(minute.getAddress().toByteArray()), minute.getMinuteMs());
    Amounts known = pages.minutes.get(key);
    Amounts amounts = amounts(minute.getUsage(), known == null ? 1 : 0);
    long hourMs = hourOf(key.minuteMs());
    long quarterMs = quarterOf(key.minuteMs());
    pages.taken.merge(hourMs, amounts, Amounts::plus);
    if (key.minuteMs() >= policy.firstKeptMs(nowMs)) {
      pages.minutes.put(key, known == null ? amounts : known.plus(amounts));
    }
    if (policy.quarterSealMs(quarterMs) <= nowMs) {
      MinuteHolder of = pages.holdings.of(key.address(), key.minuteMs());
      pages.correct(
          nowMs + 2,
          new SpanKey(key.address(), quarterMs, of.holder()),
          amounts.contestedIf(of.contested()));
    } else {
      pages.openQuarters.add(quarterMs);
    }
    if (policy.hourSealMs(hourMs) > nowMs) {
      pages.openHours.add(hourMs);
    }
  }

  private static Amounts amounts(Usage usage, int minutes) {
    boolean sampled = usage.getSamples() > 0;
    return new Amounts(
        usage.getBytesOut(),
        usage.getBytesIn(),
        sampled ? usage.getBytesOut() : 0,
        sampled ? usage.getBytesIn() : 0,
        minutes,
        0);
  }

  private void state(Statement statement, long nowMs) {
    Map<MinuteKey, Amounts> candidates =
        statement.prefixLength() == 128
            ? pages.minutesOf(statement.address(), Long.MIN_VALUE, Long.MAX_VALUE)
            : pages.minutes;
    candidates.forEach(
        (key, amounts) -> {
          if (statement.covers(key.address())
              && policy.quarterSealMs(quarterOf(key.minuteMs())) <= nowMs) {
            pages.booked.computeIfAbsent(key, any -> booking(key, amounts));
          }
        });
    pages.holdings.state(statement, nowMs);
    pages.heardMs = nowMs;
  }

  private Booking booking(MinuteKey key, Amounts amounts) {
    MinuteHolder of = pages.holdings.of(key.address(), key.minuteMs());
    return new Booking(of.holder(), amounts.contestedIf(of.contested()));
  }

  @Override
  public long nextDueMs() {
    long nextMs = pages.booked.isEmpty() ? Long.MAX_VALUE : pages.heardMs + 1;
    if (!pages.corrections.isEmpty()) {
      nextMs = Math.min(nextMs, pages.corrections.firstKey());
    }
    if (pages.repriceMs != BillingPages.AFTER_NEXT) {
      nextMs = Math.min(nextMs, pages.repriceMs);
    }
    if (!pages.openQuarters.isEmpty()) {
      nextMs = Math.min(nextMs, policy.quarterSealMs(pages.openQuarters.first()));
    }
    if (!pages.openHours.isEmpty()) {
      nextMs = Math.min(nextMs, policy.hourSealMs(pages.openHours.first()));
    }
    return nextMs;
  }

  @Override
  public void passTo(long logMs, RowTaker rows) {
    for (long dueMs = nextDueMs(); dueMs <= logMs; dueMs = nextDueMs()) {
      work(dueMs, new ChargeRows(rows, dueMs));
    }
  }

  private void work(long nowMs, ChargeRows rows) {
    if (!pages.booked.isEmpty() && pages.heardMs + 1 == nowMs) {
      move(nowMs);
    }
    TreeSet<Long> touched = new TreeSet<>();
    TreeMap<SpanKey, Amounts> corrections = pages.corrections.remove(nowMs);
    if (corrections != null) {
      tell(corrections, true, rows, touched);
    }
    TreeMap<SpanKey, Amounts> sealed = new TreeMap<>();
    while (!pages.openQuarters.isEmpty()
        && policy.quarterSealMs(pages.openQuarters.first()) == nowMs) {
      seal(pages.openQuarters.pollFirst(), sealed);
    }
    tell(sealed, false, rows, touched);
    boolean hourly = false;
    while (!pages.openHours.isEmpty() && policy.hourSealMs(pages.openHours.first()) == nowMs) {
      touched.add(pages.openHours.pollFirst());
      hourly = true;
    }
    TreeSet<Long> charged = new TreeSet<>(touched);
    if (pages.repriceMs == nowMs || pages.repriceMs == BillingPages.AFTER_NEXT) {
      pages.hours.keySet().forEach(key -> charged.add(key.startMs()));
      pages.repriceMs = BillingPages.NEVER;
    }
    for (long hourMs : charged) {
      if (policy.hourSealMs(hourMs) <= nowMs) {
        boolean correction = policy.hourSealMs(hourMs) < nowMs;
        pricing.charge(hourMs, correction, touched.contains(hourMs), rows);
      }
    }
    if (hourly) {
      forget(nowMs);
    }
  }

  /** Books the minutes anew that statements have moved. */
  private void move(long nowMs) {
    pages.booked.forEach(
        (key, before) -> {
          MinuteHolder of = pages.holdings.of(key.address(), key.minuteMs());
          Amounts after = before.amounts().contestedIf(of.contested());
          if (!of.holder().equals(before.holder()) || !after.equals(before.amounts())) {
            long quarterMs = quarterOf(key.minuteMs());
            pages.correct(
                nowMs,
                new SpanKey(key.address(), quarterMs, before.holder()),
                before.amounts().negated());
            pages.correct(nowMs + 1, new SpanKey(key.address(), quarterMs, of.holder()), after);
          }
        });
    pages.booked.clear();
  }

  private void seal(long quarterMs, TreeMap<SpanKey, Amounts> sums) {
    pages.forEachAddress(
        address ->
            pages
                .minutesOf(address, quarterMs, quarterAfter(quarterMs))
                .forEach(
                    (key, amounts) -> {
                      MinuteHolder of = pages.holdings.of(address, key.minuteMs());
                      sums.merge(
                          new SpanKey(address, quarterMs, of.holder()),
                          amounts.contestedIf(of.contested()),
                          Amounts::plus);
                    }));
  }

  private void tell(
      TreeMap<SpanKey, Amounts> quarters,
      boolean correction,
      ChargeRows rows,
      TreeSet<Long> touchedHours) {
    quarters.forEach(
        (key, amounts) -> {
          touchedHours.add(hourOf(key.startMs()));
          if (!amounts.isNone()) {
            rows.quarter(key, amounts, correction);
            SpanKey hour = new SpanKey(key.address(), hourOf(key.startMs()), key.holder());
            pages.hours.put(hour, pages.hours.getOrDefault(hour, HourSums.NONE).plus(amounts));
          }
        });
  }

  private void forget(long nowMs) {
    long firstMs = policy.firstKeptMs(nowMs);
    List<Address> addresses = new ArrayList<>();
    pages.forEachAddress(addresses::add);
    addresses.forEach(address -> pages.minutesOf(address, Long.MIN_VALUE, firstMs).clear());
    pages
        .hours
        .headMap(new SpanKey(LOWEST, firstMs, Holder.NOBODY))
        .values()
        .removeIf(HourSums::isTold);
  }
}
