package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.Correction;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.domain.Prices;
import io.eipmeter.jobs.rating.domain.RatedPeriod;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.UnpricedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Puts an account's statement together: the month's own lines, the corrections of months that are
 * closed, and the rounding of all of them at once.
 */
public final class StatementComposer {
  /** A line count that no account of ours can have: something multiplies (R20). */
  private static final int MOST_LINES = 1_000_000;

  private static final int ID_DIGITS = 16;

  /**
   * A closed month, seen again.
   *
   * @param book by which it was closed: its prices stay what they were (R10, R17)
   * @param issued its lines in all statements so far
   * @param known what is known of it now
   */
  public record Closed(
      BillingPeriod period, PriceBook book, List<StatementLine> issued, AccountInputs known) {}

  private record Draft(BillingPeriod chargePeriod, ChargeLine charge, String corrects) {}

  private final PriceBook book;
  private final BillingPeriod period;
  private final AccountInputs inputs;
  private final List<Draft> drafts = new ArrayList<>();
  private final TreeSet<String> parkedFor = new TreeSet<>();

  private StatementComposer(PriceBook book, BillingPeriod period, AccountInputs inputs) {
    this.book = book;
    this.period = period;
    this.inputs = inputs;
  }

  /**
   * Makes a statement.
   *
   * @param over whether the month and its grace are over, so that it may be issued
   */
  public static Statement compose(
      PriceBook book,
      BillingPeriod period,
      AccountInputs inputs,
      List<Closed> closed,
      boolean over) {
    StatementComposer composer = new StatementComposer(book, period, inputs);
    for (ChargeLine charge : composer.rated(book, period, inputs)) {
      composer.drafts.add(new Draft(period, charge, ""));
    }
    closed.forEach(composer::correct);
    return composer.statement(over);
  }

  /** The lines of a month as they would be billed now, without rounding. */
  private List<ChargeLine> rated(PriceBook by, BillingPeriod of, AccountInputs from) {
    try {
      RatedPeriod rated = new Rater(by).rate(of, from.ratingInput());
      if (rated.bytes().parked().signum() > 0) {
        parkedFor.add(
            of
                + ": usage that is estimated or incomplete ("
                + rated.bytes().parked()
                + " bytes), which "
                + by.id()
                + " does not bill");
      }
      RatedPeriod.Bill bill = rated.bills().get(from.account());
      return bill == null
          ? List.of()
          : bill.lines().stream()
              .filter(line -> line.item() != Item.ROUNDING)
              .map(StatementComposer::plain)
              .toList();
    } catch (UnpricedException | IllegalArgumentException | ArithmeticException e) {
      parkedFor.add(of + ": " + e.getMessage());
      return List.of();
    }
  }

  private void correct(Closed closed) {
    int reasons = parkedFor.size();
    List<ChargeLine> now = rated(closed.book(), closed.period(), closed.known());
    if (parkedFor.size() > reasons) {
      return; // what can't be rated must not look like a credit of everything
    }
    List<ChargeLine> before =
        closed.issued().stream()
            .map(StatementLine::charge)
            .filter(charge -> charge.item() != Item.ROUNDING)
            .map(StatementComposer::plain)
            .toList();
    List<ChargeLine> corrections = Correction.between(before, now);
    if (!corrections.isEmpty() && !closed.book().currency().equals(book.currency())) {
      parkedFor.add(
          closed.period()
              + ": a correction in "
              + closed.book().currency()
              + " has no place in a statement in "
              + book.currency());
      return;
    }
    for (ChargeLine charge : corrections) {
      drafts.add(new Draft(closed.period(), charge, takenBack(closed, charge)));
    }
  }

  /** The newest line whose reversal this is. */
  private static String takenBack(Closed closed, ChargeLine charge) {
    String id = "";
    for (StatementLine line : closed.issued()) {
      if (line.corrects().isEmpty() && plain(line.charge()).reversed().equals(charge)) {
        id = line.id();
      }
    }
    return id;
  }

  /** Tables know no trailing zeros: a line must equal itself after it was there. */
  static ChargeLine plain(ChargeLine line) {
    return new ChargeLine(
        line.account(),
        line.region(),
        line.lineType(),
        line.eip(),
        line.item(),
        line.tier(),
        line.time(),
        plain(line.quantity()),
        line.unit(),
        plain(line.unitPrice()),
        line.bytes(),
        line.inputRows(),
        line.inputHash(),
        line.book());
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  private Statement statement(boolean over) {
    BigDecimal exact =
        drafts.stream().map(d -> d.charge().cost()).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal total = Prices.rounded(exact, book.moneyDigits());
    if (total.compareTo(exact) != 0) {
      drafts.add(new Draft(period, rounding(plain(total.subtract(exact))), ""));
    }
    if (drafts.size() > MOST_LINES) {
      parkedFor.add(period + ": more than " + MOST_LINES + " lines");
    }
    if (new TreeSet<>(drafts.stream().map(Draft::toString).toList()).size() < drafts.size()) {
      parkedFor.add(period + ": a line stands twice");
    }
    String id = id(period + "|" + inputs.account() + "|" + book.id() + "|" + drafts);
    List<StatementLine> lines = new ArrayList<>();
    for (Draft draft : drafts) {
      lines.add(
          new StatementLine(
              id(id + "|" + lines.size() + "|" + draft),
              draft.chargePeriod(),
              draft.charge(),
              draft.corrects()));
    }
    Statement.State state =
        !over
            ? Statement.State.DRAFT
            : parkedFor.isEmpty() ? Statement.State.ISSUED : Statement.State.PARKED;
    return new Statement(
        id,
        inputs.account(),
        period,
        state,
        book.id(),
        book.currency(),
        lines,
        plain(exact),
        total,
        List.copyOf(parkedFor),
        inputs.hash());
  }

  private ChargeLine rounding(BigDecimal difference) {
    return new ChargeLine(
        inputs.account(),
        "",
        "",
        "",
        Item.ROUNDING,
        0,
        period.time(),
        BigDecimal.ONE,
        book.currency(),
        difference,
        BigInteger.ZERO,
        0,
        "",
        book.id());
  }

  private static String id(String text) {
    MessageDigest digest = AccountInputs.sha256();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest()).substring(0, ID_DIGITS);
  }
}
