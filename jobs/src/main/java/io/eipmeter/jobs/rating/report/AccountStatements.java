package io.eipmeter.jobs.rating.report;

import io.eipmeter.jobs.rating.domain.AccountMonth;
import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.Holdings;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.report.UsageSource.Snapshot;
import io.eipmeter.jobs.rating.report.domain.HeldEip;
import io.eipmeter.jobs.rating.report.domain.InputsDigest;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.report.domain.Statement.State;
import io.eipmeter.jobs.rating.report.domain.StatementComposer;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes statements, some accounts at a time: what is held in memory grows with the EIPs of these
 * accounts, not with their hours, nor with the number of accounts.
 */
final class AccountStatements implements AutoCloseable {
  /** Rows of accounts that are made together: some thousand EIPs. */
  private static final long ROWS_AT_ONCE = 3_000_000;

  private final UsageSource usage;
  private final StatementStore store;
  private final StatementRun.Order order;
  private final PriceBooks books;
  private final StatementRun.Progress progress;
  private final Snapshot own;
  private final List<Earlier> earlier = new ArrayList<>();
  private final Map<String, DailyUsage> daily = new HashMap<>();
  private final Map<String, State> states;
  private int accountsToMake;
  private int accountsMade;

  /** A closed month that is rated anew. */
  private record Earlier(Snapshot snapshot, PriceTimeline prices, Map<String, State> states) {}

  AccountStatements(
      UsageSource usage,
      StatementStore store,
      StatementRun.Order order,
      PriceBooks books,
      StatementRun.Progress progress)
      throws TablesException {
    this.usage = usage;
    this.store = store;
    this.order = order;
    this.books = books;
    this.progress = progress;
    progress.at("reading " + order.period(), 0, 0);
    this.own = usage.snapshot(order.period());
    this.states = store.states(order.period());
  }

  PriceTimeline book() {
    return books.timeline();
  }

  Map<String, String> bookTexts() {
    return books.texts();
  }

  /** Also corrects a closed month. */
  void correct(BillingPeriod before, PriceTimeline prices) throws TablesException {
    progress.at("reading " + before, 0, 0);
    earlier.add(new Earlier(usage.snapshot(before), prices, store.states(before)));
  }

  /** Who used or held anything in the month, or is concerned by a closed one. */
  Set<String> accounts() throws TablesException {
    Set<String> accounts = new TreeSet<>(own.accounts().keySet());
    for (Earlier before : earlier) {
      accounts.addAll(before.snapshot.accounts().keySet());
      accounts.addAll(store.accountsCharged(before.snapshot.period()));
    }
    accounts.remove("");
    return accounts;
  }

  /** What is rated of the month itself. */
  Snapshot snapshot() {
    return own;
  }

  long unownedBytes() throws TablesException {
    return own.unownedBytes();
  }

  /** Divides accounts so that each part fits into memory. */
  List<List<String>> batches(Collection<String> accounts) throws TablesException {
    Map<String, Long> rows = new HashMap<>(own.accounts());
    for (Earlier before : earlier) {
      before.snapshot.accounts().forEach((account, more) -> rows.merge(account, more, Math::max));
    }
    accountsToMake = accounts.size();
    accountsMade = 0;
    List<List<String>> batches = new ArrayList<>();
    long inBatch = ROWS_AT_ONCE;
    for (String account : accounts) {
      if (inBatch >= ROWS_AT_ONCE) {
        batches.add(new ArrayList<>());
        inBatch = 0;
      }
      batches.get(batches.size() - 1).add(account);
      inBatch += 1 + rows.getOrDefault(account, 0L);
    }
    return batches;
  }

  /** The statements of some accounts; of one about which there is nothing to say, none. */
  List<Statement> make(List<String> accounts) throws TablesException {
    PriceTimeline prices = books.timeline();
    daily.clear();
    int digits =
        prices
            .ofMonth(order.period().time())
            .map(PriceBook::moneyDigits)
            .orElse(prices.versions().get(0).moneyDigits());
    Map<String, StatementComposer> composers = new TreeMap<>();
    for (String account : accounts) {
      composers.put(
          account,
          new StatementComposer(order.period(), account, prices.id(), prices.currency(), digits));
    }
    own(accounts, composers);
    for (Earlier before : earlier) {
      closed(before, accounts, composers);
    }
    accountsMade += accounts.size();
    List<Statement> statements = new ArrayList<>();
    Set<String> present = new HashSet<>(own.accounts().keySet());
    present.addAll(states.keySet()); // what was parked may be nothing now
    composers.forEach(
        (account, composer) -> {
          if (!composer.isEmpty() || present.contains(account)) {
            statements.add(composer.statement(order.isOver()));
          }
        });
    return statements;
  }

  private void own(List<String> accounts, Map<String, StatementComposer> composers)
      throws TablesException {
    Map<String, List<StatementLine>> issued = store.issuedFor(order.period(), accounts);
    Rated rated = rate(own, books.timeline(), accounts);
    composers.forEach(
        (account, composer) ->
            composer.own(
                rated.bill(account),
                issued.getOrDefault(account, List.of()),
                rated.digest(account).hex()));
  }

  private void closed(
      Earlier before, List<String> accounts, Map<String, StatementComposer> composers)
      throws TablesException {
    BillingPeriod period = before.snapshot.period();
    Map<String, List<StatementLine>> issued = store.issuedFor(period, accounts);
    Rated rated = rate(before.snapshot, before.prices, accounts);
    composers.forEach(
        (account, composer) -> {
          if (before.states.get(account) == State.PARKED) {
            composer.note(period + " is still parked, and stands in no statement");
          } else {
            composer.closed(
                period,
                rated.bill(account),
                issued.getOrDefault(account, List.of()),
                before.prices.currency());
          }
        });
  }

  /** What an account used in the month, of those that were made last. */
  DailyUsage usage(String account) {
    return daily.getOrDefault(account, new DailyUsage());
  }

  /** Bills by account, and what names their inputs. */
  private record Rated(Map<String, Bill> bills, Map<String, InputsDigest> digests) {
    Bill bill(String account) {
      return Objects.requireNonNull(bills.get(account), account);
    }

    InputsDigest digest(String account) {
      return Objects.requireNonNull(digests.get(account), account);
    }
  }

  private Rated rate(Snapshot snapshot, PriceTimeline prices, List<String> accounts)
      throws TablesException {
    Rater rater = new Rater(prices);
    Map<String, List<HeldEip>> held = snapshot.held(accounts);
    Map<String, List<Holdings.Contest>> contests = snapshot.contests(accounts);
    Rated rated = new Rated(new LinkedHashMap<>(), new HashMap<>());
    Map<String, Holdings> holdings = new HashMap<>();
    for (String account : accounts) {
      List<HeldEip> all = held.getOrDefault(account, List.of());
      InputsDigest digest = new InputsDigest();
      all.forEach(digest::add);
      rated.digests.put(account, digest);
      holdings.put(
          account,
          new Holdings(
              account,
              HeldEip.histories(untilNow(order, all)),
              HeldEip.quota(all),
              contests.getOrDefault(account, List.of()),
              Set.of()));
    }
    Current current = new Current();
    snapshot.forEachUsage(
        accounts,
        hour -> {
          if (!hour.account().equals(current.account)) {
            current.end(rated);
            Holdings of = holdings.remove(hour.account());
            if (of == null) {
              throw new IllegalStateException("usage is not in the order of accounts");
            }
            current.begin(hour.account(), rater.begin(snapshot.period(), of));
            progress.at(
                "rating " + snapshot.period(), accountsMade + rated.bills.size(), accountsToMake);
          }
          rated.digest(hour.account()).add(hour);
          if (snapshot == own) {
            daily
                .computeIfAbsent(hour.account(), account -> new DailyUsage())
                .add(hour, prices.zone());
          }
          current.use(hour);
        });
    current.end(rated);
    holdings.forEach(
        (account, of) -> rated.bills.put(account, rater.begin(snapshot.period(), of).bill()));
    return rated;
  }

  /** While a month lasts, what is held is paid until now. */
  static List<HeldEip> untilNow(StatementRun.Order order, List<HeldEip> held) {
    return order.now().isBefore(order.period().time().to())
        ? held.stream()
            .filter(one -> one.time().from().isBefore(order.now()))
            .map(one -> one.until(order.now()))
            .toList()
        : held;
  }

  /** The account whose usage is being read. */
  private static final class Current {
    private @Nullable String account;
    private @Nullable AccountMonth month;

    void begin(String of, AccountMonth opened) {
      account = of;
      month = opened;
    }

    void use(UsageHour hour) {
      AccountMonth open = month;
      if (open != null) {
        open.use(hour);
      }
    }

    void end(Rated rated) {
      String of = account;
      AccountMonth open = month;
      if (of != null && open != null) {
        rated.bills.put(of, open.bill());
      }
      account = null;
      month = null;
    }
  }

  /** Keeps what statements were made from, of each month that they charge for. */
  void freeze(List<Statement> statements) throws TablesException {
    List<Snapshot> snapshots = new ArrayList<>(List.of(own));
    earlier.forEach(before -> snapshots.add(before.snapshot));
    for (Snapshot snapshot : snapshots) {
      Map<String, String> ids = new TreeMap<>();
      for (Statement statement : statements) {
        if (snapshot == own
            || statement.lines().stream()
                .anyMatch(line -> line.chargePeriod().equals(snapshot.period()))) {
          ids.put(statement.account(), statement.id());
        }
      }
      if (!ids.isEmpty()) {
        snapshot.freeze(ids);
      }
    }
  }

  @Override
  public void close() throws TablesException {
    own.close();
    for (Earlier before : earlier) {
      before.snapshot.close();
    }
  }
}
