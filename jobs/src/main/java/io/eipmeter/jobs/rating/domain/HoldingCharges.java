package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.domain.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.domain.PriceBook.Price;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holding an address costs in a month, whatever it carries: configuration fee, bandwidth. */
final class HoldingCharges {
  private final PriceBook book;
  private final BillingPeriod period;
  private final EipHistory eip;
  private final Price price;
  private final long quota;

  /**
   * @param quota how many addresses the account may hold
   */
  HoldingCharges(PriceBook book, BillingPeriod period, EipHistory eip, Price price, long quota) {
    this.book = book;
    this.period = period;
    this.eip = eip;
    this.price = price;
    this.quota = quota;
  }

  List<ChargeLine> lines() {
    List<ChargeLine> lines = new ArrayList<>();
    ConfigurationFee fee = price.configurationFee();
    if (fee != null) {
      hourlyFee(fee, lines);
    }
    for (Interval day : period.days()) {
      day(day, lines);
    }
    return lines;
  }

  private void hourlyFee(ConfigurationFee fee, List<ChargeLine> lines) {
    List<Interval> charged = charged(fee, eip.paidBy(ChargeMethod.DATA_TRANSFER, period.time()));
    long hours = book.configurationHours().hours(charged, book.zone());
    if (hours > 0) {
      lines.add(
          line(
              Item.CONFIGURATION_FEE,
              span(charged),
              BigDecimal.valueOf(hours),
              "Hour",
              priced(fee.perHour(), "configuration fee by the hour")));
    }
  }

  /**
   * Pay by bandwidth is settled day by day: the highest bandwidth of a day prices all its hours.
   */
  private void day(Interval day, List<ChargeLine> lines) {
    List<Interval> held = eip.paidBy(ChargeMethod.BANDWIDTH, day);
    if (held.isEmpty()) {
      return;
    }
    BandwidthPrice bandwidth = price.bandwidth();
    List<Interval> own = without(held, eip.shared());
    if (!own.isEmpty()) {
      if (bandwidth == null) {
        throw new UnpricedException(
            book.id() + " has no bandwidth price for " + eip.region() + " and " + eip.lineType());
      }
      int highest = 0;
      for (Interval time : own) {
        highest = Math.max(highest, eip.highestBandwidth(time));
      }
      lines.add(
          line(
              Item.BANDWIDTH,
              span(own),
              days(own, day),
              "Day at " + highest + " Mbit/s",
              bandwidth.perDay(highest)));
    }
    ConfigurationFee fee = price.configurationFee();
    if (fee != null) {
      List<Interval> charged = charged(fee, held);
      if (!charged.isEmpty()) {
        lines.add(
            line(
                Item.CONFIGURATION_FEE,
                span(charged),
                days(charged, day),
                "Day",
                priced(fee.perDay(), "configuration fee by the day")));
      }
    }
  }

  /** Started hours as a part of the day, which has 23 or 25 where clocks are changed. */
  private BigDecimal days(List<Interval> times, Interval day) {
    long hoursOfDay = BillingPeriod.hoursOf(day);
    long hours = Math.min(hoursOfDay, book.bandwidthHours().hours(times, book.zone()));
    return Prices.quantity(BigInteger.valueOf(hours), BigInteger.valueOf(hoursOfDay));
  }

  private BigDecimal priced(@Nullable BigDecimal unitPrice, String what) {
    if (unitPrice == null) {
      throw new UnpricedException(
          book.id() + " has no " + what + " for " + eip.region() + " and " + eip.lineType());
    }
    return unitPrice;
  }

  /** The times for which the fee is due: those that nothing waives. */
  private List<Interval> charged(ConfigurationFee fee, List<Interval> times) {
    if (eip.inPool() && fee.waivedInPool()) {
      return List.of();
    }
    if (quota > fee.waiverQuota()) {
      return times;
    }
    List<Interval> waived =
        eip.associations().stream()
            .filter(association -> fee.waivedKinds().contains(association.kind()))
            .map(EipHistory.Association::time)
            .toList();
    return without(times, waived);
  }

  private static List<Interval> without(List<Interval> times, List<Interval> others) {
    return times.stream().flatMap(time -> time.without(others).stream()).toList();
  }

  private static Interval span(List<Interval> times) {
    return new Interval(times.get(0).from(), times.get(times.size() - 1).to());
  }

  private ChargeLine line(
      Item item, Interval time, BigDecimal quantity, String unit, BigDecimal unitPrice) {
    return new ChargeLine(
        eip.account(),
        eip.region(),
        eip.lineType(),
        eip.eip(),
        item,
        0,
        time,
        quantity,
        unit,
        unitPrice,
        BigInteger.ZERO,
        0,
        InputHash.NONE,
        book.id());
  }
}
