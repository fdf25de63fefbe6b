package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.Statement.State;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Statements in memory, which can break off before any write, or let another run come between. */
final class FakeStore implements StatementStore {
  /** What a run that breaks off ends with. */
  static final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Key(YearMonth month, String account) {}

  private final TreeMap<YearMonth, String> closed = new TreeMap<>();
  private final Map<String, String> books = new TreeMap<>();
  private final Map<Key, Statement> statements = new HashMap<>();
  private final List<Statement> issued = new ArrayList<>();
  private boolean locked;
  private int writesLeft = Integer.MAX_VALUE;
  private Runnable between = () -> {};
  private int written;

  void breakOffAfter(int writes) {
    writesLeft = writes;
  }

  void between(Runnable other) {
    between = other;
  }

  /** All statements that were ever issued. */
  List<Statement> issued() {
    return issued;
  }

  int written() {
    return written;
  }

  List<YearMonth> parkedMonths() {
    return statements.values().stream()
        .filter(one -> one.state() == State.PARKED)
        .map(one -> one.period().month())
        .distinct()
        .sorted()
        .toList();
  }

  private void writing() {
    between.run();
    if (writesLeft == 0) {
      throw new BrokenOff();
    }
    writesLeft--;
  }

  @Override
  public SortedMap<YearMonth, String> closed() {
    return closed;
  }

  @Override
  public Map<String, String> bookTexts(String name) {
    return books;
  }

  @Override
  public void keepBook(String id, String text) {
    writing();
    books.put(id, text);
  }

  @Override
  public SortedMap<String, State> states(BillingPeriod period) {
    TreeMap<String, State> states = new TreeMap<>();
    statements.forEach(
        (key, statement) -> {
          if (key.month.equals(period.month())) {
            states.put(key.account, statement.state());
          }
        });
    return states;
  }

  @Override
  public SortedSet<String> accountsCharged(BillingPeriod chargePeriod) {
    return issued.stream()
        .filter(
            one -> one.lines().stream().anyMatch(line -> line.chargePeriod().equals(chargePeriod)))
        .map(Statement::account)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Map<String, List<StatementLine>> issuedFor(
      BillingPeriod chargePeriod, Collection<String> accounts) {
    Map<String, List<StatementLine>> lines = new HashMap<>();
    for (Statement one : issued) {
      if (accounts.contains(one.account())) {
        one.lines().stream()
            .filter(line -> line.chargePeriod().equals(chargePeriod))
            .forEach(
                line -> lines.computeIfAbsent(one.account(), key -> new ArrayList<>()).add(line));
      }
    }
    return lines;
  }

  @Override
  public void write(Collection<Statement> some, Instant at) {
    for (Statement statement : some) {
      writing();
      Key key = new Key(statement.period().month(), statement.account());
      Statement before = statements.put(key, statement);
      if (before != null && before.state() == State.ISSUED) {
        throw new AssertionError("an issued statement was written again: " + key);
      }
      written++;
      if (statement.state() == State.ISSUED) {
        issued.add(statement);
      }
    }
  }

  @Override
  public void close(BillingPeriod period, String book, Instant at) {
    writing();
    closed.put(period.month(), book);
  }

  @Override
  public void forEachStatement(BillingPeriod period, String account, StatementTaker taker)
      throws TablesException {
    for (Map.Entry<Key, Statement> each : statements.entrySet()) {
      if (each.getKey().month.equals(period.month())) {
        taker.take(each.getValue(), new DailyUsage());
      }
    }
  }

  @Override
  public Lock lock() throws TablesException {
    if (locked) {
      throw new TablesException("another run issues statements");
    }
    locked = true;
    return new Lock() {
      @Override
      public void check() {}

      @Override
      public void close() {
        locked = false;
      }
    };
  }
}
