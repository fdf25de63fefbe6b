package io.eipmeter.protocols;

import java.io.Serializable;

/**
 * A sampling rate that the operator has set.
 *
 * @param scope what it is set for
 * @param id ifIndex or sampler id, unsigned; 0 for the exporter
 * @param always whether it also holds where the exporter tells another one, which is then counted
 *     as {@link Fact#RATE_DISAGREES}; else only where none is told
 */
public record RateSetting(Scope scope, long id, SamplingRate rate, boolean always)
    implements Serializable {

  /** From the narrowest to the widest. */
  public enum Scope {
    SAMPLER,
    INTERFACE,
    EXPORTER
  }
}
