package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.Bill.BytesRated;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;

/**
 * An account's statement of a month.
 *
 * @param id SHA-256 of its lines, shortened
 * @param state how binding it is
 * @param book name of the price book and number of its newest version
 * @param exact the sum of its lines but the rounding
 * @param total what is paid
 * @param parkedFor why it waits for a decision, each a sentence; none unless parked, or a draft
 *     that would be
 * @param notes what was assumed, or is told of earlier months, each a sentence
 * @param bytes where the month's usage went
 * @param inputsHash names the rows the month was made from
 */
public record Statement(
    String id,
    String account,
    BillingPeriod period,
    State state,
    String book,
    String currency,
    List<StatementLine> lines,
    BigDecimal exact,
    BigDecimal total,
    List<String> parkedFor,
    List<String> notes,
    BytesRated bytes,
    String inputsHash) {
  /** How binding it is. */
  public enum State {
    /** The month, or its grace, is not over: it may change. */
    DRAFT,
    /** It waits for a decision. */
    PARKED,
    /** It never changes. */
    ISSUED
  }

  public Statement {
    lines = List.copyOf(lines);
    parkedFor = List.copyOf(parkedFor);
    notes = List.copyOf(notes);
  }

  /** The same with its lines. */
  public Statement withLines(List<StatementLine> own) {
    return new Statement(
        id,
        account,
        period,
        state,
        book,
        currency,
        own,
        exact,
        total,
        parkedFor,
        notes,
        bytes,
        inputsHash);
  }
}
