package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/** Where statements stand. What is issued there never changes. */
interface StatementStore {
  /** The name of the price book by which each closed month was closed, oldest first. */
  SortedMap<YearMonth, String> closed() throws TablesException;

  /** The texts of a book's versions that are kept, by id. */
  Map<String, String> bookTexts(String name) throws TablesException;

  /** Keeps a version of a price book as it is. */
  void keepBook(String id, String text) throws TablesException;

  /** How the statements of a month stand, by account; drafts are not kept. */
  SortedMap<String, Statement.State> states(BillingPeriod period) throws TablesException;

  /** Accounts with issued lines that charge for a month. */
  SortedSet<String> accountsCharged(BillingPeriod chargePeriod) throws TablesException;

  /** The lines of all issued statements that charge for a month, by account, oldest first. */
  Map<String, List<StatementLine>> issuedFor(
      BillingPeriod chargePeriod, Collection<String> accounts) throws TablesException;

  /** Writes statements; each counts as a whole or not at all, and an issued one stays. */
  void write(Collection<Statement> statements, Instant at) throws TablesException;

  /** Closes a month. */
  void close(BillingPeriod period, String book, Instant at) throws TablesException;

  /** The statements of a month that are kept; all accounts where the account is empty. */
  void forEachStatement(BillingPeriod period, String account, StatementTaker taker)
      throws TablesException;

  /**
   * Nobody else issues statements until the lock is given back.
   *
   * @throws TablesException if another run has it
   */
  Lock lock() throws TablesException;

  /** Takes statements. */
  interface StatementTaker {
    void take(Statement statement, DailyUsage usage) throws TablesException;
  }

  /** The right to issue. */
  interface Lock extends AutoCloseable {
    /**
     * Before anything is written.
     *
     * @throws TablesException if it is lost: another run may have it now
     */
    void check() throws TablesException;

    @Override
    void close() throws TablesException;
  }
}
