package io.eipmeter.jobs.billing;

import static io.eipmeter.jobs.billing.BillingLog.MINUTE;
import static io.eipmeter.jobs.billing.BillingLog.START;
import static io.eipmeter.jobs.billing.BillingLog.rules;
import static io.eipmeter.jobs.billing.BillingLog.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The law of hour charges: whatever versions a run was started with, in the end the rows of an hour
 * add up to its bytes at the price valid when it began, and nothing stands under another version.
 */
class BillingVersionsTest {
  /** Up to here the first hour is kept: a later version may find it forgotten. */
  private static final int LAST_RESTART = 290;

  private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);

  /** Prices in tenths of a cent a GB by hour of the log, told by versions one after the other. */
  private record Runs(List<Integer> startMinutes, List<BillingRules> rules, int[] atEnd) {}

  private static Runs runs(Random random) {
    List<PriceBook> versions = new ArrayList<>(List.of(version(1, 0, "0.123")));
    int[] thousandths = new int[24];
    Arrays.fill(thousandths, 123);
    List<Integer> starts = new ArrayList<>(List.of(0));
    List<BillingRules> rules = new ArrayList<>(List.of(rules(versions.get(0))));
    int from = 0;
    for (int start = 1 + random.nextInt(200);
        start < LAST_RESTART;
        start += 1 + random.nextInt(100)) {
      int more = random.nextInt(3); // none: a restart and nothing else
      for (int i = 0; i < more; i++) {
        from += random.nextInt(2) * 60 * random.nextInt(3);
        int price = random.nextInt(500);
        versions.add(
            version(versions.size() + 1, from, BigDecimal.valueOf(price, 3).toPlainString()));
        for (int hour = 0; hour < thousandths.length; hour++) {
          thousandths[hour] = hour * 60 >= from ? price : thousandths[hour];
        }
      }
      starts.add(start);
      rules.add(rules(versions.toArray(PriceBook[]::new)));
    }
    return new Runs(starts, rules, thousandths);
  }

  private static List<SettledRow> play(BillingLog log, Runs runs) throws Exception {
    try (FollowerHarness<BillingPages> harness = BillingLog.harness(runs.rules.get(0))) {
      for (LogEntry entry : log.entries()) {
        harness.feed(entry);
      }
      for (int run = 1; run < runs.rules.size(); run++) {
        harness.passLogTime(START + runs.startMinutes.get(run) * MINUTE);
        harness.checkpoint();
        harness.goOnWith(runs.rules.get(run));
      }
      harness.passLogTime(BillingReplayTest.END);
      return harness.rows();
    }
  }

  @Property(tries = 40)
  void theRowsOfAnHourAreItsExactCostByTheVersionValidWhenItBegan(@ForAll long seed)
      throws Exception {
    Random random = new Random(~seed);
    Runs runs = runs(random);
    Map<String, BigDecimal> expected = new TreeMap<>();
    Map<String, BigDecimal> charged = new TreeMap<>();
    Map<String, Long> byVersion = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    long difference = 0;
    for (SettledRow row : play(BillingReplayTest.log(seed), runs)) {
      if (row.hasOwnedQuarter() && !row.getOwnedQuarter().getOwnershipId().isEmpty()) {
        OwnedQuarter quarter = row.getOwnedQuarter();
        int hour = (int) ((quarter.getQuarterMs() - START) / (60 * MINUTE));
        expected.merge(
            quarter.getOwnershipId() + " " + hour,
            BigDecimal.valueOf(quarter.getBytesOut())
                .multiply(BigDecimal.valueOf(runs.atEnd[hour], 3))
                .divide(GB),
            BigDecimal::add);
      } else if (row.hasHourCharge()) {
        HourCharge charge = row.getHourCharge();
        String hour = charge.getOwnershipId() + " " + (charge.getHourMs() - START) / (60 * MINUTE);
        charged.merge(hour, new BigDecimal(charge.getCost()), BigDecimal::add);
        byVersion.merge(
            hour + " " + charge.getPriceVersion() + " " + charge.getUnitPrice(),
            charge.getBytes(),
            Long::sum);
        assertThat(new BigDecimal(charge.getUnitPrice()).multiply(quantity(charge)))
            .isEqualByComparingTo(charge.getCost());
        assertThat(keys.add(hour + " " + charge.getAddress() + " " + charge.getAsOfMs()))
            .as("no two rows have one key: %s", charge)
            .isTrue();
      } else if (row.hasChargeControl()) {
        ChargeControl control = row.getChargeControl();
        difference +=
            control.getQuartersBytesOut()
                - control.getBilledBytes()
                - control.getFreeBytes()
                - control.getNoOwnerBytes()
                - control.getNoPriceBytes();
        assertThat(keys.add("c" + control.getSlot() + control.getHourMs() + control.getAsOfMs()))
            .as("no two rows have one key: %s", control)
            .isTrue();
      }
    }
    assertThat(plain(charged)).isEqualTo(plain(expected));
    assertThat(difference).isZero();
    byVersion.values().removeIf(bytes -> bytes == 0);
    Set<String> hours = new HashSet<>();
    byVersion.keySet().forEach(key -> hours.add(key.substring(0, key.indexOf(" list@"))));
    assertThat(byVersion).as("each hour stands under one version").hasSameSizeAs(hours);
  }

  private static BigDecimal quantity(HourCharge charge) {
    return BigDecimal.valueOf(charge.getBytes()).divide(GB);
  }

  /** What is free or was given back has no cost. */
  private static Map<String, String> plain(Map<String, BigDecimal> costs) {
    Map<String, String> plain = new TreeMap<>();
    costs.forEach(
        (hour, cost) -> {
          if (cost.signum() != 0) {
            plain.put(hour, cost.stripTrailingZeros().toPlainString());
          }
        });
    return plain;
  }

  @Property(tries = 12)
  void killsAndRepeatsFromTheSameSavepointsGiveTheSameRows(@ForAll long seed) throws Exception {
    Random random = new Random(~seed);
    BillingLog log = BillingReplayTest.log(seed);
    Runs runs = runs(random);
    List<String> expected =
        play(log, runs).stream().map(SettledRow::toString).distinct().sorted().toList();
    try (FollowerHarness<BillingPages> harness = BillingLog.harness(runs.rules.get(0))) {
      long restoredMs = START;
      for (int run = 0; run < runs.rules.size(); run++) {
        long endMs =
            run + 1 < runs.rules.size()
                ? START + runs.startMinutes.get(run + 1) * MINUTE
                : BillingReplayTest.END;
        if (run > 0) {
          harness.goOnWith(runs.rules.get(run));
        } else {
          harness.checkpoint();
        }
        feed(harness, log, restoredMs);
        for (long logMs = restoredMs; logMs < endMs; ) {
          logMs = Math.min(endMs, logMs + 1 + random.nextLong(60) * random.nextLong(MINUTE));
          harness.passLogTime(logMs);
          if (random.nextInt(4) == 0) {
            harness.checkpoint();
            restoredMs = logMs;
          } else if (random.nextInt(4) == 0) {
            harness.killAndRestore();
            feed(harness, log, restoredMs);
            logMs = restoredMs;
          }
        }
        harness.checkpoint();
        restoredMs = endMs;
      }
      assertThat(harness.rowsOnce()).isEqualTo(expected);
    }
  }

  /** A source reads again from before a checkpoint; what was played is a repeat. */
  private static void feed(FollowerHarness<BillingPages> harness, BillingLog log, long sinceMs)
      throws Exception {
    for (LogEntry entry : log.entries()) {
      if (entry.logMs() > sinceMs - 5 * MINUTE) {
        harness.feed(entry);
      }
    }
  }
}
