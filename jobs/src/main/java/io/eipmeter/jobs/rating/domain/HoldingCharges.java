package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.ChargeLine.Proof;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Timeline;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What holding an address costs in a month, whatever it carries: configuration fee, bandwidth. Each
 * hour has the price of the version valid when it begins. What has no price is told, never free.
 */
final class HoldingCharges {
  private final BillingPeriod period;
  private final EipHistory eip;
  private final Timeline<Long> quota;
  private final Findings findings;
  private final List<PriceTimeline.Piece> versions;
  private final List<ChargeLine> lines = new ArrayList<>();

  /**
   * @param quota how many addresses the account may hold, over time
   * @param findings takes what is missing
   */
  HoldingCharges(
      PriceTimeline prices,
      BillingPeriod period,
      EipHistory eip,
      Timeline<Long> quota,
      Findings findings) {
    this.period = period;
    this.eip = eip;
    this.quota = quota;
    this.findings = findings;
    this.versions = prices.within(eip.life().intersect(period.time()));
  }

  List<ChargeLine> lines() {
    placed();
    hourlyFee();
    if (!eip.paidBy(ChargeMethod.BANDWIDTH, period.time()).isEmpty()) {
      period.days().forEach(this::day);
    }
    fees();
    return lines;
  }

  /** Each moment of its life in the month needs prices of its place. */
  private void placed() {
    Interval alive = eip.life().intersect(period.time());
    for (Interval gap : alive.without(versions.stream().map(PriceTimeline.Piece::time).toList())) {
      findings.problem(eip.eip() + " was held when no version of the book is valid: " + gap.from());
    }
    for (PriceTimeline.Piece version : versions) {
      PriceBook book = version.book();
      if (book.price(eip.region(), eip.lineType()).isEmpty()) {
        findings.unpriced(book, "prices", eip.region(), eip.lineType());
      } else {
        findings.usual(book, eip.eip(), eip.region(), eip.lineType());
      }
    }
  }

  private void hourlyFee() {
    List<Interval> before = new ArrayList<>();
    for (PriceTimeline.Piece version : versions) {
      ConfigurationFee fee = price(version.book()).configurationFee();
      if (fee != null) {
        List<Interval> due = charged(fee, eip.paidBy(ChargeMethod.DATA_TRANSFER, version.time()));
        PriceBook book = version.book();
        long hours = book.configurationHours().hours(before, due, book.zone());
        before.addAll(due);
        if (hours > 0) {
          add(
              book,
              Item.CONFIGURATION_FEE,
              due,
              Quantity.of(hours),
              "Hour",
              fee.perHour(),
              "configuration fee by the hour");
        }
      }
    }
  }

  /**
   * Pay by bandwidth is settled day by day: the highest bandwidth of a day prices all its hours.
   */
  private void day(Interval day) {
    List<Interval> own = without(eip.paidBy(ChargeMethod.BANDWIDTH, day), eip.sharedTimes());
    int highest = 0;
    for (Interval time : own) {
      highest = Math.max(highest, eip.highestBandwidth(time));
      if (!eip.knowsBandwidth(time)) {
        findings.problem(
            eip.eip() + " is paid by bandwidth, and its bandwidth is not told for " + time.from());
      }
    }
    int mbps = highest;
    daily(
        day,
        version -> own(own, version.time()),
        PriceBook::bandwidthHours,
        (version, times, quantity) -> {
          PriceBook.BandwidthPrice bandwidth = price(version.book()).bandwidth();
          add(
              version.book(),
              Item.BANDWIDTH,
              times,
              quantity,
              "Day at " + mbps + " Mbit/s",
              bandwidth == null ? null : bandwidth.perDay(mbps),
              "bandwidth price");
        });
    daily(
        day,
        version -> {
          ConfigurationFee fee = price(version.book()).configurationFee();
          return fee == null
              ? List.of()
              : charged(fee, eip.paidBy(ChargeMethod.BANDWIDTH, day.intersect(version.time())));
        },
        PriceBook::bandwidthHours,
        (version, times, quantity) -> {
          ConfigurationFee fee = price(version.book()).configurationFee();
          add(
              version.book(),
              Item.CONFIGURATION_FEE,
              times,
              quantity,
              "Day",
              fee == null ? null : fee.perDay(),
              "configuration fee by the day");
        });
  }

  private interface DayLine {
    void add(PriceTimeline.Piece version, List<Interval> times, Quantity quantity);
  }

  /** Started hours as a part of the day, which has 23 or 25 where clocks are changed. */
  private void daily(
      Interval day,
      Function<PriceTimeline.Piece, List<Interval>> due,
      Function<PriceBook, HourRule> rule,
      DayLine line) {
    long hoursOfDay = BillingPeriod.hoursOf(day);
    long counted = 0;
    List<Interval> before = new ArrayList<>();
    for (PriceTimeline.Piece version : versions) {
      List<Interval> times = due.apply(version);
      if (times.isEmpty()) {
        continue;
      }
      PriceBook book = version.book();
      long begun = rule.apply(book).hours(before, times, book.zone());
      long hours = Math.min(hoursOfDay - counted, begun);
      before.addAll(times);
      counted += hours;
      if (hours > 0) {
        line.add(
            version, times, Quantity.of(BigInteger.valueOf(hours), BigInteger.valueOf(hoursOfDay)));
      }
    }
  }

  /** What this book has no price for: said by the book to be paid elsewhere, or missing. */
  private void fees() {
    for (PriceTimeline.Piece version : versions) {
      fee(
          version,
          Fee.SUBSCRIPTION,
          eip.eip(),
          eip.paidBy(ChargeMethod.SUBSCRIPTION, version.time()),
          eip.eip() + " is paid by subscription");
      if (!eip.pool().isEmpty()) {
        fee(
            version,
            Fee.ADDRESS_POOL,
            eip.pool(),
            List.of(version.time()),
            eip.eip() + " is of the address pool " + eip.pool());
      }
      TreeSet<String> shared = new TreeSet<>();
      eip.shared().forEach(membership -> shared.add(membership.id()));
      for (String id : shared) {
        fee(
            version,
            Fee.SHARED_BANDWIDTH,
            id,
            eip.shared().stream()
                .filter(membership -> membership.id().equals(id))
                .map(membership -> membership.time().intersect(version.time()))
                .filter(time -> !time.isEmpty())
                .toList(),
            eip.eip() + " is in the shared bandwidth " + id);
      }
    }
  }

  private void fee(
      PriceTimeline.Piece version, Fee fee, String resource, List<Interval> times, String why) {
    if (times.isEmpty()) {
      return;
    }
    if (version.book().paidElsewhere().contains(fee)) {
      lines.add(
          line(
              version.book(),
              Item.PAID_ELSEWHERE,
              times,
              Quantity.of(1),
              fee.text() + " " + resource,
              BigDecimal.ZERO));
    } else {
      findings.problem(
          why
              + ", and "
              + version.book().id()
              + " has no price for that, nor says that it is paid elsewhere (paidElsewhere: ["
              + fee.text()
              + "])");
    }
  }

  private Price price(PriceBook book) {
    return book.price(eip.region(), eip.lineType())
        .orElseGet(() -> new Price(Set.of(), "", null, null, null));
  }

  /** The times for which the fee is due: those that nothing waives. */
  private List<Interval> charged(ConfigurationFee fee, List<Interval> times) {
    if (!eip.pool().isEmpty() && fee.waivedInPool()) {
      return List.of();
    }
    List<Interval> waived =
        eip.associations().stream()
            .filter(association -> fee.waivedKinds().contains(association.kind()))
            .map(EipHistory.Association::time)
            .toList();
    if (waived.isEmpty() || times.isEmpty()) {
      return times;
    }
    if (quota.values().isEmpty()) {
      findings.note(
          "the EIP quota of "
              + eip.account()
              + " is not told: fees are waived as for one of at most "
              + fee.waiverQuota());
      return without(times, waived);
    }
    List<Interval> due = new ArrayList<>();
    for (Interval time : times) {
      for (Timeline.Piece<Long> piece : quota.within(time)) {
        due.addAll(
            piece.value() > fee.waiverQuota()
                ? List.of(piece.time())
                : piece.time().without(waived));
      }
    }
    return joined(due);
  }

  /** What touches is one time again: its hours are counted once. */
  private static List<Interval> joined(List<Interval> times) {
    List<Interval> joined = new ArrayList<>();
    for (Interval time : times) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).to().equals(time.from())) {
        joined.set(last, new Interval(joined.get(last).from(), time.to()));
      } else {
        joined.add(time);
      }
    }
    return joined;
  }

  private static List<Interval> own(List<Interval> times, Interval within) {
    return times.stream()
        .map(time -> time.intersect(within))
        .filter(time -> !time.isEmpty())
        .toList();
  }

  private static List<Interval> without(List<Interval> times, List<Interval> others) {
    return times.stream().flatMap(time -> time.without(others).stream()).toList();
  }

  private void add(
      PriceBook book,
      Item item,
      List<Interval> times,
      Quantity quantity,
      String unit,
      @Nullable BigDecimal unitPrice,
      String what) {
    if (unitPrice == null) {
      findings.unpriced(book, what, eip.region(), eip.lineType());
    } else {
      lines.add(line(book, item, times, quantity, unit, unitPrice));
    }
  }

  private ChargeLine line(
      PriceBook book,
      Item item,
      List<Interval> times,
      Quantity quantity,
      String unit,
      BigDecimal unitPrice) {
    return new ChargeLine(
        eip.account(),
        eip.region(),
        eip.lineType(),
        eip.eip(),
        item,
        0,
        new Interval(times.get(0).from(), times.get(times.size() - 1).to()),
        quantity,
        unit,
        unitPrice,
        BigInteger.ZERO,
        book.id(),
        Proof.NONE);
  }
}
