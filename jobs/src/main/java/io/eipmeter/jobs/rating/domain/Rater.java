package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.util.List;

/**
 * Turns a month's usage into bills: a pure function of what was used and held, and of the prices
 * over time (design, "Money").
 */
public final class Rater {
  private final PriceTimeline prices;

  public Rater(PriceTimeline prices) {
    this.prices = prices;
  }

  /** Begins an account's month: give it the usage in order, then ask for the bill. */
  public AccountMonth begin(BillingPeriod period, Holdings holdings) {
    return new AccountMonth(prices, period, holdings);
  }

  /**
   * Rates an account's month that is small enough to be held.
   *
   * @param usage in any order; hours of other months count nothing
   */
  public Bill rate(BillingPeriod period, Holdings holdings, List<UsageHour> usage) {
    AccountMonth month = begin(period, holdings);
    usage.stream().sorted().forEach(month::use);
    return month.bill();
  }
}
