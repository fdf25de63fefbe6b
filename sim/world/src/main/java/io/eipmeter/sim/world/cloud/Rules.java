package io.eipmeter.sim.world.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What an operator may set; all else is the provider's.
 *
 * @param rest how long a released address rests before anybody else may get it; may be zero
 * @param transition how long associating and disassociating take
 * @param billingZone in whose midnight a change of the charge type takes effect
 * @param eipQuota pay-as-you-go EIPs of an account that has no quota of its own
 * @param takeBack how long a released EIP can be taken back by its account
 * @param debtRun how long pay-as-you-go EIPs run in debt before they are suspended
 * @param debtSuspended how long they stay suspended before they are released
 * @param openResources a resource nobody registered, with an id of its kind, is taken as running
 */
public record Rules(
    Duration rest,
    Duration transition,
    ZoneId billingZone,
    int eipQuota,
    Duration takeBack,
    Duration debtRun,
    Duration debtSuspended,
    boolean openResources) {
  /** Subscriptions are suspended so long after they end, and released so long after that. */
  static final Duration SUBSCRIPTION_GRACE = Duration.ofHours(72);

  /** An answer to a ClientToken is remembered so long. */
  static final Duration TOKEN_LIFE = Duration.ofHours(24);

  static final long BITS_PER_MBIT = 1_000_000L;

  /** What is left to an EIP or a shared bandwidth in debt. */
  static final long LOCKED_BITS_PER_SECOND = 1_000L;

  static final int SUM_BY_TRAFFIC_MBPS = 5_000;
  static final int SUM_BY_BANDWIDTH_MBPS = 50_000;
  static final int RECOVERIES_A_MONTH = 20;
  static final int FINE_GRAINED_EIPS = 10;

  public Rules {
    if (rest.isNegative() || transition.isNegative() || eipQuota < 1) {
      throw new IllegalArgumentException(
          "rest and transition must not be negative, the quota positive: "
              + rest
              + ", "
              + transition
              + ", "
              + eipQuota);
    }
  }

  /** The provider's own, with a rest of an hour and two seconds for associating. */
  public static Rules standard() {
    return new Rules(
        Duration.ofHours(1),
        Duration.ofSeconds(2),
        ZoneId.of("Asia/Shanghai"),
        20,
        Duration.ofDays(7),
        Duration.ofDays(15),
        Duration.ofDays(15),
        true);
  }

  public Rules withRest(Duration newRest) {
    return new Rules(
        newRest,
        transition,
        billingZone,
        eipQuota,
        takeBack,
        debtRun,
        debtSuspended,
        openResources);
  }

  public Rules withTransition(Duration newTransition) {
    return new Rules(
        rest,
        newTransition,
        billingZone,
        eipQuota,
        takeBack,
        debtRun,
        debtSuspended,
        openResources);
  }

  public Rules withEipQuota(int newQuota) {
    return new Rules(
        rest, transition, billingZone, newQuota, takeBack, debtRun, debtSuspended, openResources);
  }

  long nextMidnightMs(long nowMs) {
    return midnightMs(day(nowMs).plusDays(1));
  }

  /** A subscription ends at 24:00 of its last day. */
  long subscriptionEndMs(long nowMs, int months) {
    return midnightMs(day(nowMs).plusMonths(months).plusDays(1));
  }

  LocalDate day(long nowMs) {
    return Instant.ofEpochMilli(nowMs).atZone(billingZone).toLocalDate();
  }

  private long midnightMs(LocalDate date) {
    return date.atStartOfDay(billingZone).toInstant().toEpochMilli();
  }
}
