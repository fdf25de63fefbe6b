package io.eipmeter.jobs.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.GoldenFollower;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.SettledRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A checkpoint that an earlier version wrote must restore, and go on to the same rows. */
class BillingGoldenStateTest {
  private static final BigDecimal A_QUANTITYS_ERROR = new BigDecimal("1e-12");

  private static GoldenFollower<BillingPages> golden() {
    return new GoldenFollower<>(
        () -> BillingLog.harness(),
        BillingReplayTest.log(2026).entries(),
        BillingLog.START + 120 * BillingLog.MINUTE,
        BillingReplayTest.END);
  }

  @Test
  void theCheckpointGoesOnToTheSameRows() throws Exception {
    golden().goesOnFrom(GoldenFollower.resource("billing-state-2"));
  }

  /**
   * The first release did not note prices, and its costs were of rounded quantities. What it
   * charged stands; with what follows it adds up to the exact cost.
   */
  @Test
  void theCheckpointOfTheFirstReleaseGoesOnAndChargesNothingTwice() throws Exception {
    GoldenFollower.Halves halves = golden().halves(GoldenFollower.resource("billing-state-1"));
    assertThat(halves.restored())
        .filteredOn(row -> !row.hasHourCharge())
        .containsExactlyInAnyOrderElementsOf(
            halves.after().stream().filter(row -> !row.hasHourCharge()).toList());
    Map<String, BigDecimal> exact = new TreeMap<>();
    halves.before().forEach(row -> add(exact, row, false));
    halves.after().forEach(row -> add(exact, row, false));
    Map<String, BigDecimal> charged = new TreeMap<>();
    halves.before().forEach(row -> add(charged, row, true));
    halves.restored().forEach(row -> add(charged, row, false));
    charged.values().removeIf(cost -> cost.signum() == 0);
    exact.values().removeIf(cost -> cost.signum() == 0);
    Set<String> followed = new TreeSet<>();
    halves.restored().stream()
        .filter(SettledRow::hasHourCharge)
        .forEach(row -> followed.add(hour(row.getHourCharge())));
    assertThat(charged).hasSameSizeAs(exact).isNotEmpty();
    exact.forEach(
        (hour, cost) ->
            assertThat(charged.get(hour))
                .as(hour)
                .isCloseTo(
                    cost, within(followed.contains(hour) ? BigDecimal.ZERO : A_QUANTITYS_ERROR)));
    assertThat(halves.restored())
        .filteredOn(SettledRow::hasHourCharge)
        .allMatch(row -> row.getHourCharge().getPriceVersion().equals("alibaba-cloud@1"));
  }

  private static String hour(HourCharge charge) {
    return charge.getOwnershipId() + " " + charge.getAccount() + " " + charge.getHourMs();
  }

  private static void add(Map<String, BigDecimal> sums, SettledRow row, boolean ofTheQuantity) {
    if (row.hasHourCharge()) {
      HourCharge charge = row.getHourCharge();
      BigDecimal cost =
          ofTheQuantity
              ? new BigDecimal(charge.getQuantity()).multiply(new BigDecimal(charge.getUnitPrice()))
              : new BigDecimal(charge.getCost());
      sums.merge(hour(charge), cost, BigDecimal::add);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory = Path.of(System.getProperty("golden.write", ""), "billing-state-2");
    golden().write(directory);
    assertThat(directory.resolve("play-slots")).exists();
  }
}
