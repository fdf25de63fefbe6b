package io.eipmeter.jobs.rating.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All that a bill is made of, besides prices.
 *
 * @param usage each hour of an address once, in order
 * @param eips what is known of addresses; traffic of others is paid by data transfer
 * @param quotas of accounts, where they are known
 */
public record RatingInput(List<UsageHour> usage, List<EipHistory> eips, Map<String, Long> quotas) {

  /** What an account may hold where nothing else is known. */
  private static final long USUAL_QUOTA = 20;

  /**
   * Sorts usage and takes repeats away (R2, R3).
   *
   * @throws IllegalArgumentException if two rows speak differently of the same hour
   */
  public static RatingInput of(
      List<UsageHour> usage, List<EipHistory> eips, Map<String, Long> quotas) {
    List<UsageHour> once = new ArrayList<>();
    for (UsageHour hour : usage.stream().sorted().toList()) {
      UsageHour before = once.isEmpty() ? null : once.get(once.size() - 1);
      if (before == null || !before.sameHour(hour)) {
        once.add(hour);
      } else if (!before.equals(hour)) {
        throw new IllegalArgumentException(
            "two rows speak differently of " + hour.eip() + " at " + hour.hourStart());
      }
    }
    return new RatingInput(List.copyOf(once), List.copyOf(eips), Map.copyOf(quotas));
  }

  /** The months that usage and the lives of released addresses touch, in order. */
  public List<BillingPeriod> periods(PriceBook book) {
    TreeSet<Instant> starts = new TreeSet<>();
    usage.forEach(hour -> starts.add(start(book, hour.hourStart())));
    for (EipHistory eip : eips) {
      if (!eip.life().to().equals(Instant.MAX)) {
        Instant start = start(book, eip.life().from());
        while (start.isBefore(eip.life().to())) {
          starts.add(start);
          start = BillingPeriod.of(start, book.zone()).time().to();
        }
      }
    }
    return starts.stream().map(start -> BillingPeriod.of(start, book.zone())).toList();
  }

  private static Instant start(PriceBook book, Instant time) {
    return BillingPeriod.of(time, book.zone()).time().from();
  }

  long quota(String account) {
    return quotas.getOrDefault(account, USUAL_QUOTA);
  }

  /** Who held what, found by account and EIP. */
  Holders holders() {
    Map<String, List<EipHistory>> byEip = new HashMap<>();
    for (EipHistory eip : eips) {
      byEip
          .computeIfAbsent(Holders.key(eip.account(), eip.eip()), key -> new ArrayList<>())
          .add(eip);
    }
    return new Holders(byEip);
  }

  /** Histories by account and EIP: an EIP may live more than once. */
  record Holders(Map<String, List<EipHistory>> byEip) {
    private static String key(String account, String eip) {
      return account + '\n' + eip;
    }

    /** What is known of the address that an hour's traffic went over. */
    Optional<EipHistory> of(UsageHour hour) {
      Interval clockHour = new Interval(hour.hourStart(), hour.hourStart().plusSeconds(3_600));
      return byEip.getOrDefault(key(hour.account(), hour.eip()), List.of()).stream()
          .filter(eip -> !eip.life().intersect(clockHour).isEmpty())
          .findFirst();
    }
  }
}
