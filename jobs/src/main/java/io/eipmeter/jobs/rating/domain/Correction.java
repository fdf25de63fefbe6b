package io.eipmeter.jobs.rating.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be added to all that was issued for a month so that it is what the month costs by what
 * is known now (I5, R17). What was issued is a multiset of lines over all statements, in which a
 * reversal takes one line away: each line that stands too often is reversed, each that stands too
 * rarely is added. Usage that went down gives a credit (R18).
 */
public final class Correction {
  private Correction() {}

  /** How often lines that charge the same are missing; negative: they stand too often. */
  private static final class Count {
    private int missing;
    private @Nullable ChargeLine issued;
    private @Nullable ChargeLine rated;
  }

  /**
   * Compares as multisets. Lines that differ only in their proof or in the book's version that has
   * the price are the same: they charge the same.
   *
   * @param issued lines of all statements that charge for the month, without roundings
   * @param rated the month as it would be billed now, without rounding
   * @return reversals first, each with the book and proof of a line that was issued; none where
   *     nothing changed
   */
  public static List<ChargeLine> between(List<ChargeLine> issued, List<ChargeLine> rated) {
    Map<ChargeLine, Count> counts = new LinkedHashMap<>();
    for (ChargeLine line : issued) {
      boolean reversal = line.quantity().signum() < 0;
      ChargeLine charge = reversal ? line.reversed() : line;
      Count count = counts.computeIfAbsent(charge.charged(), any -> new Count());
      count.missing += reversal ? 1 : -1;
      count.issued = reversal && count.issued != null ? count.issued : charge;
    }
    for (ChargeLine line : rated) {
      Count count = counts.computeIfAbsent(line.charged(), any -> new Count());
      count.missing++;
      count.rated = line;
    }
    List<ChargeLine> reversals = new ArrayList<>();
    List<ChargeLine> additions = new ArrayList<>();
    counts.forEach(
        (charged, count) -> {
          if (charged.quantity().signum() != 0) { // a line of nothing charges nothing
            ChargeLine taken = count.issued;
            for (int i = count.missing; i < 0 && taken != null; i++) {
              reversals.add(taken.reversed());
            }
            ChargeLine added = count.rated == null ? taken : count.rated;
            for (int i = 0; i < count.missing && added != null; i++) {
              additions.add(added);
            }
          }
        });
    reversals.addAll(additions);
    return reversals;
  }
}
