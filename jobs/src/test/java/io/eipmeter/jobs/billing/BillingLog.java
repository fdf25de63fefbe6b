package io.eipmeter.jobs.billing;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.billing.domain.BillingPolicy;
import io.eipmeter.jobs.billing.domain.FlatPrices;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.OwnedQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A log for `billing` that begins at 2026-11-01T00:00Z: minutes settle 90 s after their end,
 * quarters are sealed after an hour and can be moved for two more. Prices are the provider's: a GB
 * of 2^30 bytes in cn-beijing costs 0.123 USD.
 */
final class BillingLog {
  static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  static final long MINUTE = 60_000;
  static final long QUARTER = 15 * MINUTE;
  static final long HOUR = 60 * MINUTE;
  static final long SETTLE = 90_000;
  static final BillingPolicy POLICY = new BillingPolicy(Duration.ofHours(1), Duration.ofHours(2));
  private static final FlatPrices PRICES =
      FlatPrices.of(PriceTimeline.of(PriceBookFile.read("alibaba-cloud")));

  private final List<LogEntry> entries = new ArrayList<>();
  private long offset;

  static FollowerHarness<BillingPages> harness() throws Exception {
    return harness(new BillingRules(POLICY, PRICES));
  }

  static FollowerHarness<BillingPages> harness(BillingRules rules) throws Exception {
    return new FollowerHarness<>(Topic.CHARGES, BillingPagesSerializer.INSTANCE, rules);
  }

  /** A version that begins at a minute of the log: a GB of 10^9 bytes in cn-beijing. */
  static PriceBook version(int number, int fromMinute, String perGigabyte) {
    return book(number, fromMinute, flat(perGigabyte));
  }

  static PriceBook book(int number, int fromMinute, String yaml) {
    return PriceBookFile.parse("test", text(number, fromMinute, yaml));
  }

  static String text(int number, int fromMinute, String yaml) {
    return String.join(
        "\n",
        "name: list",
        "version: " + number,
        "currency: USD",
        "zone: UTC",
        "validFrom: " + Instant.ofEpochMilli(START + fromMinute * MINUTE),
        "bytesPerGigabyte: 1000000000",
        "hours: {configurationFee: clock-hours, bandwidth: duration}",
        yaml);
  }

  static String flat(String perGigabyte) {
    return "prices: [{regions: [cn-beijing], line: BGP, dataTransfer: {perGigabyte: "
        + perGigabyte
        + "}}]";
  }

  static BillingRules rules(PriceBook... versions) {
    return new BillingRules(POLICY, FlatPrices.of(PriceTimeline.of(List.of(versions))));
  }

  /** An account's interval at 10.0.0.n, in minutes of the log; to 0: open. */
  static EipEvent.Builder held(String account, int n, double fromMinute, double toMinute) {
    return EipEvent.newBuilder()
        .setOwnershipId("id-" + account)
        .setAddress(address(n))
        .setPrefixLength(128)
        .setFromMs(START + (long) (fromMinute * MINUTE))
        .setToMs(toMinute == 0 ? 0 : START + (long) (toMinute * MINUTE))
        .setAccount(account)
        .setEipId("eip-" + account)
        .setRegion("cn-beijing")
        .setLine("BGP")
        .setChargeMethod(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER);
  }

  private static ByteString address(int n) {
    return ByteString.copyFrom(Address.of(new byte[] {10, 0, 0, (byte) n}).toBytes());
  }

  /** Said at a minute of the log. */
  BillingLog says(double atMinute, EipEvent.Builder event) {
    entries.addAll(
        FollowerHarness.statement(START + (long) (atMinute * MINUTE), offset++, event.build()));
    return this;
  }

  /** Outbound bytes of a minute that settles in time. */
  BillingLog sends(int n, int minute, long bytesOut) {
    return sends(n, minute, 0, bytesOut, minute + 2.5);
  }

  /** A slice of a minute, closed at a minute of the log. */
  BillingLog sends(int n, int minute, long slice, long bytesOut, double closeMinute) {
    return sends(
        n,
        minute,
        slice,
        Usage.newBuilder().setBytesOut(bytesOut).setBytesIn(bytesOut / 2).build(),
        closeMinute);
  }

  BillingLog sends(int n, int minute, long slice, Usage usage, double closeMinute) {
    entries.addAll(
        FollowerHarness.minute(
            START + (long) (closeMinute * MINUTE),
            EipMinute.newBuilder()
                .setAddress(address(n))
                .setMinuteMs(START + minute * MINUTE)
                .setSliceMs(slice)
                .setUsage(usage)
                .build()));
    return this;
  }

  List<LogEntry> entries() {
    return entries;
  }

  /** All of it is fed, and log time passes to a minute of the log. */
  void playTo(FollowerHarness<BillingPages> harness, double untilMinute) throws Exception {
    for (LogEntry entry : entries) {
      harness.feed(entry);
    }
    harness.passLogTime(START + (long) (untilMinute * MINUTE));
  }

  /** All of it played in one step, to a minute of the log. */
  List<SettledRow> play(double untilMinute) throws Exception {
    try (FollowerHarness<BillingPages> harness = harness()) {
      playTo(harness, untilMinute);
      return harness.rows().stream()
          .sorted(Comparator.comparingLong(SettledRow::getCloseMs))
          .toList();
    }
  }

  static List<String> quarters(List<SettledRow> rows) {
    return rows.stream()
        .filter(SettledRow::hasOwnedQuarter)
        .map(row -> text(row.getOwnedQuarter()))
        .toList();
  }

  static List<String> charges(List<SettledRow> rows) {
    return rows.stream()
        .filter(SettledRow::hasHourCharge)
        .map(row -> text(row.getHourCharge()))
        .toList();
  }

  /** The same with the version that priced them. */
  static List<String> chargesByVersion(List<SettledRow> rows) {
    return rows.stream()
        .filter(SettledRow::hasHourCharge)
        .map(row -> text(row.getHourCharge()) + " " + row.getHourCharge().getPriceVersion())
        .toList();
  }

  /** "as-of-minute: account quarter-minute bytes minutes/contested". */
  private static String text(OwnedQuarter quarter) {
    return at(quarter.getAsOfMs())
        + ": "
        + (quarter.getAccount().isEmpty() ? "nobody" : quarter.getAccount())
        + " "
        + (quarter.getQuarterMs() - START) / MINUTE
        + " "
        + quarter.getBytesOut()
        + " "
        + quarter.getMinutes()
        + "/"
        + quarter.getContestedMinutes()
        + (quarter.getCorrection() ? " correction" : "");
  }

  private static String text(HourCharge charge) {
    return at(charge.getAsOfMs())
        + ": "
        + charge.getAccount()
        + " "
        + charge.getBytes()
        + " "
        + charge.getCost()
        + (charge.getCorrection() ? " correction" : "");
  }

  private static String at(long ms) {
    long past = (ms - START) % MINUTE;
    return (ms - START) / MINUTE + (past == 0 ? "" : "+" + past);
  }
}
