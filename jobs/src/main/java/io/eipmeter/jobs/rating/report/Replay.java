package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.domain.RatedPeriod;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.report.domain.AccountInputs;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Makes a line once more from what its statement was made from. */
public final class Replay {
  /**
   * A line and what it is made of.
   *
   * @param replayedCost its cost, rated again; empty where no such line came out
   * @param rows the frozen hours behind it; none where it is not about traffic
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

  private final Tables tables;
  private final UsageTables usage;
  private final Reconciliation reconciliation;
  private final StatementTables statements;

  public Replay(ClickHouseTarget target) {
    Tables tables = new Tables(target);
    this.usage = new UsageTables(tables);
    this.reconciliation = new Reconciliation(tables);
    // The zone of periods is the book's; a first look only needs the names of months.
    this.statements = new StatementTables(tables, ZoneOffset.UTC);
    this.tables = tables;
  }

  /**
   * Explains a line.
   *
   * @param id its id, or the beginning of it
   */
  public Optional<Explained> explain(String id) throws TablesException, InterruptedException {
    Optional<Statement> found = statements.statementOf(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PriceBook book = statements.keptBook(found.get().book());
    StatementTables inZone = new StatementTables(tables, book.zone());
    Statement statement = inZone.statementOf(id).orElseThrow();
    StatementLine line =
        statement.lines().stream().filter(l -> l.id().startsWith(id)).findFirst().orElseThrow();
    return Optional.of(explained(inZone, statement, line));
  }

  private Explained explained(StatementTables inZone, Statement statement, StatementLine line)
      throws TablesException, InterruptedException {
    if (!line.corrects().isEmpty()) {
      Statement earlier = inZone.statementOf(line.corrects()).orElse(statement);
      BigDecimal taken =
          earlier.lines().stream()
              .filter(l -> l.id().equals(line.corrects()))
              .map(l -> l.charge().cost().negate())
              .findFirst()
              .orElse(BigDecimal.ZERO);
      return new Explained(statement, line, Optional.of(taken), List.of(), Evidence.NONE);
    }
    ChargeLine charge = line.charge();
    if (charge.item() == ChargeLine.Item.ROUNDING) {
      return new Explained(
          statement,
          line,
          Optional.of(statement.total().subtract(statement.exact())),
          List.of(),
          Evidence.NONE);
    }
    BillingPeriod month = line.chargePeriod();
    AccountInputs frozen =
        new FrozenInputs(tables).read(statement.id(), month, statement.account());
    RatedPeriod.Bill bill =
        new Rater(statements.keptBook(charge.book()))
            .rate(month, frozen.ratingInput())
            .bills()
            .get(statement.account());
    Optional<BigDecimal> cost =
        bill == null
            ? Optional.empty()
            : bill.lines().stream()
                .filter(l -> isSame(l, charge))
                .map(ChargeLine::cost)
                .findFirst();
    return new Explained(statement, line, cost, behind(frozen, charge), evidence(charge));
  }

  private static boolean isSame(ChargeLine one, ChargeLine other) {
    return one.item() == other.item()
        && one.tier() == other.tier()
        && one.region().equals(other.region())
        && one.lineType().equals(other.lineType())
        && one.eip().equals(other.eip())
        && one.time().equals(other.time())
        && one.unitPrice().compareTo(other.unitPrice()) == 0
        && one.inputHash().equals(other.inputHash());
  }

  private static List<UsageHour> behind(AccountInputs inputs, ChargeLine charge) {
    return charge.bytes().signum() == 0
        ? List.of()
        : inputs.usage().stream()
            .filter(
                hour ->
                    hour.eip().equals(charge.eip())
                        && hour.region().equals(charge.region())
                        && hour.lineType().equals(charge.lineType())
                        && charge.time().contains(hour.hourStart()))
            .sorted()
            .toList();
  }

  private Evidence evidence(ChargeLine charge) throws TablesException, InterruptedException {
    if (charge.bytes().signum() == 0) {
      return Evidence.NONE;
    }
    usage.refresh();
    return Evidence.of(charge, tables, reconciliation);
  }
}
