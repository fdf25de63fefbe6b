package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was used and held, as it is known so far: each address is an EIP, all times full hours. */
final class FakeWorld implements UsageSource {
  /** A statement of ownership; it is replaced as a whole. */
  record Owned(int id, String account, String eip, Interval time) {}

  private record Hour(String eip, Instant start) {}

  private final TreeMap<Integer, Owned> owned = new TreeMap<>();
  private final Map<Hour, Long> bytes = new HashMap<>();

  void use(String eip, Instant hour, long more) {
    bytes.merge(new Hour(eip, hour), more, (known, change) -> Math.max(0, known + change));
    bytes.computeIfPresent(new Hour(eip, hour), (key, known) -> Math.max(0, known));
  }

  void own(Owned statement) {
    owned.put(statement.id(), statement);
  }

  void withdraw(int id) {
    owned.remove(id);
  }

  Collection<Owned> owned() {
    return owned.values();
  }

  void forEachHour(HourTaker taker) {
    bytes.forEach((hour, amount) -> taker.take(hour.eip, hour.start, amount, owner(hour)));
  }

  /** Takes an hour of an EIP with who held it; null: nobody. */
  interface HourTaker {
    void take(String eip, Instant hour, long bytes, @Nullable Owned owner);
  }

  /** Of two the earlier. */
  private @Nullable Owned owner(Hour hour) {
    return owned.values().stream()
        .filter(one -> one.eip.equals(hour.eip) && one.time.contains(hour.start))
        .min(Comparator.comparing((Owned one) -> one.time.from()).thenComparing(Owned::id))
        .orElse(null);
  }

  static String region(String eip) {
    return eip.endsWith("x") ? "x" : "r";
  }

  @Override
  public Snapshot snapshot(BillingPeriod period) {
    TreeMap<String, List<UsageHour>> usage = new TreeMap<>();
    long[] unowned = {0};
    forEachHour(
        (eip, hour, amount, owner) -> {
          if (!period.time().contains(hour)) {
            return;
          }
          if (owner == null) {
            unowned[0] += amount;
            return;
          }
          usage
              .computeIfAbsent(owner.account, account -> new ArrayList<>())
              .add(
                  UsageHour.whole(
                      owner.account, region(eip), "BGP", eip, hour, 0, amount, Quality.EXACT));
        });
    usage.values().forEach(hours -> hours.sort(Comparator.naturalOrder()));
    return new Frozen(period, usage, unowned[0], List.copyOf(owned.values()));
  }

  private record Frozen(
      BillingPeriod period,
      TreeMap<String, List<UsageHour>> usage,
      long unownedBytes,
      List<Owned> owned)
      implements Snapshot {
    private List<Owned> ofMonth() {
      return owned.stream().filter(one -> !one.time.intersect(period.time()).isEmpty()).toList();
    }

    @Override
    public SortedMap<String, Long> accounts() {
      TreeMap<String, Long> accounts = new TreeMap<>();
      usage.forEach((account, hours) -> accounts.put(account, (long) hours.size()));
      ofMonth().forEach(one -> accounts.merge(one.account, 1L, Long::sum));
      return accounts;
    }

    @Override
    public SortedMap<Instant, Long> bytesByHour() {
      throw new UnsupportedOperationException("sums are the tables' matter");
    }

    @Override
    public SortedMap<String, Long> bytesByAccount(Interval hours) {
      throw new UnsupportedOperationException("sums are the tables' matter");
    }

    @Override
    public void forEachUsage(Collection<String> accounts, Consumer<UsageHour> taker) {
      usage.forEach(
          (account, hours) -> {
            if (accounts.contains(account)) {
              hours.forEach(taker);
            }
          });
    }

    @Override
    public Map<String, List<HeldEip>> held(Collection<String> accounts) {
      Map<String, List<HeldEip>> held = new HashMap<>();
      for (Owned one : ofMonth()) {
        if (accounts.contains(one.account)) {
          held.computeIfAbsent(one.account, account -> new ArrayList<>())
              .add(
                  new HeldEip(
                      one.account,
                      one.eip,
                      region(one.eip),
                      "BGP",
                      one.time,
                      ChargeMethod.DATA_TRANSFER,
                      5,
                      "",
                      "",
                      "",
                      20,
                      Instant.EPOCH));
        }
      }
      return held;
    }

    @Override
    public Map<String, List<Contest>> contests(Collection<String> accounts) {
      Map<String, List<Contest>> contests = new HashMap<>();
      for (Owned one : ofMonth()) {
        for (Owned other : ofMonth()) {
          Interval both = one.time.intersect(other.time).intersect(period.time());
          if (one.id != other.id && one.eip.equals(other.eip) && !both.isEmpty()) {
            contests
                .computeIfAbsent(one.account, account -> new ArrayList<>())
                .add(new Contest(one.eip, one.eip, other.account, both));
          }
        }
      }
      return contests;
    }

    @Override
    public void freeze(Map<String, String> statements) {}

    @Override
    public void close() {}
  }
}
