package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;

/**
 * An account's statement of a month.
 *
 * @param id SHA-256 of its lines, shortened
 * @param state how binding it is
 * @param book name and version of the price book
 * @param exact the sum of its lines but the rounding
 * @param total what is paid
 * @param parkedFor why it waits for a decision; empty unless parked
 * @param inputsHash names the rows it was made from
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
  }
}
