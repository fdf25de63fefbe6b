package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.SettingsRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.process.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every minute of 2026-11-01 00:00 to 00:05 has 7500 bytes out: 1000 bit/s. */
class OwnersIT {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final String EIP = "100.64.0.1";
  private static final String DAY = "2026-11-01T";
  private static final long FIRST_LOG_MS = ms(DAY + "00:00:00Z");

  @TempDir private static Path directory;

  private static TestTables tables;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  @BeforeEach
  void forget() {
    tables.empty("eip_minutes", "eip_events", "exporter_minutes", "metering_points");
  }

  private static void use(String address) {
    List<SettledRow> rows = new ArrayList<>();
    for (int minute = 0; minute < 6; minute++) {
      rows.add(
          SettledRow.newBuilder()
              .setMinute(
                  EipMinute.newBuilder()
                      .setAddress(address(address))
                      .setMinuteMs(ms(DAY + "00:00:00Z") + minute * 60_000L)
                      .setUsage(Usage.newBuilder().setBytesOut(7_500)))
              .build());
    }
    tables.put(0, rows);
  }

  /** A statement of an account's own, open where {@code to} is empty. */
  private static EipEvent held(String account, String from, String to) {
    return EipEvent.newBuilder()
        .setOwnershipId("id-" + account)
        .setAddress(address(EIP))
        .setPrefixLength(128)
        .setFromMs(ms(DAY + from + "Z"))
        .setToMs(to.isEmpty() ? 0 : ms(DAY + to + "Z"))
        .setAccount(account)
        .setMaxBandwidthBitsPerSecond(2_000)
        .build();
  }

  private static void state(long logMs, EipEvent... events) {
    tables.put(Topic.EIP_EVENTS, new EventRows(), logMs, events);
  }

  /** "minute account", with a star where the minute is contested. */
  private static String owners(String address) {
    reload();
    return ownersAsTheyAre(address);
  }

  private static String ownersAsTheyAre(String address) {
    return String.join(
        " ",
        tables.query(
            "SELECT concat(toString(toMinute(minute)), account, if(contested, '*', '')) FROM"
                + " eipmeter.eip_minute_owned WHERE address = toIPv6('"
                + address
                + "') ORDER BY minute"));
  }

  private static void reload() {
    for (String dictionary : List.of("owners", "owner_units", "owner_prefixes", "lost_minutes")) {
      tables.execute("SYSTEM RELOAD DICTIONARY eipmeter." + dictionary);
    }
  }

  /** Nobody has anything read again: neither who writes nor who asks. */
  @Test
  void whoOnlyWaitsSeesANewOwnerAndALossAndThatItIsNoLoss() {
    use(EIP);
    state(FIRST_LOG_MS, held("A", "00:00:00", ""));
    await("the first owner", () -> ownersAsTheyAre(EIP).equals("0A 1A 2A 3A 4A 5A"));
    state(FIRST_LOG_MS + 1_000, held("A", "00:00:00", "00:02:00"), held("B", "00:02:00", ""));
    await("the new owner", () -> ownersAsTheyAre(EIP).equals("0A 1A 2B 3B 4B 5B"));
    String complete = "complete complete complete complete complete complete";
    await("no loss", () -> completeAsItIs(EIP).equals(complete));
    tables.put(0, List.of(lost("192.0.2.1", "00:03:00", 5, "00:01:30")));
    await(
        "the loss",
        () -> completeAsItIs(EIP).equals("complete partial partial partial complete complete"));
    tables.put(1, List.of(lost("192.0.2.1", "00:03:00", 0, "00:03:00")));
    await("no loss any more", () -> completeAsItIs(EIP).equals(complete));
  }

  /** A server asks it every few seconds, and reads the losses again when the answer is another. */
  @Test
  void whetherLossesAreReadAgainIsAnotherAnswerAfterEachChangeOfThem() {
    String ask = invalidateQuery("lost_minutes");
    Set<List<String>> answers = new HashSet<>(Set.of(tables.query(ask)));
    tables.put(0, List.of(lost("192.0.2.1", "00:03:00", 5, "00:01:30")));
    assertThat(answers.add(tables.query(ask))).as("a loss").isTrue();
    tables.put(0, List.of(told("192.0.2.1", "00:04:00", "100.64.0.0", "100.64.0.9")));
    assertThat(answers.add(tables.query(ask))).as("what it may concern").isTrue();
    tables.put(1, List.of(lost("192.0.2.1", "00:03:00", 6, "00:01:30")));
    assertThat(answers.add(tables.query(ask))).as("another one in its place").isTrue();
    tables.put(2, List.of(lost("192.0.2.1", "00:03:00", 0, "00:03:00")));
    assertThat(answers.add(tables.query(ask))).as("none in its place").isTrue();
    tables.put(
        Topic.SETTINGS,
        new SettingsRows(),
        0,
        Settings.newBuilder()
            .setVersion(1)
            .addMeteringPoints(
                MeteringPoint.newBuilder()
                    .setExporterAddress(address("192.0.2.1"))
                    .setPrefixAddress(address("100.64.0.0"))
                    .setPrefixLength(112))
            .build());
    assertThat(answers.add(tables.query(ask))).as("metering points").isTrue();
  }

  private static String invalidateQuery(String dictionary) {
    String created =
        tables
            .query(
                "SELECT base64Encode(create_table_query) FROM system.tables WHERE database ="
                    + " 'eipmeter' AND name = '"
                    + dictionary
                    + "'")
            .get(0);
    Matcher query =
        Pattern.compile("INVALIDATE_QUERY '([^']*)'")
            .matcher(new String(Base64.getDecoder().decode(created), StandardCharsets.UTF_8));
    assertThat(query.find()).isTrue();
    return query.group(1).replace("\\n", "\n");
  }

  private static void await(String what, Callable<Boolean> seen) {
    Await.until(what, LONGEST_WAIT, null, seen);
  }

  @Test
  void anIntervalHoldsItsFirstInstantAndNotItsLast() {
    use(EIP);
    state(FIRST_LOG_MS, held("A", "00:00:00", "00:02:00"), held("B", "00:02:00", "00:04:00"));
    assertThat(owners(EIP)).isEqualTo("0A 1A 2B 3B 4 5");
  }

  @Test
  void ofTwoInAMinuteTheEarlierHoldsItAndTheMinuteIsFlagged() {
    use(EIP);
    state(FIRST_LOG_MS, held("B", "00:02:30", ""), held("A", "00:00:10", "00:02:30"));
    assertThat(owners(EIP)).isEqualTo("0A 1A 2A* 3B 4B 5B");
  }

  @Test
  void threeInAMinuteAndAGapInAMinuteAreTheEarliestsToo() {
    use(EIP);
    state(
        FIRST_LOG_MS,
        held("A", "00:00:00", "00:02:10"),
        held("B", "00:02:20", "00:02:30"),
        held("C", "00:02:40", "00:03:00"),
        held("D", "00:04:59.999", "00:05:00"));
    assertThat(owners(EIP)).isEqualTo("0A 1A 2A* 3 4D 5");
  }

  @Test
  void twoWhoClaimTheSameTimeAreFlaggedAllOfIt() {
    use(EIP);
    state(FIRST_LOG_MS, held("A", "00:01:00", "00:05:00"), held("B", "00:02:00", "00:04:00"));
    assertThat(owners(EIP)).isEqualTo("0 1A 2A* 3A* 4A 5");
  }

  @Test
  void theNewestStatementOfAnIntervalByLogTimeHolds() {
    use(EIP);
    state(FIRST_LOG_MS + 2_000, held("A", "00:01:00", "00:03:00"));
    state(FIRST_LOG_MS + 1_000, held("A", "00:00:00", "")); // older, though it came later
    assertThat(owners(EIP)).isEqualTo("0 1A 2A 3 4 5");
    state(FIRST_LOG_MS + 3_000, held("A", "00:02:00", ""));
    assertThat(owners(EIP)).isEqualTo("0 1 2A 3A 4A 5A");
  }

  @Test
  void aWithdrawnIntervalIsGone() {
    use(EIP);
    state(FIRST_LOG_MS, held("A", "00:00:00", ""));
    state(FIRST_LOG_MS + 1_000, held("A", "00:00:00", "00:00:00"));
    assertThat(owners(EIP)).isEqualTo("0 1 2 3 4 5");
  }

  @Test
  void anAddressGoesBeforeThePrefixAroundItAndBackToItAfterwards() {
    use(EIP);
    use("100.64.0.2");
    use("100.65.0.1");
    EipEvent prefix =
        held("P", "00:00:00", "00:05:00").toBuilder()
            .setAddress(address("100.64.0.77")) // not the prefix's first
            .setPrefixLength(112)
            .build();
    state(FIRST_LOG_MS, prefix, held("A", "00:01:00", "00:02:30"));
    assertThat(owners(EIP)).isEqualTo("0P 1A 2A 3P 4P 5");
    assertThat(owners("100.64.0.2")).isEqualTo("0P 1P 2P 3P 4P 5");
    assertThat(owners("100.65.0.1")).isEqualTo("0 1 2 3 4 5");
  }

  @Test
  void anIpv6UnitFindsTheWiderPrefixThatItsOwnerHolds() {
    use("2001:db8:0:5::");
    state(
        FIRST_LOG_MS,
        held("A", "00:00:00", "").toBuilder()
            .setAddress(address("2001:db8::"))
            .setPrefixLength(48)
            .build());
    assertThat(owners("2001:db8:0:5::")).isEqualTo("0A 1A 2A 3A 4A 5A");
  }

  @Test
  void utilisationIsOfTheBandwidthInForceThen() {
    use(EIP);
    state(
        FIRST_LOG_MS,
        held("A", "00:00:00", "00:01:00"),
        held("B", "00:01:00", "00:02:00").toBuilder().setMaxBandwidthBitsPerSecond(4_000).build());
    reload();
    assertThat(
            tables.query(
                "SELECT bits_per_second_out, utilisation_out, has_max_bandwidth FROM"
                    + " eipmeter.eip_minute_owned ORDER BY minute LIMIT 3"))
        .containsExactly("1000\t0.5\t1", "1000\t0.25\t1", "1000\t0\t0");
  }

  private static SettledRow lost(String exporter, String minute, long exports, String from) {
    return SettledRow.newBuilder()
        .setExporterMinute(
            ExporterMinute.newBuilder()
                .setExporterAddress(address(exporter))
                .setMinuteMs(ms(DAY + minute + "Z"))
                .setLostExports(exports)
                .setLostFromMs(ms(DAY + from + "Z")))
        .build();
  }

  private static String complete(String address) {
    reload();
    return completeAsItIs(address);
  }

  private static String completeAsItIs(String address) {
    return String.join(
        " ",
        tables.query(
            "SELECT completeness FROM eipmeter.eip_minute_owned WHERE address = toIPv6('"
                + address
                + "') ORDER BY minute"));
  }

  @Test
  void minutesThatMissingExportsMaySpeakOfArePartial() {
    use(EIP);
    tables.put(0, List.of(lost("192.0.2.1", "00:03:00", 5, "00:01:30")));
    assertThat(complete(EIP)).isEqualTo("complete partial partial partial complete complete");
  }

  @Test
  void withoutMeteringPointsOnlyAddressesThatTheExporterToldOfArePartial() {
    use(EIP);
    use("100.65.0.1");
    tables.put(
        0,
        List.of(
            told("192.0.2.1", "00:00:00", "100.64.0.0", "100.64.0.9"),
            told("192.0.2.2", "00:00:00", "100.65.0.0", "100.65.0.9"),
            lost("192.0.2.1", "00:03:00", 5, "00:01:30")));
    assertThat(complete(EIP)).isEqualTo("complete partial partial partial complete complete");
    assertThat(complete("100.65.0.1")).doesNotContain("partial");
    // Of an exporter that told of nothing, the missing exports may have spoken of everything.
    tables.put(0, List.of(lost("192.0.2.3", "00:03:00", 5, "00:01:30")));
    assertThat(complete("100.65.0.1")).startsWith("complete partial partial partial complete");
  }

  private static SettledRow told(String exporter, String minute, String first, String last) {
    return SettledRow.newBuilder()
        .setExporterMinute(
            ExporterMinute.newBuilder()
                .setExporterAddress(address(exporter))
                .setMinuteMs(ms(DAY + minute + "Z"))
                .setFlows(1)
                .setToldIpv4First(address(first))
                .setToldIpv4Last(address(last)))
        .build();
  }

  @Test
  void onlyAddressesThatTheExporterMetersArePartial() {
    use(EIP);
    use("100.65.0.1");
    MeteringPoint.Builder here =
        MeteringPoint.newBuilder()
            .setExporterAddress(address("192.0.2.1"))
            .setPrefixAddress(address("100.64.0.0"))
            .setPrefixLength(112);
    tables.put(
        Topic.SETTINGS,
        new SettingsRows(),
        0,
        Settings.newBuilder().setVersion(1).build(),
        Settings.newBuilder()
            .setVersion(2)
            .addMeteringPoints(here)
            .addMeteringPoints(
                here.clone()
                    .setExporterAddress(address("192.0.2.2"))
                    .setPrefixAddress(address("100.65.0.0")))
            .build());
    tables.put(0, List.of(lost("192.0.2.1", "00:00:00", 1, "00:00:00")));
    assertThat(complete(EIP)).startsWith("partial complete");
    assertThat(complete("100.65.0.1")).startsWith("complete complete");
  }

  @Test
  void aLossIsJudgedByTheSettingsInForceWhenItWasSeen() {
    use(EIP);
    use("100.65.0.1");
    MeteringPoint.Builder here =
        MeteringPoint.newBuilder()
            .setExporterAddress(address("192.0.2.1"))
            .setPrefixAddress(address("100.64.0.0"))
            .setPrefixLength(112);
    tables.put(
        Topic.SETTINGS,
        new SettingsRows(),
        0,
        Settings.newBuilder()
            .setVersion(1)
            .setFromLogMs(ms(DAY + "00:00:30Z")) // and for what was before it
            .addMeteringPoints(here)
            .build(),
        Settings.newBuilder()
            .setVersion(2)
            .setFromLogMs(ms(DAY + "00:03:30Z"))
            .addMeteringPoints(here.clone().setPrefixAddress(address("100.65.0.0")))
            .build());
    tables.put(
        0,
        List.of(
            lost("192.0.2.1", "00:00:00", 1, "00:00:00"),
            lost("192.0.2.1", "00:03:00", 1, "00:03:00"), // both hold in this minute
            lost("192.0.2.1", "00:04:00", 1, "00:04:00")));
    assertThat(complete(EIP)).isEqualTo("partial complete complete partial complete complete");
    assertThat(complete("100.65.0.1"))
        .isEqualTo("complete complete complete partial partial complete");
  }
}
