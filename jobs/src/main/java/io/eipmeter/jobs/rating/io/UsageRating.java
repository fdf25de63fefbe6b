package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.domain.AccountMonth;
import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.Contests;
import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.domain.Holdings;
import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.io.ResourceFile.Resources;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rates usage that comes account by account, each in the order of its hours, and gives each bill as
 * soon as it is made: by account, then by month.
 */
public final class UsageRating {
  /** Takes bills. */
  public interface BillTaker {
    void take(BillingPeriod period, Bill bill);
  }

  private final Rater rater;
  private final PriceTimeline prices;
  private final @Nullable BillingPeriod only;
  private final BillTaker bills;
  private final TreeMap<String, List<EipHistory>> eips = new TreeMap<>();
  private final Map<String, List<Contest>> contests;
  private final Map<String, Timeline<Long>> quotas;
  private final Set<String> known;
  private final TreeSet<BillingPeriod> months =
      new TreeSet<>(Comparator.comparing(BillingPeriod::month));
  private Holdings holdings = Holdings.none("");
  private @Nullable AccountMonth open;
  private @Nullable BillingPeriod openPeriod;

  /**
   * @param only a month; null: all that usage and released addresses touch
   */
  public UsageRating(
      PriceTimeline prices, Resources resources, @Nullable BillingPeriod only, BillTaker bills) {
    this.rater = new Rater(prices);
    this.prices = prices;
    this.only = only;
    this.bills = bills;
    for (EipHistory eip : resources.eips()) {
      eips.computeIfAbsent(eip.account(), account -> new ArrayList<>()).add(eip);
    }
    this.contests = Contests.of(resources.eips());
    this.quotas = resources.quotas();
    this.known = resources.eips().stream().map(EipHistory::eip).collect(Collectors.toSet());
  }

  /**
   * @param hour in the order of {@link UsageSort#BY_ACCOUNT}
   * @throws IllegalArgumentException if two rows speak differently of one time
   */
  public void use(UsageHour hour) {
    if (!hour.account().equals(holdings.account())) {
      endAccount();
      for (String other = first();
          other != null && other.compareTo(hour.account()) < 0;
          other = first()) {
        begin(other);
        endAccount();
      }
      begin(hour.account());
    }
    BillingPeriod period = BillingPeriod.of(hour.hourStart(), prices.zone());
    if (only != null && !only.equals(period)) {
      return;
    }
    if (!period.equals(openPeriod)) {
      endMonth();
      billUntil(period);
      open(period);
    }
    AccountMonth month = open;
    if (month != null) {
      month.use(hour);
    }
  }

  /** Gives what is left. */
  public void end() {
    endAccount();
    for (String other = first(); other != null; other = first()) {
      begin(other);
      endAccount();
    }
  }

  private @Nullable String first() {
    return eips.isEmpty() ? null : eips.firstKey();
  }

  private void begin(String account) {
    List<EipHistory> own = eips.remove(account);
    holdings =
        new Holdings(
            account,
            own == null ? List.of() : own,
            quotas.getOrDefault(account, Timeline.unknown()),
            contests.getOrDefault(account, List.of()),
            known);
    months.clear();
    if (only != null) {
      months.add(only);
      return;
    }
    for (EipHistory eip : holdings.eips()) {
      if (!eip.life().to().equals(Instant.MAX)) {
        for (BillingPeriod month = BillingPeriod.of(eip.life().from(), prices.zone());
            month.time().from().isBefore(eip.life().to());
            month = BillingPeriod.of(month.time().to(), prices.zone())) {
          months.add(month);
        }
      }
    }
  }

  /** The months before one in which nothing was used. */
  private void billUntil(BillingPeriod period) {
    while (!months.isEmpty() && months.first().month().isBefore(period.month())) {
      open(months.first());
      endMonth();
    }
  }

  private void open(BillingPeriod period) {
    months.remove(period);
    openPeriod = period;
    open = rater.begin(period, holdings);
  }

  private void endMonth() {
    AccountMonth month = open;
    BillingPeriod period = openPeriod;
    if (month != null && period != null) {
      bills.take(period, month.bill());
    }
    open = null;
    openPeriod = null;
  }

  private void endAccount() {
    endMonth();
    while (!months.isEmpty()) {
      open(months.first());
      endMonth();
    }
  }
}
