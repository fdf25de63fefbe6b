package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.dashboards.Dashboard.Asks;
import io.eipmeter.dashboards.Dashboard.Query;
import io.eipmeter.dashboards.Month.Use;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.world.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of every dashboard, on a month in the tables, for one, many and all of each variable.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueriesIT {
  /** Of this month nothing is open, rejected or kept as flows, and findings are few. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "Open minutes",
          "Peers",
          "Rejected, by reason",
          "Addresses without owner",
          "Found and ended");

  /** What a person sees of a time range, and how much of each variable is chosen. */
  enum Range {
    HOUR(3_600, 60),
    DAY(86_400, 60),
    MONTH(30 * 86_400, 1_800);

    final long seconds;
    final long intervalS;

    Range(long seconds, long intervalS) {
      this.seconds = seconds;
      this.intervalS = intervalS;
    }
  }

  /** How many values of each variable. */
  enum Chosen {
    ONE(1),
    MANY(3),
    ALL(Integer.MAX_VALUE);

    final int values;

    Chosen(int values) {
      this.values = values;
    }
  }

  @TempDir private static Path directory;

  private final Month month = new Month();
  private LocalClickHouse clickHouse;

  @BeforeAll
  void start() throws Exception {
    clickHouse = LocalClickHouse.start(directory.resolve("clickhouse"), directory.resolve("logs"));
    MonthTables.fill(clickHouse.httpUrl().toString(), month);
  }

  @AfterAll
  void stop() {
    clickHouse.close();
  }

  static Stream<Arguments> views() {
    return Stream.of(Range.values())
        .flatMap(range -> Stream.of(Chosen.values()).map(chosen -> Arguments.of(range, chosen)));
  }

  /** Asks each query variable in turn, as Grafana does, and chooses of its values. */
  private Shown shown(Dashboard dashboard, Range range, Chosen chosen) throws Exception {
    long toS = Month.END_MS / 1_000;
    Map<String, List<String>> values = new HashMap<>();
    Shown shown = new Shown(toS - range.seconds, toS, range.intervalS, values);
    for (JsonNode variable : dashboard.variables()) {
      String name = variable.path("name").asText();
      if (variable.path("type").asText().equals("query")) {
        String sql = new Macros(shown).expand(Dashboard.variableSql(variable));
        Answer answer = Answer.of(clickHouse.httpUrl(), sql);
        assertThat(answer.rows()).as(name).isNotEmpty();
        assertThat(answer.types()).as(name).allMatch(QueriesIT::isText);
        List<String> all = answer.column(0);
        values.put(
            name,
            !variable.path("multi").asBoolean()
                ? all.subList(0, 1)
                : chosen == Chosen.ALL
                    ? Shown.ALL
                    : all.subList(0, Math.min(chosen.values, all.size())));
      } else {
        values.put(name, List.of(variable.path("current").path("value").asText()));
      }
    }
    return shown;
  }

  @ParameterizedTest
  @MethodSource("views")
  void everyQueryAnswersInItsFormAndReadsNoMoreThanItShows(Range range, Chosen chosen)
      throws Exception {
    ReadBound bound = new ReadBound(clickHouse.httpUrl());
    for (Dashboard dashboard : Dashboard.all()) {
      Shown shown = shown(dashboard, range, chosen);
      for (Query query : dashboard.queries()) {
        String where = dashboard.file() + ": " + query.title();
        String sql = new Macros(shown).expand(query.sql());
        Answer answer = Answer.of(clickHouse.httpUrl(), sql);
        form(where, query, answer);
        assertThat(answer.readRows()).as(where).isLessThanOrEqualTo(bound.rows(sql, shown));
      }
    }
  }

  private static void form(String where, Query query, Answer answer) {
    if (query.asks() == Asks.PANEL && !MAY_BE_EMPTY.contains(query.title())) {
      assertThat(answer.rows()).as(where).isNotEmpty();
    }
    if (query.asks() == Asks.ANNOTATION) {
      assertThat(answer.names()).as(where).startsWith("time").contains("text");
      assertThat(answer.types().get(0)).as(where).contains("DateTime");
    }
    if (query.type().equals("timeseries")) {
      assertThat(answer.names().get(0)).as(where).isEqualTo("time");
      assertThat(answer.types().get(0)).as(where).startsWith("DateTime");
      assertThat(answer.column(0)).as(where).isSorted();
      assertThat(answer.types().stream().skip(1))
          .as(where)
          .allMatch(type -> isText(type) || isNumber(type))
          .anyMatch(QueriesIT::isNumber);
    }
    if (query.type().equals("stat")) {
      assertThat(answer.rows()).as(where).hasSize(1);
      assertThat(answer.types()).as(where).singleElement().matches(QueriesIT::isNumber);
    }
  }

  private static boolean isText(String type) {
    return type.equals("String") || type.equals("LowCardinality(String)");
  }

  private static boolean isNumber(String type) {
    return type.matches("U?Int\\d+|Float64");
  }

  // ---- values

  private Answer panel(String file, String title, Shown shown) throws Exception {
    for (Query query : dashboard(file).queries()) {
      if (query.asks() == Asks.PANEL && query.title().equals(title)) {
        return Answer.of(clickHouse.httpUrl(), new Macros(shown).expand(query.sql()));
      }
    }
    throw new AssertionError("no panel " + title + " in " + file);
  }

  private Shown shown(String file, Range range, Chosen chosen) throws Exception {
    return shown(dashboard(file), range, chosen);
  }

  private static boolean chosen(Shown shown, String variable, String value) {
    List<String> values = shown.variables().get(variable);
    return values == null || values.equals(Shown.ALL) || values.contains(value);
  }

  private static boolean chosenAddress(Shown shown, Use use) {
    List<String> values = shown.variables().get("eip");
    return values == null
        || values.equals(Shown.ALL)
        || values.stream().anyMatch(value -> text(value).equals(text(use)));
  }

  private List<Use> uses(Range range, Shown shown) {
    List<Use> uses = new ArrayList<>();
    int days = range == Range.MONTH ? Month.DAYS : 1;
    for (int daysBack = 0; daysBack < days; daysBack++) {
      for (Use use : range == Range.MONTH ? month.quarters(daysBack) : month.minutes(daysBack)) {
        if (use.startMs() >= shown.fromS() * 1_000
            && chosen(shown, "region", use.region())
            && chosen(shown, "account", use.account())
            && chosenAddress(shown, use)) {
          uses.add(use);
        }
      }
    }
    return uses;
  }

  /** Two ways to write an IPv6 address are one address. */
  private static String text(String address) {
    return Address.parse(address).toString();
  }

  private static String text(Use use) {
    return use.address().toString();
  }

  private static Map<String, Long> sums(
      List<Use> uses, Function<Use, String> key, ToLongFunction<Use> value) {
    Map<String, Long> sums = new TreeMap<>();
    uses.forEach(use -> sums.merge(key.apply(use), value.applyAsLong(use), Math::addExact));
    return sums;
  }

  @ParameterizedTest
  @MethodSource("views")
  void theSumsOfAFleetAreTheLedgers(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("fleet.json", range, chosen);
    List<Use> uses = uses(range, shown);
    assertThat(uses).isNotEmpty();
    Map<String, Long> out = sums(uses, use -> "", use -> use.usage().bytesOut());
    Map<String, Long> in = sums(uses, use -> "", use -> use.usage().bytesIn());
    assertThat(panel("fleet.json", "Out", shown).column(0)).containsExactly("" + out.get(""));
    assertThat(panel("fleet.json", "In", shown).column(0)).containsExactly("" + in.get(""));
    assertThat(panel("fleet.json", "EIPs with traffic", shown).column(0))
        .containsExactly("" + uses.stream().map(Use::address).distinct().count());

    Map<String, Long> byAccount =
        sums(
            uses.stream().filter(use -> !use.account().isEmpty()).toList(),
            Use::account,
            use -> use.usage().bytesOut());
    Answer accounts = panel("fleet.json", "Accounts", shown);
    Map<String, Long> found = new TreeMap<>();
    accounts.rows().forEach(row -> found.put(row.get(0), Long.parseLong(row.get(1))));
    assertThat(accounts.rows()).hasSize(Math.min(10, byAccount.size()));
    assertThat(byAccount).containsAllEntriesOf(found);
    assertThat(accounts.column(1).stream().map(Long::valueOf).toList())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @ParameterizedTest
  @MethodSource("views")
  void theSeriesOfAFleetIsTheLedgers(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("fleet.json", range, chosen);
    Map<String, Long> bytes = sums(uses(range, shown), step(range), use -> use.usage().bytesOut());
    Answer series = panel("fleet.json", "Traffic", shown);
    assertThat(series.column(0)).containsExactlyElementsOf(bytes.keySet());
    for (List<String> row : series.rows()) {
      assertThat(Double.parseDouble(row.get(1)))
          .as(row.get(0))
          .isCloseTo(bitsPerSecond(bytes, row.get(0), range), within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void theSeriesOfAddressesAreTheLedgers(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("eip.json", range, chosen);
    Map<String, Long> bytes =
        sums(
            uses(range, shown),
            use -> step(range).apply(use) + " " + text(use),
            use -> use.usage().bytesIn());
    Answer series = panel("eip.json", "Bandwidth in", shown);
    Set<String> places = series.column(1).stream().map(QueriesIT::text).collect(Collectors.toSet());
    bytes.keySet().removeIf(key -> !places.contains(key.substring(key.lastIndexOf(' ') + 1)));
    assertThat(series.rows()).hasSize(bytes.size());
    for (List<String> row : series.rows()) {
      assertThat(Double.parseDouble(row.get(2)))
          .as(row.toString())
          .isCloseTo(
              bitsPerSecond(bytes, row.get(0) + " " + text(row.get(1)), range), within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void costsAreTheLedgersBytesTimesThePrice(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("cost.json", range, chosen);
    long bytes = 0;
    for (int daysBack = 0; daysBack < Month.DAYS; daysBack++) {
      for (Use use : month.quarters(daysBack)) {
        if (use.startMs() >= shown.fromS() * 1_000
            && !use.account().isEmpty()
            && chosen(shown, "region", use.region())
            && chosen(shown, "account", use.account())) {
          bytes = Math.addExact(bytes, use.usage().bytesOut());
        }
      }
    }
    assertThat(bytes).isPositive();
    assertThat(panel("cost.json", "Billed traffic", shown).column(0)).containsExactly("" + bytes);
    double cost = Double.parseDouble(panel("cost.json", "Cost", shown).column(0).get(0));
    assertThat(cost).isCloseTo(bytes * 0.5e-9, within(1e-9));
    double byAccount =
        panel("cost.json", "Accounts", shown).column(1).stream()
            .mapToDouble(Double::parseDouble)
            .sum();
    assertThat(byAccount).isCloseTo(cost, within(1e-6)); // of so few accounts all are shown
    assertThat(panel("cost.json", "Difference", shown).column(0)).containsExactly("0");
  }

  private static double bitsPerSecond(Map<String, Long> bytes, String key, Range range) {
    return 8.0 * bytes.getOrDefault(key, -1L) / range.intervalS;
  }

  private static Function<Use, String> step(Range range) {
    long ms = range.intervalS * 1_000;
    return use ->
        java.time.Instant.ofEpochMilli(use.startMs() / ms * ms)
            .toString()
            .replace('T', ' ')
            .replace("Z", "");
  }

  @ParameterizedTest
  @MethodSource("views")
  void lossesAndConservationAreSeen(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("pipeline.json", range, chosen);
    long days = range == Range.MONTH ? Month.DAYS : 1;
    long lost = chosen == Chosen.ONE ? 0 : days * MonthTables.LOST_A_DAY; // the first loses none
    assertThat(panel("pipeline.json", "Lost exports", shown).column(0)).containsExactly("" + lost);
    assertThat(panel("pipeline.json", "Conservation", shown).column(0)).containsExactly("0");
    assertThat(
            panel("fleet.json", "Minutes with missing exports", shown("fleet.json", range, chosen))
                .column(0))
        .containsExactly("" + days);
  }

  @ParameterizedTest
  @MethodSource("views")
  void alertsAreThoseThatWereTold(Range range, Chosen chosen) throws Exception {
    Shown shown = shown("alerts.json", range, chosen);
    List<AlertNotice> seen = new MonthAlerts().seen(shown);
    List<AlertNotice> newest = MonthAlerts.newest(seen);
    for (Map.Entry<String, Long> stat : MonthAlerts.stats(seen).entrySet()) {
      assertThat(panel("alerts.json", stat.getKey(), shown).column(0))
          .as(stat.getKey())
          .containsExactly("" + stat.getValue());
    }
    assertThat(panel("alerts.json", "Episodes", shown).rows()).hasSameSizeAs(newest);
    long days = range == Range.MONTH ? Month.DAYS : 1;
    assertThat(panel("alerts.json", "Parked deliveries", shown).column(0))
        .containsExactly("" + days);
    for (Query query : dashboard("alerts.json").queries()) {
      if (query.asks() == Asks.ANNOTATION) {
        Answer marks = Answer.of(clickHouse.httpUrl(), new Macros(shown).expand(query.sql()));
        assertThat(marks.rows()).hasSameSizeAs(newest);
        assertThat(marks.column(2))
            .allMatch(text -> text.matches("Outbound rate web|Quiet db|Lost exports 192.0.2.2"));
      }
    }
  }

  private static Dashboard dashboard(String file) throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      if (dashboard.file().equals(file)) {
        return dashboard;
      }
    }
    throw new AssertionError("no dashboard " + file);
  }
}
