package io.eipmeter.sim.lab.mission;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.oracle.AlertOracle;
import io.eipmeter.sim.lab.oracle.BillOracle;
import io.eipmeter.sim.lab.oracle.IdleOracle;
import io.eipmeter.sim.lab.oracle.Truth;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.script.WholeMission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Closes the month that has ended, drafts the next, and compares all with the oracle. */
final class MissionComparison {
  private final List<String> clickHouse;
  private final MissionTables tables;
  private final SimulationOptions world;
  private final Truth truth;
  private final long untilMs;

  MissionComparison(
      ClickHouseTarget clickHouse,
      MissionTables tables,
      SimulationOptions world,
      Ledger ledger,
      long untilMs) {
    this.clickHouse = words(clickHouse);
    this.tables = tables;
    this.world = world;
    this.truth = new Truth(WholeMission.roles(world), ledger);
    this.untilMs = untilMs;
  }

  private static List<String> words(ClickHouseTarget clickHouse) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--clickhouse",
                clickHouse.url(),
                "--clickhouse-database",
                clickHouse.database(),
                "--clickhouse-user",
                clickHouse.user()));
    if (!clickHouse.password().isEmpty()) {
      words.addAll(List.of("--clickhouse-password", clickHouse.password()));
    }
    if (!clickHouse.caFile().isEmpty()) {
      words.addAll(List.of("--clickhouse-ca", clickHouse.caFile()));
    }
    return words;
  }

  MissionResult result(Map<String, String> taken, int badSignatures, Path directory) {
    YearMonth first = monthOf(world.startMs());
    YearMonth last = monthOf(world.endMs());
    BillOracle bills = new BillOracle(truth);
    SortedMap<String, String> expected = new TreeMap<>();
    SortedMap<String, String> printed = new TreeMap<>();
    String json = "";
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      boolean over = month.isBefore(last);
      String report = report(month, over, "json");
      json = over ? report : json;
      printed.putAll(Statements.printed(month.toString(), report));
      expected.putAll(Statements.expected(month.toString(), bills.bills(month, world.endMs())));
    }
    IdleOracle.Terms idle = MissionTerms.idle(world.startMs(), untilMs);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("Statements", expected, printed));
    checks.add(new Check("Charges by the hour", bills.hourCharges(), tables.hourCharges()));
    checks.add(controls());
    checks.add(
        new Check("Idle findings", new IdleOracle(truth, idle).notices(), tables.findings(idle)));
    checks.add(
        new Check("Alerts", new AlertOracle(truth).notices(MissionTerms.RULES), tables.alerts()));
    checks.add(new Check("Deliveries", tables.noticeIds("delivered"), tables.deliveries()));
    checks.add(taken(taken, badSignatures));
    StringBuilder reconciled = new StringBuilder();
    checks.add(reconciliation(first, last, reconciled));
    checks.add(again(first, last, json));
    boolean anyOver = first.isBefore(last);
    YearMonth shown = anyOver ? last.minusMonths(1) : last;
    return new MissionResult(
        checks, taken, reconciled.toString(), explained(json), page(shown, anyOver, directory));
  }

  private static YearMonth monthOf(long ms) {
    return YearMonth.from(Instant.ofEpochMilli(ms).atZone(BillOracle.ZONE));
  }

  private List<String> reportCommand(YearMonth month, boolean over, String format) {
    List<String> words =
        new ArrayList<>(
            List.of("report", "--book", MissionTerms.PRICE_BOOK, "--period", month.toString()));
    words.addAll(List.of("--now", Instant.ofEpochMilli(world.endMs()).toString()));
    words.addAll(List.of("--format", format));
    if (over) {
      words.add("--close");
    }
    words.addAll(clickHouse);
    return words;
  }

  private String report(YearMonth month, boolean over, String format) {
    return Commands.succeed(reportCommand(month, over, format)).out();
  }

  /** A closed month says the same whenever it is asked. */
  private Check again(YearMonth first, YearMonth last, String json) {
    SortedMap<String, String> expected = new TreeMap<>();
    SortedMap<String, String> found = new TreeMap<>();
    if (first.isBefore(last)) {
      expected.put("the closed month, printed again", "the same");
      found.put(
          "the closed month, printed again",
          report(last.minusMonths(1), true, "json").equals(json) ? "the same" : "something else");
    }
    return new Check("Reports again", expected, found);
  }

  private Check controls() {
    SortedMap<String, String> found = tables.chargeControls();
    SortedMap<String, String> expected = new TreeMap<>();
    found.keySet().forEach(hour -> expected.put(hour, "0"));
    return new Check("Bytes of charges", expected, found);
  }

  private Check taken(Map<String, String> taken, int badSignatures) {
    SortedMap<String, String> expected = tables.noticeIds("taken");
    SortedMap<String, String> found = new TreeMap<>();
    taken.keySet().forEach(id -> found.put(id, "taken"));
    expected.put("requests with a bad signature", "0");
    found.put("requests with a bad signature", Integer.toString(badSignatures));
    return new Check("Webhooks", expected, found);
  }

  private Check reconciliation(YearMonth first, YearMonth last, StringBuilder printed) {
    SortedMap<String, String> expected = new TreeMap<>();
    SortedMap<String, String> found = new TreeMap<>();
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "reconcile", "--period", month.toString(), "--zone", BillOracle.ZONE.getId()));
      words.addAll(clickHouse);
      Commands.Answer answer = Commands.run(words);
      expected.put(month.toString(), "exit code 0");
      found.put(month.toString(), "exit code " + answer.exitCode());
      printed.append(month).append('\n').append(answer.out());
    }
    return new Check("Reconcile", expected, found);
  }

  /** What {@code explain} says of the first line of traffic. */
  private String explained(String json) {
    String line = Statements.trafficLine(json);
    if (line.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>(List.of("explain", line));
    words.addAll(clickHouse);
    return Commands.succeed(words).out();
  }

  private Path page(YearMonth month, boolean over, Path directory) {
    Path page = directory.resolve("statements-" + month + ".html");
    try {
      return Files.writeString(page, report(month, over, "html"));
    } catch (IOException e) {
      throw new LabFailure(page + " could not be written: " + e.getMessage(), e);
    }
  }
}
