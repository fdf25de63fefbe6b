package io.eipmeter.sim.world.gateway;

/**
 * When a gateway's flow cache gives a record out (RFC 5470 section 5.1.1).
 *
 * @param activeTimeoutMs a flow that goes on is exported when its record is this old
 * @param inactiveTimeoutMs a flow without packets for this long is exported
 * @param minuteCut every record is exported at the end of its minute, too
 */
public record CachePolicy(long activeTimeoutMs, long inactiveTimeoutMs, boolean minuteCut) {
  public static CachePolicy timeouts(long activeTimeoutMs, long inactiveTimeoutMs) {
    return new CachePolicy(activeTimeoutMs, inactiveTimeoutMs, false);
  }

  public static CachePolicy cutAtMinutes(long activeTimeoutMs, long inactiveTimeoutMs) {
    return new CachePolicy(activeTimeoutMs, inactiveTimeoutMs, true);
  }
}
