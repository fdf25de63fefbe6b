package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Timeline;
import java.util.List;
import java.util.Set;

/**
 * What an account held, and what is in doubt about it.
 *
 * @param eips their histories; one EIP may have several lives
 * @param quota how many EIPs the account may hold, over time; unknown: not told
 * @param contests times in which another held the same
 * @param ofAnyone EIPs that are known, of all accounts: what of them is not this one's is another's
 */
public record Holdings(
    String account,
    List<EipHistory> eips,
    Timeline<Long> quota,
    List<Contest> contests,
    Set<String> ofAnyone) {
  public Holdings {
    eips = List.copyOf(eips);
    contests = List.copyOf(contests);
  }

  /**
   * Two who held one EIP or address at once (a release that was missed, say): who pays is for a
   * person to decide (R20).
   *
   * @param eip whose usage is in doubt then
   * @param what the EIP or address, as a person is told
   * @param other the account, or another EIP or address of this one
   */
  public record Contest(String eip, String what, String other, Interval time) {}

  public static Holdings none(String account) {
    return new Holdings(account, List.of(), Timeline.unknown(), List.of(), Set.of());
  }

  /** Whether something of it was held in an interval. */
  boolean isHeldIn(Interval interval) {
    return eips.stream().anyMatch(eip -> !eip.life().intersect(interval).isEmpty());
  }
}
