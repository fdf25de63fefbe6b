package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.report.domain.AccountInputs;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementComposer;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes the statements of a month. Open and in grace they are drafts, and nothing is written. Once
 * it closes, each account's inputs are frozen and its statement issued; from then on it is only
 * read. What is learned later goes into the next month's statement.
 */
public final class StatementRun {
  /** How a month stands. */
  public enum PeriodState {
    OPEN,
    GRACE,
    CLOSED
  }

  /**
   * What came of it.
   *
   * @param written how many statements were written now
   * @param unownedBytes of the month that no account held, both directions; 0 once it is closed
   * @param inputs what the statements were made from, by account
   */
  public record Result(
      PeriodState state,
      List<Statement> statements,
      int written,
      long unownedBytes,
      Map<String, AccountInputs> inputs) {}

  private final PriceBook book;
  private final String bookText;
  private final UsageTables usage;
  private final StatementTables statements;
  private final FrozenInputs frozen;
  private final Reconciliation reconciliation;

  public StatementRun(ClickHouseTarget target, PriceBook book, String bookText) {
    Tables tables = new Tables(target);
    this.book = book;
    this.bookText = bookText;
    this.usage = new UsageTables(tables);
    this.statements = new StatementTables(tables, book.zone());
    this.frozen = new FrozenInputs(tables);
    this.reconciliation = new Reconciliation(target);
  }

  /**
   * Makes, or reads, the statements of a month.
   *
   * @param account one account only; empty: all. A month closes for all at once.
   * @param now the time by the log or the clock
   * @param grace how long after its end a month still takes what comes late
   * @param closeNow closes it whatever the time
   */
  public Result run(
      BillingPeriod period, String account, Instant now, Duration grace, boolean closeNow)
      throws TablesException, InterruptedException {
    // By its name: a book of another zone must not bill a month twice.
    boolean wasClosed =
        statements.closed().stream().anyMatch(closed -> closed.month().equals(period.month()));
    boolean over = closeNow || !now.isBefore(period.time().to().plus(grace));
    if (wasClosed) {
      int written = reissue(period, now);
      return stored(period, account, written, 0);
    }
    Map<String, AccountInputs> live = usage.inputs(period);
    if (!over) {
      live.replaceAll((of, inputs) -> inputs.until(now));
    }
    long unowned = unownedBytes(live);
    List<Draft> drafts = drafts(period, live, over);
    if (!over) {
      return new Result(
          now.isBefore(period.time().to()) ? PeriodState.OPEN : PeriodState.GRACE,
          drafts.stream()
              .map(Draft::statement)
              .filter(s -> account.isEmpty() || s.account().equals(account))
              .toList(),
          0,
          unowned,
          live);
    }
    refuseDifferences(period);
    statements.keep(book, bookText);
    for (Draft draft : drafts) {
      statements.write(draft.statement(), draft.inputs(), now);
    }
    statements.close(period, book, now);
    return stored(period, account, drafts.size(), unowned);
  }

  private Result stored(BillingPeriod period, String account, int written, long unowned)
      throws TablesException, InterruptedException {
    List<Statement> stored = statements.statements(period, account);
    Map<String, AccountInputs> inputs = new HashMap<>();
    for (Statement statement : stored) {
      inputs.put(statement.account(), frozen.read(statement.id(), period, statement.account()));
    }
    return new Result(PeriodState.CLOSED, stored, written, unowned, inputs);
  }

  /** An account that was parked is tried again; what is issued stays. */
  private int reissue(BillingPeriod period, Instant now)
      throws TablesException, InterruptedException {
    List<Statement> parked =
        statements.statements(period, "").stream()
            .filter(s -> s.state() == Statement.State.PARKED)
            .toList();
    if (parked.isEmpty()) {
      return 0;
    }
    Map<String, AccountInputs> live = usage.inputs(period);
    int written = 0;
    for (Statement before : parked) {
      Draft draft = draft(period, before.account(), live, new HashMap<>(), true);
      if (draft.statement().state() == Statement.State.ISSUED) {
        statements.keep(book, bookText);
        statements.write(draft.statement(), draft.inputs(), now);
        written++;
      }
    }
    return written;
  }

  private void refuseDifferences(BillingPeriod period)
      throws TablesException, InterruptedException {
    List<String> differences = differences(period);
    if (!differences.isEmpty()) {
      throw new TablesException(
          period
              + " can't be closed: "
              + String.join("; ", differences)
              + " (see eipmeter reconcile --period "
              + period
              + ")");
    }
  }

  /** What does not agree; of a month whose minutes have expired, these: it can't be rated anew. */
  private List<String> differences(BillingPeriod period)
      throws TablesException, InterruptedException {
    return reconciliation.check(period).stream()
        .filter(check -> !check.agrees())
        .map(Reconciliation.Check::name)
        .toList();
  }

  private record Draft(Statement statement, Map<BillingPeriod, AccountInputs> inputs) {}

  /** A closed month, as all accounts are known now. */
  private record Earlier(PriceBook book, Map<String, AccountInputs> inputs) {}

  private List<Draft> drafts(BillingPeriod period, Map<String, AccountInputs> live, boolean over)
      throws TablesException, InterruptedException {
    Map<BillingPeriod, Earlier> earlier = new LinkedHashMap<>(); // oldest first
    TreeSet<String> accounts = new TreeSet<>(live.keySet());
    for (BillingPeriod before : statements.closed()) {
      if (before.month().isBefore(period.month()) && differences(before).isEmpty()) {
        Map<String, AccountInputs> inputs = usage.inputs(before);
        earlier.put(before, new Earlier(statements.bookOf(before), inputs));
        accounts.addAll(inputs.keySet());
        accounts.addAll(statements.accountsOf(before));
      }
    }
    accounts.remove("");
    List<Draft> drafts = new ArrayList<>();
    for (String account : accounts) {
      Draft draft = draft(period, account, live, earlier, over);
      if (!draft.statement().lines().isEmpty()
          || !draft.statement().parkedFor().isEmpty()
          || live.containsKey(account)) {
        drafts.add(draft);
      }
    }
    return drafts;
  }

  private Draft draft(
      BillingPeriod period,
      String account,
      Map<String, AccountInputs> live,
      Map<BillingPeriod, Earlier> earlier,
      boolean over)
      throws TablesException, InterruptedException {
    AccountInputs own = live.getOrDefault(account, AccountInputs.none(account));
    Map<BillingPeriod, AccountInputs> inputs = new HashMap<>();
    inputs.put(period, own);
    List<StatementComposer.Closed> closed = new ArrayList<>();
    for (Map.Entry<BillingPeriod, Earlier> each : earlier.entrySet()) {
      BillingPeriod before = each.getKey();
      closed.add(
          new StatementComposer.Closed(
              before,
              each.getValue().book(),
              statements.linesFor(before, account),
              each.getValue().inputs().getOrDefault(account, AccountInputs.none(account))));
    }
    Statement statement = StatementComposer.compose(book, period, own, closed, over);
    for (StatementComposer.Closed before : closed) {
      if (statement.lines().stream().anyMatch(l -> l.chargePeriod().equals(before.period()))) {
        inputs.put(before.period(), before.known());
      }
    }
    return new Draft(statement, inputs);
  }

  private static long unownedBytes(Map<String, AccountInputs> live) {
    return live.getOrDefault("", AccountInputs.none("")).usage().stream()
        .mapToLong(hour -> Math.addExact(hour.bytesIn(), hour.bytesOut()))
        .reduce(0, Math::addExact);
  }
}
