package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.Interval;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.report.domain.AccountInputs;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Statements in ClickHouse. Rows have natural keys: what was cut in the middle is written again.
 */
final class StatementTables {
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
          "unit",
          "unit_price",
          "cost",
          "bytes",
          "input_rows",
          "inputs_hash",
          "book",
          "corrects");
  private static final List<String> STATEMENT_COLUMNS =
      List.of(
          "period",
          "account",
          "statement_id",
          "state",
          "parked_for",
          "book",
          "currency",
          "exact",
          "total",
          "inputs_hash",
          "made_at");
  private final Tables tables;
  private final FrozenInputs frozen;
  private final ZoneId zone;

  StatementTables(Tables tables, ZoneId zone) {
    this.tables = tables;
    this.frozen = new FrozenInputs(tables);
    this.zone = zone;
  }

  /** Months that are closed, in order. */
  List<BillingPeriod> closed() throws TablesException, InterruptedException {
    List<BillingPeriod> periods = new ArrayList<>();
    for (List<String> row :
        tables.rows("SELECT DISTINCT period FROM ${db}.closed_periods FINAL ORDER BY period")) {
      periods.add(period(row.get(0)));
    }
    return periods;
  }

  void close(BillingPeriod period, PriceBook book, Instant at)
      throws TablesException, InterruptedException {
    tables.insert(
        "closed_periods",
        List.of("period", "book", "period_start", "period_end", "closed_at"),
        List.of(
            List.of(
                period.toString(),
                book.id(),
                time(period.time().from()),
                time(period.time().to()),
                time(at))));
  }

  /**
   * Keeps a book as it is.
   *
   * @throws TablesException if another text is known by the same name and version: started prices
   *     never change
   */
  void keep(PriceBook book, String text) throws TablesException, InterruptedException {
    Optional<String> known = bookText(book.id());
    if (known.isPresent() && !known.get().equals(text)) {
      throw new TablesException(
          "price book "
              + book.id()
              + " is not the one that statements were made by: give it a new version");
    }
    if (known.isEmpty()) {
      tables.insert("price_books", List.of("book", "text"), List.of(List.of(book.id(), text)));
    }
  }

  /** The book by which a month was closed. */
  PriceBook bookOf(BillingPeriod closed) throws TablesException, InterruptedException {
    return keptBook(
        tables
            .rows(
                "SELECT book FROM ${db}.closed_periods FINAL WHERE period = "
                    + Tables.quoted(closed.toString()))
            .get(0)
            .get(0));
  }

  /**
   * A book as it was when statements were made by it.
   *
   * @param id name and version
   */
  PriceBook keptBook(String id) throws TablesException, InterruptedException {
    return PriceBookFile.parse(
        id,
        bookText(id).orElseThrow(() -> new TablesException("price book " + id + " is not kept")));
  }

  private Optional<String> bookText(String id) throws TablesException, InterruptedException {
    return tables
        .rows("SELECT text FROM ${db}.price_books FINAL WHERE book = " + Tables.quoted(id))
        .stream()
        .findFirst()
        .map(row -> row.get(0));
  }

  /** The lines of all issued statements that charge for a month, in the order they were issued. */
  List<StatementLine> linesFor(BillingPeriod chargePeriod, String account)
      throws TablesException, InterruptedException {
    return lines(
        "charge_period = "
            + Tables.quoted(chargePeriod.toString())
            + " AND account = "
            + Tables.quoted(account)
            + " AND statement_id IN (SELECT statement_id FROM ${db}.statements FINAL WHERE state ="
            + " 'issued')");
  }

  /** Accounts with lines for a month. */
  List<String> accountsOf(BillingPeriod chargePeriod) throws TablesException, InterruptedException {
    return tables
        .rows(
            "SELECT DISTINCT account FROM ${db}.statement_lines WHERE charge_period = "
                + Tables.quoted(chargePeriod.toString()))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private List<StatementLine> lines(String where) throws TablesException, InterruptedException {
    List<StatementLine> lines = new ArrayList<>();
    for (List<String> row :
        tables.rows(
            "SELECT line_id, charge_period, corrects, account, region, line, eip_id, item, tier,"
                + " toUnixTimestamp64Milli(charge_from), toUnixTimestamp64Milli(charge_to),"
                + " quantity, unit, unit_price, bytes, input_rows, inputs_hash, book"
                + " FROM ${db}.statement_lines FINAL WHERE "
                + where
                + " ORDER BY period, statement_id, number")) {
      lines.add(new StatementLine(row.get(0), period(row.get(1)), charge(row), row.get(2)));
    }
    return lines;
  }

  private static ChargeLine charge(List<String> row) {
    return new ChargeLine(
        row.get(3),
        row.get(4),
        row.get(5),
        row.get(6),
        Arrays.stream(ChargeLine.Item.values())
            .filter(item -> item.text().equals(row.get(7)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no item is called " + row.get(7))),
        Integer.parseInt(row.get(8)),
        new Interval(ms(row.get(9)), ms(row.get(10))),
        new BigDecimal(row.get(11)),
        row.get(12),
        new BigDecimal(row.get(13)),
        new BigInteger(row.get(14)),
        Integer.parseInt(row.get(15)),
        row.get(16),
        row.get(17));
  }

  /** The statements of a month; all accounts where the account is empty. */
  List<Statement> statements(BillingPeriod period, String account)
      throws TablesException, InterruptedException {
    return statements(
        "period = "
            + Tables.quoted(period.toString())
            + (account.isEmpty() ? "" : " AND account = " + Tables.quoted(account)));
  }

  /** The statement of a line, named by its id or the beginning of it. */
  Optional<Statement> statementOf(String line) throws TablesException, InterruptedException {
    return statements(
            "statement_id IN (SELECT statement_id FROM ${db}.statement_lines WHERE"
                + " startsWith(line_id, "
                + Tables.quoted(line)
                + "))")
        .stream()
        .findFirst();
  }

  private List<Statement> statements(String where) throws TablesException, InterruptedException {
    List<Statement> statements = new ArrayList<>();
    for (List<String> row :
        tables.rows(
            "SELECT period, account, statement_id, state, arrayStringConcat(parked_for, '\\n'),"
                + " book, currency, exact, total, inputs_hash FROM ${db}.statements FINAL WHERE "
                + where
                + " ORDER BY period, account")) {
      statements.add(
          new Statement(
              row.get(2),
              row.get(1),
              period(row.get(0)),
              Statement.State.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
              row.get(5),
              row.get(6),
              lines("statement_id = " + Tables.quoted(row.get(2))),
              new BigDecimal(row.get(7)),
              new BigDecimal(row.get(8)),
              row.get(4).isEmpty() ? List.of() : List.of(row.get(4).split("\n")),
              row.get(9)));
    }
    return statements;
  }

  /**
   * Writes a statement: what it was made from, its lines, and last itself, which makes it count.
   */
  void write(Statement statement, Map<BillingPeriod, AccountInputs> inputs, Instant at)
      throws TablesException, InterruptedException {
    frozen.write(statement.id(), inputs);
    List<List<String>> lines = new ArrayList<>();
    for (StatementLine line : statement.lines()) {
      lines.add(row(statement, lines.size(), line));
    }
    tables.insert("statement_lines", LINE_COLUMNS, lines);
    tables.insert(
        "statements",
        STATEMENT_COLUMNS,
        List.of(
            List.of(
                statement.period().toString(),
                statement.account(),
                statement.id(),
                statement.state().name().toLowerCase(Locale.ROOT),
                statement.parkedFor().stream().map(Tables::quoted).toList().toString(),
                statement.book(),
                statement.currency(),
                statement.exact().toPlainString(),
                statement.total().toPlainString(),
                statement.inputsHash(),
                time(at))));
  }

  private static List<String> row(Statement statement, int number, StatementLine line) {
    ChargeLine charge = line.charge();
    return List.of(
        statement.id(),
        Integer.toString(number),
        line.id(),
        statement.period().toString(),
        statement.account(),
        line.chargePeriod().toString(),
        charge.region(),
        charge.lineType(),
        charge.eip(),
        charge.item().text(),
        Integer.toString(charge.tier()),
        time(charge.time().from()),
        time(charge.time().to()),
        charge.quantity().toPlainString(),
        charge.unit(),
        charge.unitPrice().toPlainString(),
        charge.cost().toPlainString(),
        charge.bytes().toString(),
        Integer.toString(charge.inputRows()),
        charge.inputHash(),
        charge.book(),
        line.corrects());
  }

  private BillingPeriod period(String text) {
    return new BillingPeriod(YearMonth.parse(text), zone);
  }

  private static Instant ms(String text) {
    return Instant.ofEpochMilli(Long.parseLong(text));
  }

  /** As ClickHouse reads a DateTime64(3): seconds and milliseconds since the epoch. */
  static String time(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
  }
}
