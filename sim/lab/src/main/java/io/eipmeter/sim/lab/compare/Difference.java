package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import java.time.Instant;

/**
 * One place where the tables do not say what the ledger says.
 *
 * @param truth which of the truths is contradicted: records, packets, owners, lost exports
 * @param minuteMs the minute's start; -1 where the whole run is meant
 * @param what what was compared, with its unit
 */
public record Difference(
    String truth, Address address, long minuteMs, String what, String expected, String found) {

  /** For totals over the whole run. */
  public static final long WHOLE_RUN = -1;

  /** A sentence that names it. */
  public String sentence() {
    return "%s, %s: %s expected %s, found %s (truth of %s)"
        .formatted(
            address,
            minuteMs == WHOLE_RUN ? "whole run" : Instant.ofEpochMilli(minuteMs).toString(),
            what,
            expected,
            found,
            truth);
  }
}
