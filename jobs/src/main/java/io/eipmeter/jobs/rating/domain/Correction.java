package io.eipmeter.jobs.rating.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be added to an issued statement once its whole period was rated anew (I5, R17): each
 * line that is not the same any more is reversed, and the new one stands beside it. Usage that went
 * down gives a credit (R18).
 */
public final class Correction {
  private Correction() {}

  /**
   * @param issued lines as they were issued, corrections so far included
   * @param rated the same period as it would be billed now
   * @return reversals and new lines; none where nothing changed
   */
  public static List<ChargeLine> between(List<ChargeLine> issued, List<ChargeLine> rated) {
    List<ChargeLine> standing = standing(issued);
    Set<ChargeLine> now = new HashSet<>(rated);
    Set<ChargeLine> before = new HashSet<>(standing);
    List<ChargeLine> correction = new ArrayList<>();
    for (ChargeLine line : standing) {
      if (!now.contains(line)) {
        correction.add(line.reversed());
      }
    }
    for (ChargeLine line : rated) {
      if (!before.contains(line)) {
        correction.add(line);
      }
    }
    return correction;
  }

  /** The lines that no later one reversed. */
  private static List<ChargeLine> standing(List<ChargeLine> issued) {
    List<ChargeLine> standing = new ArrayList<>();
    for (ChargeLine line : issued) {
      if (!standing.remove(line.reversed())) {
        standing.add(line);
      }
    }
    return standing;
  }

  /** What a correction adds to what is paid: negative is a credit. */
  public static BigDecimal net(List<ChargeLine> correction) {
    return RatedPeriod.sum(correction);
  }
}
