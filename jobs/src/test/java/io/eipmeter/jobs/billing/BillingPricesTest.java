package io.eipmeter.jobs.billing;

import static io.eipmeter.jobs.billing.BillingLog.MINUTE;
import static io.eipmeter.jobs.billing.BillingLog.START;
import static io.eipmeter.jobs.billing.BillingLog.book;
import static io.eipmeter.jobs.billing.BillingLog.chargesByVersion;
import static io.eipmeter.jobs.billing.BillingLog.flat;
import static io.eipmeter.jobs.billing.BillingLog.held;
import static io.eipmeter.jobs.billing.BillingLog.rules;
import static io.eipmeter.jobs.billing.BillingLog.text;
import static io.eipmeter.jobs.billing.BillingLog.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions of a price book, all at the start or some from a savepoint on. A GB is 10^9 bytes; hour
 * 0 is sealed and charged at minute 120, hour 1 at 180.
 */
class BillingPricesTest {
  private static final long GB = 1_000_000_000;
  private static final PriceBook FIRST = version(1, 0, "0.1");

  private final BillingLog log = new BillingLog();

  /**
   * The log, cut by a savepoint at a minute, after which a run goes on with other prices. What it
   * says must lie after the savepoint, or readers take it for repeats.
   */
  private List<SettledRow> play(
      BillingRules before, double savepointMinute, BillingRules after, double untilMinute)
      throws Exception {
    try (FollowerHarness<BillingPages> harness = BillingLog.harness(before)) {
      log.playTo(harness, savepointMinute - 2);
      harness.passLogTime(START + (long) (savepointMinute * MINUTE)); // with nothing due, often
      harness.checkpoint();
      harness.goOnWith(after);
      harness.passLogTime(START + (long) (untilMinute * MINUTE));
      int rows = harness.rows().size();
      harness.checkpoint();
      harness.killAndRestore();
      harness.passLogTime(START + (long) (untilMinute * MINUTE) + 10);
      assertThat(harness.rows()).as("a restart with the same prices adds nothing").hasSize(rows);
      return harness.rows();
    }
  }

  private static long sum(List<SettledRow> rows, ToLongFunction<SettledRow> column) {
    return rows.stream().filter(SettledRow::hasChargeControl).mapToLong(column).sum();
  }

  @Test
  void anHourHasThePriceOfTheVersionThatIsValidWhenItBegins() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 59, GB).sends(1, 60, GB).sends(1, 119, GB);
    BillingRules both = rules(FIRST, version(2, 60, "0.2"));
    assertThat(chargesByVersion(play(both, 121, both, 200)))
        .containsExactly("120: A 1000000000 0.1 list@1", "180: A 2000000000 0.4 list@2");
  }

  @Test
  void aCorrectedVersionTakesBackWhatTheEarlierOneCharged() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB);
    assertThat(chargesByVersion(play(rules(FIRST), 125, rules(FIRST, version(2, 0, "0.3")), 200)))
        .containsExactly(
            "120: A 1000000000 0.1 list@1",
            "125+1: A -1000000000 -0.1 correction list@1",
            "125+2: A 1000000000 0.3 correction list@2");
  }

  @Test
  void aVersionThatBeginsWithinWhatIsChargedLeavesTheHoursBeforeIt() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 60, 2 * GB).sends(1, 120, GB);
    assertThat(chargesByVersion(play(rules(FIRST), 200, rules(FIRST, version(2, 60, "0.3")), 300)))
        .containsExactly(
            "120: A 1000000000 0.1 list@1",
            "180: A 2000000000 0.2 list@1",
            "200+1: A -2000000000 -0.2 correction list@1",
            "200+2: A 2000000000 0.6 correction list@2",
            "240: A 1000000000 0.3 list@2");
  }

  @Test
  void anOwnerThatChangesAtTheMomentOfTheSavepointIsChargedOnceByTheNewVersion() throws Exception {
    log.says(0, held("A", 1, 0, 0))
        .sends(1, 0, GB)
        .sends(1, 10, 2 * GB)
        .says(125, held("A", 1, 0, 5))
        .says(125, held("B", 1, 5, 0));
    assertThat(chargesByVersion(play(rules(FIRST), 125, rules(FIRST, version(2, 0, "0.3")), 200)))
        .containsExactly(
            "120: A 3000000000 0.3 list@1",
            "125+1: A -3000000000 -0.3 correction list@1",
            "125+2: A 1000000000 0.3 correction list@2",
            "125+2: B 2000000000 0.6 correction list@2");
  }

  @Test
  void aRestartBetweenALateMinuteAndItsCorrectionChangesNothing() throws Exception {
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 0, 7, GB, 130);
    BillingRules same = rules(FIRST);
    assertThat(play(same, 130, same, 200)).isEqualTo(play(same, 140, same, 200));
  }

  @Test
  void whatHadNoPriceIsBilledByAVersionThatHasOne() throws Exception {
    PriceBook elsewhere =
        book(
            1,
            0,
            "prices: [{regions: [cn-hangzhou], line: BGP, dataTransfer: {perGigabyte: 0.1}}]");
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB);
    List<SettledRow> rows =
        play(rules(elsewhere), 125, rules(elsewhere, version(2, 0, "0.3")), 200);
    assertThat(chargesByVersion(rows)).containsExactly("125+2: A 1000000000 0.3 correction list@2");
    assertThat(sum(rows, row -> row.getChargeControl().getNoPriceBytes())).isZero();
    assertThat(sum(rows, row -> row.getChargeControl().getBilledBytes())).isEqualTo(GB);
    assertThat(sum(rows, row -> row.getChargeControl().getQuartersBytesOut())).isEqualTo(GB);
  }

  @Test
  void aVersionWithoutAPriceGivesBackWhatWasCharged() throws Exception {
    PriceBook elsewhere =
        book(
            2,
            0,
            "prices: [{regions: [cn-hangzhou], line: BGP, dataTransfer: {perGigabyte: 0.1}}]");
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB);
    List<SettledRow> rows = play(rules(FIRST), 125, rules(FIRST, elsewhere), 200);
    assertThat(chargesByVersion(rows))
        .containsExactly(
            "120: A 1000000000 0.1 list@1", "125+1: A -1000000000 -0.1 correction list@1");
    assertThat(sum(rows, row -> row.getChargeControl().getNoPriceBytes())).isEqualTo(GB);
    assertThat(sum(rows, row -> row.getChargeControl().getBilledBytes())).isZero();
  }

  @Test
  void sampledUsageIsParkedOrChargedAsTheVersionOfTheHourSays() throws Exception {
    PriceBook billsIt =
        book(
            2,
            0,
            "uncertainUsage: {sampled: bill}\n"
                + "prices: [{regions: [cn-beijing], line: BGP, dataTransfer: {perGigabyte: 0.1}}]");
    log.says(0, held("A", 1, 0, 0))
        .sends(1, 0, 0, Usage.newBuilder().setBytesOut(GB).setSamples(1).build(), 2.5)
        .sends(1, 1, GB);
    List<SettledRow> rows = play(rules(FIRST), 125, rules(FIRST, billsIt), 200);
    assertThat(chargesByVersion(rows))
        .containsExactly(
            "120: A 1000000000 0.1 list@1",
            "125+1: A -1000000000 -0.1 correction list@1",
            "125+2: A 2000000000 0.2 correction list@2");
    assertThat(sum(rows, row -> row.getChargeControl().getBilledBytes())).isEqualTo(2 * GB);
    assertThat(sum(rows, row -> row.getChargeControl().getNoPriceBytes())).isZero();
  }

  @Test
  void aPlaceWhosePriceIsNotFlatDoesNotTakeTheOneOfAnywhere() throws Exception {
    PriceBook tiers =
        book(
            1,
            0,
            "prices: [{regions: ['*'], line: BGP, dataTransfer: {perGigabyte: 0.1}},"
                + "{regions: [cn-beijing], line: BGP, dataTransfer: {tariff: graduated,"
                + " tiers: [{upTo: 5, perGigabyte: 0.3}, {perGigabyte: 0.2}]}}]");
    log.says(0, held("A", 1, 0, 0)).says(0, held("B", 2, 0, 0).setRegion("cn-hangzhou"));
    log.sends(1, 0, GB).sends(2, 0, GB);
    assertThat(chargesByVersion(play(rules(tiers), 121, rules(tiers), 200)))
        .containsExactly("120: B 1000000000 0.1 list@1");
  }

  @Test
  void aVersionThatAddsBytesForPacketsIsLeftToTheStatement() throws Exception {
    PriceBook overhead =
        book(
            1,
            0,
            "overheadBytesPerPacket: 18\n"
                + "prices: [{regions: ['*'], line: BGP, dataTransfer: {perGigabyte: 0.1}}]");
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB);
    List<SettledRow> rows = play(rules(overhead), 121, rules(overhead), 200);
    assertThat(chargesByVersion(rows)).isEmpty();
    assertThat(sum(rows, row -> row.getChargeControl().getNoPriceBytes())).isEqualTo(GB);
  }

  private static BillingRules configured(String prices) {
    return BillingOptions.rules(
        JobConfig.load(
            new String[] {"--kafka.bootstrap.servers", "nowhere:1", "--prices", prices},
            BillingOptions.class));
  }

  @Test
  void pricesAreAListOfFilesOrAFolderOfAllVersions(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("1.yaml"), text(1, 0, flat("0.1")));
    Files.writeString(folder.resolve("2.yaml"), text(2, 60, flat("0.2")));
    log.says(0, held("A", 1, 0, 0)).sends(1, 0, GB).sends(1, 60, GB);
    for (String prices :
        List.of(folder.toString(), folder.resolve("2.yaml") + ", " + folder.resolve("1.yaml"))) {
      assertThat(chargesByVersion(play(configured(prices), 121, configured(prices), 200)))
          .containsExactly("120: A 1000000000 0.1 list@1", "180: A 1000000000 0.2 list@2");
    }
  }

  @Test
  void booksThatAreNotVersionsOfOneAreRefused(@TempDir Path folder) throws Exception {
    Path other = Files.writeString(folder.resolve("1.yaml"), text(1, 0, flat("0.1")));
    assertThatThrownBy(() -> configured("alibaba-cloud," + other))
        .isInstanceOf(BadConfigException.class)
        .hasMessageStartingWith("prices: ")
        .hasMessageContaining("one name");
  }
}
