package io.eipmeter.protocols;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has set for one exporter, where its exports do not say what they mean.
 *
 * @param rates sampling rates, of which the narrowest that fits a record is used
 * @param totals how totals (85, 86) that stand alone are to be read
 * @param payloadBilled bill the payload that a Cisco ASA or another counter of layer 4 tells (231,
 *     232, and 85 of NSEL) as if it were IP bytes, as best effort; else it is set aside
 * @param outIsReverse take OUT_BYTES (23) beside IN_BYTES (1) of NetFlow v9 as the other direction
 *     of the flow (nProbe, Meraki); else it is the same flow after the exporter, and not counted
 */
public record ExporterSettings(
    List<RateSetting> rates, Totals totals, boolean payloadBilled, boolean outIsReverse)
    implements Serializable {

  /** How octetTotalCount (85) and packetTotalCount (86) are read. */
  public enum Totals {
    /** Running where a flow of one key and start is told again with more, else once. */
    RECOGNISED,
    /** Of the flow since its start (RFC 5102 section 5.10.4): what it grew by counts. */
    RUNNING,
    /** Of this record alone, as YAF has it. */
    ONCE
  }

  public static final ExporterSettings NONE =
      new ExporterSettings(List.of(), Totals.RECOGNISED, false, false);

  static final long NOT_NAMED = -1;

  public ExporterSettings {
    rates = List.copyOf(rates);
  }

  /** The setting for a record that names these, or {@link #NOT_NAMED}; null where there is none. */
  @Nullable RateSetting rateOf(long sampler, long ifIndex) {
    RateSetting found = null;
    for (RateSetting each : rates) {
      boolean fits =
          switch (each.scope()) {
            case SAMPLER -> each.id() == sampler;
            case INTERFACE -> each.id() == ifIndex;
            case EXPORTER -> true;
          };
      if (fits && (found == null || each.scope().compareTo(found.scope()) < 0)) {
        found = each;
      }
    }
    return found;
  }
}
