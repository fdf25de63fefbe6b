package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.report.StatementStore.Lock;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.Statement.State;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the statements of a month. Open and in grace they are drafts, and nothing is written. Once
 * it closes, each account's inputs are frozen and its statement issued; from then on it is only
 * read, but for accounts that are parked: these are tried again. What is learned later goes into
 * the next month's statement. A run that was broken off is taken up: what it issued stays.
 */
public final class StatementRun {
  /** How a month stands. */
  public enum PeriodState {
    OPEN,
    GRACE,
    CLOSED
  }

  /**
   * What to make.
   *
   * @param account one account only is shown; empty: all. A month closes for all at once.
   * @param now the time by the log or the clock
   * @param grace how long after its end a month still takes what comes late
   * @param closeNow closes it although the grace is not over
   * @param dryRun writes nothing, and shows what would be issued
   * @param restate prices may change in months that are closed
   */
  public record Order(
      BillingPeriod period,
      String account,
      Instant now,
      Duration grace,
      boolean closeNow,
      boolean dryRun,
      boolean restate) {
    /** Whether the month and its grace are over. */
    public boolean isOver() {
      return closeNow || !now.isBefore(period.time().to().plus(grace));
    }
  }

  /**
   * What came of it.
   *
   * @param shown how many statements were shown
   * @param parked how many of these wait for a decision, or would
   * @param written how many statements were written now
   * @param unownedBytes of the month that no account held, both directions; 0 once it is closed
   * @param notes what concerns all accounts, each a sentence
   */
  public record Result(
      PeriodState state,
      int shown,
      int parked,
      int written,
      long unownedBytes,
      List<String> notes) {}

  /** Is told how far a long run is. */
  public interface Progress {
    void at(String step, long done, long of);
  }

  private final UsageSource usage;
  private final StatementStore store;
  private final ClosingChecks checks;
  private final PriceBooks books;
  private final StatementOutput output;
  private final Progress progress;

  StatementRun(
      UsageSource usage,
      StatementStore store,
      ClosingChecks checks,
      PriceBooks books,
      StatementOutput output,
      Progress progress) {
    this.usage = usage;
    this.store = store;
    this.checks = checks;
    this.books = books;
    this.output = output;
    this.progress = progress;
  }

  /** Makes, or reads, the statements of a month, and gives them to the output. */
  public Result run(Order order) throws TablesException {
    if (order.closeNow() && order.now().isBefore(order.period().time().to())) {
      throw new TablesException(order.period() + " can't be closed: it is not over");
    }
    if (order.isOver() && !order.dryRun()) {
      try (Lock lock = store.lock()) {
        return issued(order, lock);
      }
    }
    return drafted(order);
  }

  private Result drafted(Order order) throws TablesException {
    boolean closed = store.closed().containsKey(order.period().month());
    if (closed && !order.dryRun()) {
      return stored(order, new Made(), 0);
    }
    Made made = new Made();
    try (AccountStatements statements = statements(order, made)) {
      Map<String, State> states = store.states(order.period());
      for (List<String> batch : statements.batches(toMake(order, statements, closed, states))) {
        for (Statement statement : statements.make(batch)) {
          show(order, statement, statements.usage(statement.account()), made);
        }
      }
      return new Result(
          stateOf(order, closed),
          made.shown,
          made.parked,
          0,
          statements.unownedBytes(),
          made.notes);
    }
  }

  private static PeriodState stateOf(Order order, boolean closed) {
    return closed
        ? PeriodState.CLOSED
        : order.now().isBefore(order.period().time().to()) ? PeriodState.OPEN : PeriodState.GRACE;
  }

  private Result issued(Order order, Lock lock) throws TablesException {
    boolean closed = store.closed().containsKey(order.period().month());
    Map<String, State> states = store.states(order.period());
    if (closed && !states.containsValue(State.PARKED)) {
      return stored(order, new Made(), 0);
    }
    if (!closed) {
      refuse(order, checks.behind(mustHavePassed(order)));
      refuse(order, unequal(checks.differences(order.period())));
    }
    Made made = new Made();
    long unowned;
    try (AccountStatements statements = statements(order, made)) {
      if (!closed) {
        refuse(order, unequal(checks.differencesOf(statements.snapshot())));
      }
      for (Map.Entry<String, String> text : statements.bookTexts().entrySet()) {
        store.keepBook(text.getKey(), text.getValue());
      }
      TreeSet<String> accounts = toMake(order, statements, closed, states);
      for (List<String> batch : statements.batches(accounts)) {
        List<Statement> some = new ArrayList<>(statements.make(batch));
        some.removeIf(one -> closed && one.state() == State.PARKED && isKnownParked(states, one));
        lock.check();
        statements.freeze(some);
        store.write(some, order.now());
        made.written += some.size();
      }
      unowned = statements.unownedBytes();
      if (!closed) {
        lock.check();
        store.close(order.period(), statements.book().name(), order.now());
      }
    }
    return stored(order, made, closed ? 0 : unowned);
  }

  /**
   * Only what can be issued replaces a parked statement: a run that changes nothing writes nothing.
   */
  private static boolean isKnownParked(Map<String, State> states, Statement statement) {
    return states.get(statement.account()) == State.PARKED;
  }

  /**
   * Of a closed month only who is parked; else all who are not issued already: also who was parked
   * by a run that was broken off, and has nothing any more.
   */
  private static TreeSet<String> toMake(
      Order order, AccountStatements statements, boolean closed, Map<String, State> states)
      throws TablesException {
    TreeSet<String> accounts = new TreeSet<>();
    if (!closed) {
      accounts.addAll(statements.accounts());
    }
    states.forEach(
        (account, state) -> {
          if (state == State.PARKED) {
            accounts.add(account);
          } else {
            accounts.remove(account);
          }
        });
    if (!order.isOver() && !order.account().isEmpty()) {
      accounts.retainAll(List.of(order.account()));
    }
    return accounts;
  }

  private static void refuse(Order order, List<String> reasons) throws TablesException {
    if (!reasons.isEmpty()) {
      throw new TablesException(order.period() + " can't be closed: " + String.join("; ", reasons));
    }
  }

  private static List<String> unequal(List<String> checks) {
    return checks.stream()
        .map(name -> "'" + name + "' does not hold (see eipmeter reconcile)")
        .toList();
  }

  private static Instant mustHavePassed(Order order) {
    Instant end = order.period().time().to();
    return order.closeNow() ? end : end.plus(order.grace());
  }

  private Result stored(Order order, Made made, long unowned) throws TablesException {
    store.forEachStatement(
        order.period(), order.account(), (statement, daily) -> show(order, statement, daily, made));
    return new Result(
        PeriodState.CLOSED, made.shown, made.parked, made.written, unowned, made.notes);
  }

  private void show(Order order, Statement statement, DailyUsage daily, Made made)
      throws TablesException {
    if (order.account().isEmpty() || order.account().equals(statement.account())) {
      made.shown++;
      made.parked += statement.parkedFor().isEmpty() ? 0 : 1;
      output.write(statement, daily);
    }
  }

  /** Opens what is known of the month, and of those before it that are closed. */
  private AccountStatements statements(Order order, Made made) throws TablesException {
    AccountStatements statements =
        new AccountStatements(usage, store, order, given(order), progress);
    try {
      SortedMap<YearMonth, String> closed = new TreeMap<>(store.closed());
      closed.keySet().removeIf(month -> !month.isBefore(order.period().month()));
      Map<String, PriceTimeline> timelines = new HashMap<>();
      for (Map.Entry<YearMonth, String> month : closed.entrySet()) {
        if (!timelines.containsKey(month.getValue())) {
          timelines.put(month.getValue(), timeline(order, month.getValue()).timeline());
        }
        PriceTimeline prices = timelines.get(month.getValue());
        BillingPeriod before = new BillingPeriod(month.getKey(), prices.zone());
        List<String> reasons = new ArrayList<>(checks.expired(before));
        if (reasons.isEmpty()) {
          checks.differences(before).forEach(name -> reasons.add("'" + name + "' does not hold"));
        }
        if (reasons.isEmpty()) {
          statements.correct(before, prices);
        } else {
          made.notes.add(
              before + " is not corrected by what came later: " + String.join("; ", reasons));
        }
      }
      return statements;
    } catch (TablesException | RuntimeException e) {
      statements.close();
      throw e;
    }
  }

  /** All versions of a book: those given now, if it is that book, and those kept. */
  private PriceBooks timeline(Order order, String name) throws TablesException {
    return name.equals(books.timeline().name())
        ? given(order)
        : PriceBooks.ofTexts(store.bookTexts(name));
  }

  /**
   * @throws TablesException if a kept version would be another, or hours of a closed month would
   *     cost something else
   */
  private PriceBooks given(Order order) throws TablesException {
    Map<String, String> kept = store.bookTexts(books.timeline().name());
    for (Map.Entry<String, String> text : books.texts().entrySet()) {
      if (kept.containsKey(text.getKey()) && !text.getValue().equals(kept.get(text.getKey()))) {
        throw new TablesException(
            "price book "
                + text.getKey()
                + " is not the one that statements were made by: give it a new version");
      }
    }
    PriceBooks all = books.with(kept);
    if (!kept.isEmpty() && !order.restate()) {
      PriceTimeline before = PriceBooks.ofTexts(kept).timeline();
      for (Map.Entry<YearMonth, String> month : store.closed().entrySet()) {
        BillingPeriod period = new BillingPeriod(month.getKey(), before.zone());
        if (month.getValue().equals(before.name())
            && all.timeline().restates(before, period.time())) {
          throw new TablesException(
              "the versions of "
                  + before.name()
                  + " given now change prices of "
                  + period
                  + ", which is closed: let them begin later, or say --restate");
        }
      }
    }
    return all;
  }

  /** What a run counts. */
  private static final class Made {
    private final List<String> notes = new ArrayList<>();
    private int shown;
    private int parked;
    private int written;
  }
}
