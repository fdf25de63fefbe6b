package io.eipmeter.sim.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.oracle.BillOracle.Bill;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.script.WholeMission;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The oracle itself, against sums made by hand from the roles of the script. */
final class OracleTest {
  private static final long END_MS = WholeMission.START_MS + WholeMission.MINUTES * 60_000L;
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  private static Truth truth;

  @BeforeAll
  static void run() {
    Simulation simulation =
        new Simulation(
            new SimulationOptions(
                1,
                WholeMission.ROLES.size(),
                WholeMission.MINUTES,
                WholeMission.START_MS,
                Scenario.named(WholeMission.NAME)),
            (exporter, datagram) -> {},
            (event, atMs) -> {});
    simulation.finish();
    truth = new Truth(WholeMission.ROLES, simulation.ledger());
  }

  @Test
  void acmesJanuaryIsWhatTheListMakesOfItsTrafficAndItsHours() {
    Bill bill = bill(JANUARY, "acme");
    assertThat(bill.lines())
        // 30 min of 20 Mbit/s and 6 of 130: 4.5e9 + 5.85e9 bytes, 2^30 a GB.
        .hasToString(
            "{eip-ipv6 configuration-fee at 0.006=49 for 0.294"
                + ", eip-ipv6 data-transfer at 0.07=0.838190317154 for 0.058673322200775146484375"
                // Twelve days and the hour that was begun, behind a NAT gateway.
                + ", eip-nat configuration-fee at 0.006=289 for 1.734"
                + ", eip-nat data-transfer at 0.081=1.676380634308 for 0.135786831378936767578125"
                // 15:46:10 to 16:00 is one clock hour; 820 s of 5 Mbit/s.
                + ", eip-shop2 configuration-fee at 0.003=1 for 0.003"
                + ", eip-shop2 data-transfer at 0.123=0.47730281949 for 0.058708246797323226928711"
                + ", eip-web data-transfer at 0.123=9.63918864727 for 1.185620203614234924316406"
                + ", rounding at 0.000211396008729934692383=1 for 0.000211396008729934692383}");
    assertThat(bill.total()).isEqualByComparingTo("3.47");
  }

  @Test
  void globexPaysItsBandwidthByTheDayAndForWhatItForgot() {
    Bill bill = bill(JANUARY, "globex");
    // From 23:30 on the 22nd in Shanghai: 1 of 24 hours and nine days; 5 x 0.14 + 15 x 0.50 a day.
    assertThat(bill.lines().get("eip-bulk bandwidth at 8.2"))
        .hasToString("9.041666666667 for 74.141666666666666666666667");
    // All 744 hours of the month.
    assertThat(bill.lines().get("eip-forgotten configuration-fee at 0.003"))
        .hasToString("744 for 2.232");
    // 2.232 + 74.14166... + 73 x 0.006 + 7.5e9 / 2^30 x 0.778
    assertThat(bill.total()).isEqualByComparingTo("82.25");
  }

  @Test
  void whoHasPaidBeforePaysNothingAndStillHasAStatementThatSaysSo() {
    Bill bill = bill(YearMonth.of(2026, 2), "hooli");
    assertThat(bill.total()).isEqualByComparingTo("0");
    assertThat(bill.lines()).hasToString("{eip-paid paid-elsewhere at 0=1 for 0}");
  }

  @Test
  void anEarlyChargeIsTheFlatPriceOfAnHour() {
    // The hour from 15:00 holds 30 minutes of 8 Mbit/s.
    assertThat(new BillOracle(truth).hourCharges())
        .containsEntry("2026-01-31T15:00:00Z eip-nat/2", "0.135786831378936767578125");
  }

  @Test
  void idleIsWhoIsAttachedToNothingOrUsedByNobody() {
    Duration week = Duration.ofDays(7);
    IdleOracle.Terms terms =
        new IdleOracle.Terms(
            week,
            65_536,
            Duration.ofMinutes(5),
            WholeMission.START_MS - week.minusMinutes(10).toMillis(),
            WholeMission.START_MS,
            Instant.parse("2026-01-31T17:11:00Z").toEpochMilli());
    assertThat(new IdleOracle(truth, terms).notices())
        .hasToString(
            "{eip-detached unassociated since 2026-01-24T15:50:00Z #1="
                + "stands, found 2026-01-31T15:50:00Z, 0.144 a day"
                + ", eip-detached unassociated since 2026-01-24T15:50:00Z #2="
                + "associated, found 2026-01-31T15:50:00Z, 0.144 a day"
                + ", eip-forgotten unassociated since 2025-12-22T15:30:00Z #1="
                + "stands, found at once, 0.072 a day"
                + ", eip-old unassociated since 2026-01-21T15:30:00Z #1="
                + "stands, found at once, 0.072 a day"
                + ", eip-old unassociated since 2026-01-21T15:30:00Z #2="
                + "released, found at once, 0.072 a day"
                // A week without use, the settling of its last minute, and a millisecond.
                + ", eip-silent unused since 2026-01-24T15:40:00Z #1="
                + "stands, found 2026-01-31T15:45:00.001Z, 3.2 a day"
                + ", eip-silent unused since 2026-01-24T15:40:00Z #2="
                + "used, found 2026-01-31T15:45:00.001Z, 3.2 a day}");
  }

  private static Bill bill(YearMonth month, String account) {
    return Objects.requireNonNull(new BillOracle(truth).bills(month, END_MS).get(account));
  }
}
