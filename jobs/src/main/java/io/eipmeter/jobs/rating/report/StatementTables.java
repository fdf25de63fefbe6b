package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.Bill.BytesRated;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.Statement.State;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Statements in ClickHouse. Rows have natural keys: what was cut in the middle is written again. A
 * statement counts once its own row is there, which is written last.
 */
final class StatementTables implements StatementStore {
  private static final List<String> LINE_COLUMNS =
      List.of(
          "statement_id",
          "number",
          "line_id",
          "period",
          "account",
          "charge_period",
          "region",
          "line",
          "eip_id",
          "item",
          "tier",
          "charge_from",
          "charge_to",
          "quantity",
          "quantity_amount",
          "quantity_per",
          "unit",
          "unit_price",
          "cost",
          "bytes",
          "input_rows",
          "inputs_hash",
          "incomplete_minutes",
          "missing_exports",
          "most_missing_bytes",
          "book",
          "corrects");
  private static final List<String> STATEMENT_COLUMNS =
      List.of(
          "period",
          "account",
          "statement_id",
          "state",
          "parked_for",
          "notes",
          "book",
          "currency",
          "exact",
          "total",
          "bytes_charged",
          "bytes_covered",
          "bytes_parked",
          "inputs_hash",
          "made_at");
  private static final String READ_LINES =
      "SELECT line_id, charge_period, corrects, account, region, line, eip_id, item, tier,"
          + " charge_from, charge_to, quantity_amount, quantity_per, unit, unit_price, bytes,"
          + " input_rows, inputs_hash, incomplete_minutes, book, statement_id, missing_exports, most_missing_bytes FROM ${db}.statement_lines FINAL"
          + " WHERE ";
  private static final int ACCOUNTS_AT_ONCE = 200;
  private static final String ISSUED =
      "statement_id IN (SELECT statement_id FROM ${db}.statements FINAL WHERE state = 'issued')";

  private final Tables tables;
  private final ZoneId zone;

  /**
   * @param zone of the price book: periods are its months
   */
  StatementTables(ClickHouseDatabase database, ZoneId zone) {
    this.tables = new Tables(database);
    this.zone = zone;
  }

  @Override
  public SortedMap<YearMonth, String> closed() throws TablesException {
    TreeMap<YearMonth, String> closed = new TreeMap<>();
    tables.each(
        "SELECT period, book FROM ${db}.closed_periods FINAL",
        row -> closed.put(YearMonth.parse(row.string(1)), row.string(2)));
    return closed;
  }

  @Override
  public void close(BillingPeriod period, String book, Instant at) throws TablesException {
    tables.insert(
        "closed_periods",
        List.of("period", "book", "period_start", "period_end", "closed_at"),
        List.of(List.of(period.toString(), book, period.time().from(), period.time().to(), at)));
  }

  @Override
  public Map<String, String> bookTexts(String name) throws TablesException {
    Map<String, String> texts = new TreeMap<>();
    tables.each(
        "SELECT book, text FROM ${db}.price_books FINAL WHERE startsWith(book, ?)",
        row -> texts.put(row.string(1), row.string(2)),
        name + "@");
    return texts;
  }

  @Override
  public void keepBook(String id, String text) throws TablesException {
    if (!bookTexts(id.substring(0, id.indexOf('@'))).containsKey(id)) {
      tables.insert("price_books", List.of("book", "text"), List.of(List.of(id, text)));
    }
  }

  @Override
  public SortedMap<String, State> states(BillingPeriod period) throws TablesException {
    TreeMap<String, State> states = new TreeMap<>();
    tables.each(
        "SELECT account, state FROM ${db}.statements FINAL WHERE period = ?",
        row -> states.put(row.string(1), state(row.string(2))),
        period.toString());
    return states;
  }

  private static State state(String text) {
    return State.valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public SortedSet<String> accountsCharged(BillingPeriod chargePeriod) throws TablesException {
    TreeSet<String> accounts = new TreeSet<>();
    tables.each(
        "SELECT DISTINCT account FROM ${db}.statement_lines WHERE charge_period = ? AND " + ISSUED,
        row -> accounts.add(row.string(1)),
        chargePeriod.toString());
    return accounts;
  }

  @Override
  public Map<String, List<StatementLine>> issuedFor(
      BillingPeriod chargePeriod, Collection<String> accounts) throws TablesException {
    Map<String, List<StatementLine>> lines = new HashMap<>();
    tables.each(
        READ_LINES
            + "charge_period = ? AND account IN (SELECT arrayJoin(?)) AND "
            + ISSUED
            + " ORDER BY account, period, statement_id, number",
        row -> lines.computeIfAbsent(row.string(4), account -> new ArrayList<>()).add(line(row)),
        chargePeriod.toString(),
        List.copyOf(accounts));
    return lines;
  }

  private StatementLine line(Row row) throws SQLException {
    return new StatementLine(row.string(1), period(row.string(2)), charge(row), row.string(3));
  }

  private static ChargeLine charge(Row row) throws SQLException {
    String item = row.string(8);
    return new ChargeLine(
        row.string(4),
        row.string(5),
        row.string(6),
        row.string(7),
        Arrays.stream(ChargeLine.Item.values())
            .filter(one -> one.text().equals(item))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no item is called " + item)),
        (int) row.number(9),
        new Interval(row.time(10), row.time(11)),
        Quantity.of(row.integer(12), row.integer(13)),
        row.string(14),
        row.decimal(15),
        row.integer(16),
        row.string(20),
        new ChargeLine.Proof(
            (int) row.number(17),
            row.string(18),
            new Missing((int) row.number(19), row.number(22), row.number(23))));
  }

  /** The statement of a line, named by its id or the beginning of it. */
  Optional<Statement> statementOf(String line) throws TablesException {
    return statements(
            "statement_id IN (SELECT statement_id FROM ${db}.statement_lines WHERE"
                + " startsWith(line_id, ?))",
            line)
        .stream()
        .findFirst();
  }

  @Override
  public void forEachStatement(BillingPeriod period, String account, StatementTaker taker)
      throws TablesException {
    List<String> accounts =
        account.isEmpty() ? List.copyOf(states(period).keySet()) : List.of(account);
    for (int from = 0; from < accounts.size(); from += ACCOUNTS_AT_ONCE) {
      List<String> some =
          accounts.subList(from, Math.min(accounts.size(), from + ACCOUNTS_AT_ONCE));
      List<Statement> statements =
          statements("period = ? AND account IN (SELECT arrayJoin(?))", period.toString(), some);
      Map<String, DailyUsage> usage = usage(statements, period);
      for (Statement statement : statements) {
        taker.take(statement, usage.getOrDefault(statement.id(), new DailyUsage()));
      }
    }
  }

  /** What was used from day to day, by statement. */
  private Map<String, DailyUsage> usage(List<Statement> statements, BillingPeriod period)
      throws TablesException {
    Map<String, DailyUsage> usage = new HashMap<>();
    tables.each(
        "SELECT toString(toDate(hour, ?)) AS day, quality, sum(bytes_out), count(),"
            + " sum(incomplete_minutes), statement_id FROM ${db}.statement_hours FINAL WHERE"
            + " statement_id IN (SELECT arrayJoin(?)) AND charge_period = ? GROUP BY statement_id,"
            + " day, quality",
        row ->
            usage
                .computeIfAbsent(row.string(6), statement -> new DailyUsage())
                .add(
                    LocalDate.parse(row.string(1)),
                    Quality.valueOf(row.string(2).toUpperCase(Locale.ROOT)),
                    row.number(3),
                    row.number(4),
                    row.number(5)),
        zone.getId(),
        statements.stream().map(Statement::id).toList(),
        period.toString());
    return usage;
  }

  private List<Statement> statements(String where, Object... values) throws TablesException {
    List<Statement> heads =
        tables.list(
            "SELECT statement_id, account, period, state, book, currency, exact, total,"
                + " parked_for, notes, bytes_charged, bytes_covered, bytes_parked, inputs_hash"
                + " FROM ${db}.statements FINAL WHERE "
                + where
                + " ORDER BY period, account",
            this::head,
            values);
    Map<String, List<StatementLine>> lines = new HashMap<>();
    tables.each(
        READ_LINES + "statement_id IN (SELECT arrayJoin(?)) ORDER BY statement_id, number",
        row -> lines.computeIfAbsent(row.string(21), id -> new ArrayList<>()).add(line(row)),
        heads.stream().map(Statement::id).toList());
    return heads.stream()
        .map(head -> head.withLines(lines.getOrDefault(head.id(), List.of())))
        .toList();
  }

  private Statement head(Row row) throws SQLException {
    return new Statement(
        row.string(1),
        row.string(2),
        period(row.string(3)),
        state(row.string(4)),
        row.string(5),
        row.string(6),
        List.of(),
        row.decimal(7),
        row.decimal(8),
        row.strings(9),
        row.strings(10),
        new BytesRated(row.integer(11), row.integer(12), row.integer(13)),
        row.string(14));
  }

  @Override
  public void write(Collection<Statement> some, Instant at) throws TablesException {
    List<List<Object>> lines = new ArrayList<>();
    List<List<Object>> heads = new ArrayList<>();
    for (Statement statement : some) {
      int number = 0;
      for (StatementLine line : statement.lines()) {
        lines.add(row(statement, number++, line));
      }
      heads.add(
          List.of(
              statement.period().toString(),
              statement.account(),
              statement.id(),
              statement.state().name().toLowerCase(Locale.ROOT),
              statement.parkedFor(),
              statement.notes(),
              statement.book(),
              statement.currency(),
              statement.exact(),
              statement.total(),
              statement.bytes().charged(),
              statement.bytes().covered(),
              statement.bytes().parked(),
              statement.inputsHash(),
              at));
    }
    tables.insert("statement_lines", LINE_COLUMNS, lines);
    tables.insert("statements", STATEMENT_COLUMNS, heads);
  }

  private static List<Object> row(Statement statement, int number, StatementLine line) {
    ChargeLine charge = line.charge();
    return List.of(
        statement.id(),
        number,
        line.id(),
        statement.period().toString(),
        statement.account(),
        line.chargePeriod().toString(),
        charge.region(),
        charge.lineType(),
        charge.eip(),
        charge.item().text(),
        charge.tier(),
        charge.time().from(),
        charge.time().to(),
        charge.quantity().shown(),
        charge.quantity().amount(),
        charge.quantity().per(),
        charge.unit(),
        charge.unitPrice(),
        charge.cost(),
        charge.bytes(),
        charge.proof().inputRows(),
        charge.proof().inputHash(),
        charge.proof().missing().minutes(),
        charge.proof().missing().exports(),
        charge.proof().missing().mostBytes(),
        charge.book(),
        line.corrects());
  }

  @Override
  public Lock lock() throws TablesException {
    return StatementLock.take(tables);
  }

  private BillingPeriod period(String text) {
    return new BillingPeriod(YearMonth.parse(text), zone);
  }
}
