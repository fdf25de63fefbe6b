package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.Bill.BytesRated;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.ChargeLine.Proof;
import io.eipmeter.jobs.rating.domain.Correction;
import io.eipmeter.jobs.rating.prices.Prices;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.report.domain.Statement.State;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.Sha256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts an account's statement together. For each month it speaks of there is one rule: what was
 * issued for that month, over all statements, and the lines added here are together the month as it
 * is rated now. For the statement's own month nothing was issued yet, so these are its lines; for a
 * closed one they are the difference. The rounding is of all of them at once.
 */
public final class StatementComposer {
  /** A line count that no account of ours can have: something multiplies (R20). */
  private static final int MOST_LINES = 1_000_000;

  private static final int ID_DIGITS = 16;

  private record Draft(BillingPeriod chargePeriod, ChargeLine charge, String corrects) {}

  private final BillingPeriod period;
  private final String account;
  private final String book;
  private final String currency;
  private final List<Draft> drafts = new ArrayList<>();
  private final TreeSet<String> parkedFor = new TreeSet<>();
  private final TreeSet<String> notes = new TreeSet<>();
  private BytesRated bytes = BytesRated.NONE;
  private final int moneyDigits;
  private String inputsHash = "";

  /**
   * @param book name of the price book and number of its newest version
   * @param moneyDigits decimals of a total
   */
  public StatementComposer(
      BillingPeriod period, String account, String book, String currency, int moneyDigits) {
    this.period = period;
    this.account = account;
    this.book = book;
    this.currency = currency;
    this.moneyDigits = moneyDigits;
  }

  /**
   * The statement's own month.
   *
   * @param issued what was issued for it: usually nothing
   * @param hash names the rows it was rated from
   */
  public void own(Bill bill, List<StatementLine> issued, String hash) {
    bytes = bill.bytes();
    inputsHash = hash;
    notes.addAll(bill.notes());
    bill.problems().forEach(problem -> parkedFor.add(period + ": " + problem));
    if (new HashSet<>(bill.lines()).size() < bill.lines().size()) {
      parkedFor.add(period + ": a line stands twice");
    }
    if (issued.isEmpty()) {
      bill.lines().forEach(line -> drafts.add(new Draft(period, line, "")));
    } else {
      difference(period, bill, issued);
    }
  }

  /**
   * A closed month, seen again.
   *
   * @param bill of what is known of it now
   * @param issued its lines in all statements so far
   * @param billCurrency of its book
   */
  public void closed(
      BillingPeriod before, Bill bill, List<StatementLine> issued, String billCurrency) {
    if (bill.isParked()) {
      // What can't be rated must not look like a credit of everything.
      bill.problems().forEach(problem -> parkedFor.add(before + ": " + problem));
      return;
    }
    int drafted = drafts.size();
    difference(before, bill, issued);
    if (drafts.size() > drafted && !billCurrency.equals(currency)) {
      drafts.subList(drafted, drafts.size()).clear();
      parkedFor.add(
          before
              + ": a correction in "
              + billCurrency
              + " has no place in a statement in "
              + currency);
    }
  }

  /** Something that the reader should know. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  private void difference(BillingPeriod of, Bill bill, List<StatementLine> issued) {
    List<ChargeLine> charges =
        issued.stream().map(StatementLine::charge).filter(Bill::isCharge).toList();
    Set<String> taken = new HashSet<>();
    for (ChargeLine charge : Correction.between(charges, bill.lines())) {
      drafts.add(new Draft(of, charge, takenBack(issued, charge, taken)));
    }
  }

  /** The newest line whose reversal this is, each once. */
  private static String takenBack(
      List<StatementLine> issued, ChargeLine reversal, Set<String> taken) {
    if (reversal.quantity().signum() >= 0) {
      return "";
    }
    for (int i = issued.size() - 1; i >= 0; i--) {
      StatementLine line = issued.get(i);
      if (line.corrects().isEmpty()
          && line.charge().reversed().isSameCharge(reversal)
          && taken.add(line.id())) {
        return line.id();
      }
    }
    return "";
  }

  /** Whether there is anything to say. */
  public boolean isEmpty() {
    return drafts.isEmpty() && parkedFor.isEmpty();
  }

  /**
   * Ends it.
   *
   * @param over whether the month and its grace are over, so that it may be issued
   */
  public Statement statement(boolean over) {
    BigDecimal exact =
        drafts.stream().map(d -> d.charge().cost()).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal total = Prices.rounded(exact, moneyDigits);
    if (total.compareTo(exact) != 0) {
      drafts.add(new Draft(period, rounding(total.subtract(exact)), ""));
    }
    if (drafts.size() > MOST_LINES) {
      parkedFor.add(period + ": more than " + MOST_LINES + " lines");
    }
    String id = id(period + "|" + account + "|" + book + "|" + drafts);
    List<StatementLine> lines = new ArrayList<>();
    for (Draft draft : drafts) {
      lines.add(
          new StatementLine(
              id(id + "|" + lines.size() + "|" + draft),
              draft.chargePeriod(),
              draft.charge(),
              draft.corrects()));
    }
    return new Statement(
        id,
        account,
        period,
        !over ? State.DRAFT : parkedFor.isEmpty() ? State.ISSUED : State.PARKED,
        book,
        currency,
        lines,
        exact,
        total,
        List.copyOf(parkedFor),
        List.copyOf(notes),
        bytes,
        inputsHash);
  }

  private ChargeLine rounding(BigDecimal difference) {
    return new ChargeLine(
        account,
        "",
        "",
        "",
        Item.ROUNDING,
        0,
        period.time(),
        Quantity.of(1),
        currency,
        difference,
        BigInteger.ZERO,
        book,
        Proof.NONE);
  }

  private static String id(String text) {
    return Sha256.hex(text).substring(0, ID_DIGITS);
  }
}
