package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Statements over the tables in ClickHouse. */
public final class Statements {
  private Statements() {}

  /**
   * Makes, or reads, the statements of a month.
   *
   * @param books versions of the book that are given now; those that are kept count, too
   * @param output takes the statements; it is not closed
   */
  public static StatementRun.Result run(
      ClickHouseDatabase database,
      PriceBooks books,
      StatementRun.Order order,
      StatementOutput output,
      StatementRun.Progress progress)
      throws TablesException {
    return new StatementRun(
            new UsageTables(new Tables(database)),
            new StatementTables(database, books.timeline().zone()),
            new Reconciliation(database),
            books,
            output,
            progress)
        .run(order);
  }

  /**
   * The versions of a book that statements were made by.
   *
   * @throws TablesException if there is none of this name
   */
  public static PriceBooks kept(ClickHouseDatabase database, String name) throws TablesException {
    Map<String, String> texts = new StatementTables(database, ZoneOffset.UTC).bookTexts(name);
    if (texts.isEmpty()) {
      throw new TablesException("no version of the price book " + name + " is kept");
    }
    return PriceBooks.ofTexts(texts);
  }

  /** The zone of the book by which the newest closed month was closed. */
  public static Optional<ZoneId> zone(ClickHouseDatabase database) throws TablesException {
    Optional<String> newest =
        new StatementTables(database, ZoneOffset.UTC)
            .closed().values().stream().reduce((before, last) -> last);
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(kept(database, newest.get()).timeline().zone());
  }
}
