package io.eipmeter.jobs.rating.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays a history: what was used and held becomes known bit by bit, prices change, months are
 * closed, runs are broken off or come at once. Steps are numbers that are read against what is
 * there, so that any list of them is a history, and a shorter one, too.
 */
final class StatementHistory {
  /** What happens. */
  enum Kind {
    USE,
    USE_LESS,
    OWN,
    RELEASE,
    WITHDRAW,
    NEW_PRICES,
    CLOSE,
    CLOSE_BROKEN_OFF,
    CLOSE_TWO_AT_ONCE
  }

  /** A step: its numbers choose what it is about. */
  record Step(Kind kind, int which, int when, int amount) {}

  private static final YearMonth FIRST = YearMonth.of(2026, 1);
  private static final int MONTHS = 4;
  private static final List<String> ACCOUNTS = List.of("acme", "beta", "core");
  private static final List<String> EIPS = List.of("eip-1", "eip-2", "eip-x");
  private static final Duration GRACE = Duration.ofDays(3);
  private static final Map<String, PriceBook> PARSED = new HashMap<>();

  final FakeWorld world = new FakeWorld();
  final FakeStore store = new FakeStore();
  private final TreeMap<Integer, String> versions = new TreeMap<>();
  private final List<Rates> rates = new ArrayList<>();
  private int ids;

  /** The prices of a version, for the oracle: thousandths of a dollar. */
  private record Rates(
      Instant from, long perGigabyte, long beyond, long perHour, boolean isXPriced) {}

  StatementHistory() {
    prices(FIRST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC), 100, false);
  }

  private static Instant at(int hour) {
    return FIRST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(3_600L * hour);
  }

  private static BillingPeriod month(int number) {
    return new BillingPeriod(FIRST.plusMonths(number), ZoneId.of("UTC"));
  }

  private static int hoursOf(int months) {
    return (int) Duration.between(at(0), month(months).time().from()).toHours();
  }

  void play(Step step) throws TablesException {
    int hour = Math.floorMod(step.when(), hoursOf(MONTHS));
    String eip = EIPS.get(Math.floorMod(step.which(), EIPS.size()));
    String account = ACCOUNTS.get(Math.floorMod(step.which() / 3, ACCOUNTS.size()));
    switch (step.kind()) {
      case USE -> world.use(eip, at(hour), 1 + step.amount() * 1_234_567L);
      case USE_LESS -> world.use(eip, at(hour), -step.amount() * 1_234_567L);
      case OWN ->
          world.own(
              new FakeWorld.Owned(
                  ++ids,
                  account,
                  eip,
                  new Interval(
                      at(hour),
                      step.amount() % 3 == 0 ? Instant.MAX : at(hour + 1 + step.amount() * 7))));
      case RELEASE -> release(step.which(), at(hour));
      case WITHDRAW -> world.withdraw(1 + Math.floorMod(step.which(), ids + 1));
      case NEW_PRICES -> prices(at(hour / 24 * 24), 50 + step.amount(), step.which() % 2 == 0);
      case CLOSE -> close(Math.floorMod(step.which(), MONTHS));
      case CLOSE_BROKEN_OFF -> closeBrokenOff(step);
      case CLOSE_TWO_AT_ONCE -> closeTwoAtOnce(step);
    }
  }

  private void release(int which, Instant time) {
    world.owned().stream()
        .skip(Math.floorMod(which, Math.max(1, world.owned().size())))
        .findFirst()
        .filter(one -> one.time().from().isBefore(time))
        .ifPresent(
            one ->
                world.own(
                    new FakeWorld.Owned(
                        one.id(),
                        one.account(),
                        one.eip(),
                        new Interval(one.time().from(), time))));
  }

  /** A version may begin at any time, also in a closed month. */
  private void prices(Instant from, long perGigabyte, boolean isXPriced) {
    Rates rate = new Rates(from, perGigabyte, perGigabyte / 2, 10 + perGigabyte % 7, isXPriced);
    rates.add(rate);
    versions.put(rates.size(), text(rates.size(), rate));
  }

  private static String text(int version, Rates rate) {
    return String.format(
        Locale.ROOT,
        """
    name: law
    version: %d
    currency: USD
    zone: UTC
    validFrom: "%s"
    bytesPerGigabyte: 1000000000
    hours: {configurationFee: clock-hours, bandwidth: duration}
    prices:
      - regions: [r%s]
        line: BGP
        dataTransfer:
          tiersCountFor: account
          tiers:
            - {upTo: 0.05, perGigabyte: 0.%03d}
            - {perGigabyte: 0.%03d}
        configurationFee: {perHour: 0.%03d}
    """,
        version,
        rate.from(),
        rate.isXPriced() ? ", x" : "",
        rate.perGigabyte(),
        rate.beyond(),
        rate.perHour());
  }

  private PriceBooks books() {
    Map<String, String> texts = new TreeMap<>();
    List<PriceBook> all = new ArrayList<>();
    versions.forEach(
        (number, text) -> {
          texts.put("law@" + number, text);
          all.add(PARSED.computeIfAbsent(text, any -> PriceBookFile.parse("law", text)));
        });
    return new PriceBooks(PriceTimeline.of(all), texts);
  }

  private StatementRun run() {
    return new StatementRun(
        world,
        store,
        new ClosingChecks() {
          @Override
          public List<String> behind(Instant until) {
            return List.of();
          }

          @Override
          public List<String> differences(BillingPeriod period) {
            return List.of();
          }

          @Override
          public List<String> differencesOf(UsageSource.Snapshot rated) {
            return List.of();
          }

          @Override
          public List<String> expired(BillingPeriod closed) {
            return List.of();
          }
        },
        books(),
        new StatementOutput() {
          @Override
          public void write(Statement statement, DailyUsage usage) {}

          @Override
          public void close() {}
        },
        (step, done, of) -> {});
  }

  StatementRun.Result close(int number) throws TablesException {
    BillingPeriod period = month(number);
    return run()
        .run(
            new StatementRun.Order(
                period, "", period.time().to().plus(GRACE), GRACE, false, false, true));
  }

  private void closeBrokenOff(Step step) throws TablesException {
    store.breakOffAfter(step.amount() % 6);
    try {
      close(Math.floorMod(step.which(), MONTHS));
    } catch (FakeStore.BrokenOff e) {
      // what it wrote stays
    } finally {
      store.breakOffAfter(Integer.MAX_VALUE);
    }
  }

  private void closeTwoAtOnce(Step step) throws TablesException {
    int other = Math.floorMod(step.when(), MONTHS);
    store.between(
        () -> {
          store.between(() -> {});
          try {
            close(other);
            throw new AssertionError("two runs issue at once");
          } catch (TablesException e) {
            assertThat(e).hasMessageContaining("another run");
          }
        });
    close(Math.floorMod(step.which(), MONTHS));
    store.between(() -> {});
  }

  /** Someone decides what was in doubt; then every month is closed, and one more. */
  void settle() throws TablesException {
    for (FakeWorld.Owned one : List.copyOf(world.owned())) {
      for (FakeWorld.Owned other : List.copyOf(world.owned())) {
        if (one.id() < other.id()
            && one.eip().equals(other.eip())
            && world.owned().contains(one)
            && !one.time().intersect(other.time()).isEmpty()) {
          world.withdraw(other.id());
        }
      }
    }
    prices(FIRST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC), 77, true);
    for (int month = 0; month <= MONTHS; month++) {
      close(month);
    }
    for (YearMonth parked : store.parkedMonths()) {
      throw new AssertionError(parked + " is still parked");
    }
    close(MONTHS + 1);
  }

  /** All that was issued, by account, without roundings. */
  Map<String, BigDecimal> issued() {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Statement statement : store.issued()) {
      for (StatementLine line : statement.lines()) {
        if (Bill.isCharge(line.charge())) {
          sums.merge(statement.account(), line.charge().cost(), BigDecimal::add);
        }
      }
    }
    sums.values().removeIf(sum -> sum.signum() == 0);
    return sums;
  }

  /**
   * One rating of all months from what is known now, in whole numbers: a thousandth of a dollar
   * times a byte of a gigabyte is 10^-12 dollars.
   */
  Map<String, BigDecimal> oracle() {
    Map<String, BigInteger> sums = new TreeMap<>();
    for (int number = 0; number <= MONTHS + 1; number++) {
      Interval month = month(number).time();
      TreeMap<String, TreeMap<Instant, TreeMap<String, Long>>> usage = new TreeMap<>();
      world.forEachHour(
          (eip, hour, bytes, owner) -> {
            if (owner != null && month.contains(hour)) {
              usage
                  .computeIfAbsent(owner.account(), account -> new TreeMap<>())
                  .computeIfAbsent(hour, start -> new TreeMap<>())
                  .put(eip, bytes);
            }
          });
      usage.forEach((account, hours) -> add(sums, account, transfer(hours)));
      for (FakeWorld.Owned one : world.owned()) {
        Interval held = one.time().intersect(month);
        for (Instant hour = held.from(); hour.isBefore(held.to()); hour = hour.plusSeconds(3_600)) {
          long thousandths = rate(hour).perHour();
          add(sums, one.account(), BigInteger.valueOf(thousandths * 1_000_000_000L));
        }
      }
    }
    Map<String, BigDecimal> costs = new TreeMap<>();
    sums.forEach(
        (account, sum) -> {
          if (sum.signum() != 0) {
            costs.put(account, new BigDecimal(sum, 12));
          }
        });
    return costs;
  }

  private BigInteger transfer(TreeMap<Instant, TreeMap<String, Long>> hours) {
    long used = 0;
    BigInteger cost = BigInteger.ZERO;
    for (Map.Entry<Instant, TreeMap<String, Long>> hour : hours.entrySet()) {
      Rates rate = rate(hour.getKey());
      for (long bytes : hour.getValue().values()) {
        long cheap = Math.max(0, Math.min(bytes, 50_000_000 - used));
        cost =
            cost.add(BigInteger.valueOf(cheap).multiply(BigInteger.valueOf(rate.perGigabyte())))
                .add(BigInteger.valueOf(bytes - cheap).multiply(BigInteger.valueOf(rate.beyond())));
        used += bytes;
      }
    }
    return cost;
  }

  private Rates rate(Instant hour) {
    Rates found = null;
    for (Rates rate : rates) {
      found = rate.from().isAfter(hour) ? found : rate;
    }
    return Objects.requireNonNull(found);
  }

  private static void add(Map<String, BigInteger> sums, String account, BigInteger more) {
    sums.merge(account, more, BigInteger::add);
  }

  static @Nullable String difference(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
    for (String account : ACCOUNTS) {
      BigDecimal left = one.getOrDefault(account, BigDecimal.ZERO);
      BigDecimal right = other.getOrDefault(account, BigDecimal.ZERO);
      if (left.compareTo(right) != 0) {
        return account + ": issued " + left.toPlainString() + ", due " + right.toPlainString();
      }
    }
    return null;
  }
}
