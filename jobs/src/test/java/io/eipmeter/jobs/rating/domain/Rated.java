package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A month of some accounts, rated; an account that pays nothing and has no doubts is left out. */
record Rated(Map<String, Bill> bills, Bill.BytesRated bytes) {
  static Rated of(
      PriceTimeline prices,
      BillingPeriod period,
      List<EipHistory> eips,
      Map<String, Long> quotas,
      List<UsageHour> usage) {
    TreeSet<String> accounts = new TreeSet<>();
    eips.forEach(eip -> accounts.add(eip.account()));
    usage.forEach(hour -> accounts.add(hour.account()));
    Map<String, Bill> bills = new TreeMap<>();
    Bill.BytesRated bytes = Bill.BytesRated.NONE;
    Map<String, List<Holdings.Contest>> contests = Contests.of(eips);
    for (String account : accounts) {
      Holdings holdings =
          new Holdings(
              account,
              eips.stream().filter(eip -> eip.account().equals(account)).toList(),
              quotas.containsKey(account)
                  ? Timeline.always(quotas.get(account))
                  : Timeline.unknown(),
              contests.getOrDefault(account, List.of()),
              java.util.Set.of());
      Bill bill =
          new Rater(prices)
              .rate(
                  period,
                  holdings,
                  usage.stream().filter(hour -> hour.account().equals(account)).toList());
      bytes = bytes.plus(bill.bytes());
      if (!bill.lines().isEmpty() || bill.isParked()) {
        bills.put(account, bill);
      }
    }
    return new Rated(bills, bytes);
  }
}
