package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.Holdings;
import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a line once more from what its statement was made from. */
public final class Replay {
  /**
   * A line and what it is made of.
   *
   * @param replayedCost its cost, rated again; empty where no such line came out
   * @param rows the hours behind it; none where it is not about traffic
   * @param evidence what was settled, and what proves it
   */
  public record Explained(
      Statement statement,
      StatementLine line,
      Optional<BigDecimal> replayedCost,
      List<UsageHour> rows,
      Evidence evidence) {
    /** To the last digit, not only to the cent. */
    public boolean agrees() {
      return replayedCost.isPresent() && replayedCost.get().compareTo(line.charge().cost()) == 0;
    }
  }

  private final ClickHouseDatabase database;

  public Replay(ClickHouseDatabase database) {
    this.database = database;
  }

  /**
   * Explains a line of a statement that is kept.
   *
   * @param id its id, or the beginning of it
   */
  public Optional<Explained> explain(String id) throws TablesException {
    // The zone of periods is the book's; a first look only needs the names of months.
    Optional<Statement> found = new StatementTables(database, ZoneOffset.UTC).statementOf(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PriceTimeline prices = prices(found.get().book());
    StatementTables inZone = new StatementTables(database, prices.zone());
    Statement statement = inZone.statementOf(id).orElseThrow();
    StatementLine line = line(statement, id).orElseThrow();
    if (!line.corrects().isEmpty()) {
      Statement earlier = inZone.statementOf(line.corrects()).orElse(statement);
      Optional<BigDecimal> taken =
          line(earlier, line.corrects()).map(one -> one.charge().cost().negate());
      return Optional.of(new Explained(statement, line, taken, List.of(), Evidence.NONE));
    }
    boolean own = line.chargePeriod().equals(statement.period());
    return Optional.of(
        explained(
            statement,
            line,
            own ? prices : prices(line.charge().book()),
            frozenHours(statement, line.chargePeriod()),
            frozenEips(statement, line.chargePeriod()),
            List.of()));
  }

  /**
   * Explains a line of a draft: the statements are made once more for it.
   *
   * @param order as {@code report} made it
   */
  public Optional<Explained> explainDraft(String id, PriceBooks books, StatementRun.Order order)
      throws TablesException {
    List<Statement> found = new ArrayList<>();
    Statements.run(database, books, order, found(id, found), (step, done, of) -> {});
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Statement statement = found.get(0);
    StatementLine line = line(statement, id).orElseThrow();
    List<String> account = List.of(statement.account());
    List<UsageHour> hours = new ArrayList<>();
    try (UsageSource.Snapshot snapshot =
        new UsageTables(new Tables(database)).snapshot(line.chargePeriod())) {
      snapshot.forEachUsage(account, hours::add);
      List<HeldEip> held =
          AccountStatements.untilNow(
              order, snapshot.held(account).getOrDefault(statement.account(), List.of()));
      return Optional.of(
          explained(
              statement,
              line,
              books.timeline(),
              hours,
              held,
              snapshot.contests(account).getOrDefault(statement.account(), List.of())));
    }
  }

  private static StatementOutput found(String id, List<Statement> found) {
    return new StatementOutput() {
      @Override
      public void write(Statement statement, DailyUsage usage) {
        if (line(statement, id).isPresent()) {
          found.add(statement);
        }
      }

      @Override
      public void close() {}
    };
  }

  private static Optional<StatementLine> line(Statement statement, String id) {
    return statement.lines().stream().filter(line -> line.id().startsWith(id)).findFirst();
  }

  /** The versions that were known when a statement was made by one: those up to it. */
  private PriceTimeline prices(String id) throws TablesException {
    int at = id.indexOf('@');
    return Statements.kept(database, id.substring(0, at))
        .timeline()
        .upTo(Integer.parseInt(id.substring(at + 1)));
  }

  private Explained explained(
      Statement statement,
      StatementLine line,
      PriceTimeline prices,
      List<UsageHour> hours,
      List<HeldEip> held,
      List<Contest> contests)
      throws TablesException {
    ChargeLine charge = line.charge();
    if (!Bill.isCharge(charge)) {
      return new Explained(
          statement,
          line,
          Optional.of(statement.total().subtract(statement.exact())),
          List.of(),
          Evidence.NONE);
    }
    Holdings holdings =
        new Holdings(
            statement.account(), HeldEip.histories(held), HeldEip.quota(held), contests, Set.of());
    Optional<BigDecimal> cost =
        new Rater(prices)
            .rate(line.chargePeriod(), holdings, hours).lines().stream()
                .filter(one -> one.isSameCharge(charge) && one.proof().equals(charge.proof()))
                .map(ChargeLine::cost)
                .findFirst();
    boolean isTraffic = charge.bytes().signum() != 0;
    return new Explained(
        statement,
        line,
        cost,
        isTraffic ? behind(hours, charge) : List.of(),
        isTraffic ? Evidence.of(charge, database) : Evidence.NONE);
  }

  private static List<UsageHour> behind(List<UsageHour> hours, ChargeLine charge) {
    return hours.stream()
        .filter(
            hour ->
                hour.eip().equals(charge.eip())
                    && hour.region().equals(charge.region())
                    && hour.lineType().equals(charge.lineType())
                    && charge.time().contains(hour.hourStart()))
        .sorted()
        .toList();
  }

  private List<UsageHour> frozenHours(Statement statement, BillingPeriod period)
      throws TablesException {
    return new Tables(database)
        .list(
            "SELECT "
                + FrozenRows.HOUR_COLUMNS
                + " FROM ${db}.statement_hours FINAL WHERE statement_id = ? AND charge_period = ?",
            FrozenRows::hour,
            statement.id(),
            period.toString());
  }

  private List<HeldEip> frozenEips(Statement statement, BillingPeriod period)
      throws TablesException {
    return new Tables(database)
        .list(
            "SELECT "
                + FrozenRows.EIP_COLUMNS
                + " FROM ${db}.statement_eips FINAL WHERE statement_id = ? AND charge_period = ? ORDER"
                + " BY eip_id, held_from, held_to, stated",
            FrozenRows::held,
            statement.id(),
            period.toString());
  }
}
