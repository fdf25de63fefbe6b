package io.eipmeter.jobs.billing;

import static io.eipmeter.jobs.billing.BillingLog.MINUTE;
import static io.eipmeter.jobs.billing.BillingLog.START;
import static io.eipmeter.jobs.billing.BillingLog.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** I1, I2, I5: no byte is lost, none is counted twice, and no row is ever another one. */
class BillingReplayTest {
  private static final int EIPS = 4;
  private static final int MINUTES = 180;
  private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);
  static final long END = START + 600 * MINUTE;

  /** Three hours of traffic, late slices, owners that change, and statements that come late. */
  static BillingLog log(long seed) {
    Random random = new Random(seed);
    BillingLog log = new BillingLog();
    for (int n = 1; n <= EIPS; n++) {
      double from = random.nextInt(20);
      for (int holder = 0; from < MINUTES; holder++) {
        String account = (char) ('A' + n) + "" + holder;
        double to = from + 1 + random.nextInt(90) + random.nextInt(2) / 2.0;
        double late = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
        log.says(from + late, held(account, n, from, 0));
        log.says(to + late, held(account, n, from, to));
        if (random.nextInt(4) == 0) {
          log.says(to + late, held(account, n, from, to).setAccount("other"));
        }
        from = to + random.nextInt(2);
      }
      for (int i = 0; i < 60; i++) {
        int minute = random.nextInt(MINUTES);
        log.sends(n, minute, i, random.nextInt(1 << 30), minute + 2.5 + 5 * random.nextInt(50));
      }
    }
    return log;
  }

  private static List<SettledRow> undisturbed(BillingLog log) throws Exception {
    try (FollowerHarness<BillingPages> harness = BillingLog.harness()) {
      for (LogEntry entry : log.entries()) {
        harness.feed(entry);
      }
      harness.passLogTime(END);
      return harness.rows();
    }
  }

  @Property(tries = 20)
  void minutesAreQuartersAndQuartersAreBilledOrNot(@ForAll long seed) throws Exception {
    BillingLog log = log(seed);
    long minutes = 0;
    for (LogEntry entry : log.entries()) {
      if (entry.key()[0] == 1) {
        minutes += EipMinute.parseFrom(entry.value()).getUsage().getBytesOut();
      }
    }
    long quarters = 0;
    long charged = 0;
    long taken = 0;
    long told = 0;
    long billed = 0;
    long unbilled = 0;
    Set<String> keys = new HashSet<>();
    for (SettledRow row : undisturbed(log)) {
      if (row.hasOwnedQuarter()) {
        OwnedQuarter quarter = row.getOwnedQuarter();
        quarters += quarter.getBytesOut();
        assertThat(
                keys.add(
                    "q "
                        + quarter.getAddress()
                        + quarter.getOwnershipId()
                        + quarter.getQuarterMs()
                        + quarter.getAsOfMs()))
            .as("no two rows have one key: %s", quarter)
            .isTrue();
      } else if (row.hasHourCharge()) {
        HourCharge charge = row.getHourCharge();
        charged += charge.getBytes();
        // Of exact bytes, not of the quantity that is shown.
        assertThat(new BigDecimal(charge.getCost()).multiply(GB))
            .isCloseTo(
                new BigDecimal("0.123").multiply(BigDecimal.valueOf(charge.getBytes())),
                within(new BigDecimal("1e-14")));
        assertThat(
                keys.add(
                    "h "
                        + charge.getAddress()
                        + charge.getOwnershipId()
                        + charge.getHourMs()
                        + charge.getAsOfMs()))
            .as("no two rows have one key: %s", charge)
            .isTrue();
      } else {
        ChargeControl control = row.getChargeControl();
        taken += control.getMinutesBytesOut();
        told += control.getQuartersBytesOut();
        billed += control.getBilledBytes();
        unbilled += control.getNoOwnerBytes();
      }
    }
    assertThat(taken).isEqualTo(minutes);
    assertThat(quarters).isEqualTo(minutes);
    assertThat(told).isEqualTo(minutes);
    assertThat(billed + unbilled).isEqualTo(minutes);
    assertThat(charged).isEqualTo(billed);
  }

  @Property(tries = 12)
  void orderRepeatsStepsAndKillsMakeNoDifference(@ForAll long seed) throws Exception {
    BillingLog log = log(seed);
    List<String> expected = undisturbed(log).stream().map(SettledRow::toString).sorted().toList();
    Random random = new Random(~seed);
    List<LogEntry> waiting = new ArrayList<>(log.entries());
    try (FollowerHarness<BillingPages> harness = BillingLog.harness()) {
      harness.checkpoint();
      List<LogEntry> sinceCheckpoint = new ArrayList<>();
      long logMs = START;
      long checkpointedMs = START;
      while (logMs < END) {
        long nextMs = Math.min(END, logMs + 1 + random.nextLong(60 * MINUTE));
        if (random.nextInt(5) == 0) { // killed: the log is read again from the checkpoint
          harness.killAndRestore();
          waiting.addAll(sinceCheckpoint);
          sinceCheckpoint.clear();
          logMs = checkpointedMs;
          continue;
        }
        Collections.shuffle(waiting, random);
        List<LogEntry> later = new ArrayList<>();
        for (LogEntry entry : waiting) {
          if (entry.logMs() <= nextMs || random.nextInt(5) == 0) {
            harness.feed(entry);
            sinceCheckpoint.add(entry);
            if (random.nextInt(3) == 0) {
              harness.feed(sinceCheckpoint.get(random.nextInt(sinceCheckpoint.size())));
            }
          } else {
            later.add(entry);
          }
        }
        waiting = later;
        logMs = nextMs;
        harness.passLogTime(logMs);
        if (random.nextInt(3) == 0) {
          harness.checkpoint();
          checkpointedMs = logMs;
          sinceCheckpoint.clear();
        }
      }
      assertThat(harness.rowsOnce()).isEqualTo(expected);
    }
  }
}
