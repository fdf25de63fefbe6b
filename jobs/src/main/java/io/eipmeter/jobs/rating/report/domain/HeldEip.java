package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.domain.EipHistory.Association;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A time in which an account held an EIP and nothing about it changed: an interval of ownership.
 *
 * @param mbps its maximum bandwidth, Mbit/s; 0: not told
 * @param association kind of what it was attached to; empty: nothing
 * @param shared the shared bandwidth it was in; empty: none
 * @param pool the address pool it is of; empty: none
 * @param quota the account's EIP quota; 0: not told
 * @param stated log time of the statement
 */
public record HeldEip(
    String account,
    String eip,
    String region,
    String line,
    Interval time,
    ChargeMethod method,
    int mbps,
    String association,
    String shared,
    String pool,
    long quota,
    Instant stated) {

  private static final Comparator<HeldEip> IN_TIME =
      Comparator.comparing((HeldEip held) -> held.time().from())
          .thenComparing(held -> held.time().to());

  /** Without what has not come yet: an EIP that is still held pays until then. */
  public HeldEip until(Instant end) {
    return new HeldEip(
        account,
        eip,
        region,
        line,
        new Interval(time.from(), time.to().isAfter(end) ? end : time.to()),
        method,
        mbps,
        association,
        shared,
        pool,
        quota,
        stated);
  }

  /**
   * What was told of an account's quota: each statement from the start of its interval on; of two
   * with one start, the newer. A statement that ends tells nothing of the time after it, but its
   * quota stands until another is told.
   */
  public static Timeline<Long> quota(Collection<HeldEip> ofAccount) {
    List<Since<Long>> told =
        ofAccount.stream()
            .filter(held -> held.quota > 0)
            .sorted(
                Comparator.comparing((HeldEip held) -> held.time.from())
                    .thenComparing(HeldEip::stated)
                    .thenComparing(HeldEip::quota))
            .map(held -> new Since<>(held.time.from(), held.quota))
            .toList();
    return new Timeline<>(told);
  }

  /** The lives of EIPs: intervals that follow each other are one life. */
  public static List<EipHistory> histories(Collection<HeldEip> all) {
    Map<String, List<HeldEip>> byEip = new TreeMap<>();
    for (HeldEip held : all) {
      byEip
          .computeIfAbsent(
              String.join("\n", held.account, held.eip, held.region, held.line, held.pool),
              eip -> new ArrayList<>())
          .add(held);
    }
    List<EipHistory> histories = new ArrayList<>();
    for (List<HeldEip> ofEip : byEip.values()) {
      ofEip.sort(IN_TIME);
      List<HeldEip> life = new ArrayList<>();
      for (HeldEip held : ofEip) {
        if (!life.isEmpty() && held.time.from().isAfter(life.get(life.size() - 1).time.to())) {
          histories.add(history(life));
          life.clear();
        }
        life.add(held);
      }
      histories.add(history(life));
    }
    return histories;
  }

  private static EipHistory history(List<HeldEip> life) {
    HeldEip first = life.get(0);
    List<Since<ChargeMethod>> methods = new ArrayList<>();
    List<Since<Integer>> bandwidths = new ArrayList<>();
    List<Association> associations = new ArrayList<>();
    List<Membership> shared = new ArrayList<>();
    for (HeldEip held : life) {
      methods.add(new Since<>(held.time.from(), held.method));
      bandwidths.add(new Since<>(held.time.from(), held.mbps));
      if (!held.association.isEmpty()) {
        associations.add(new Association(held.time, held.association));
      }
      if (!held.shared.isEmpty()) {
        shared.add(new Membership(held.time, held.shared));
      }
    }
    return new EipHistory(
        first.eip,
        first.account,
        first.region,
        first.line,
        new Interval(first.time.from(), life.get(life.size() - 1).time.to()),
        first.pool,
        new Timeline<>(methods),
        new Timeline<>(bandwidths),
        associations,
        shared);
  }
}
