package io.eipmeter.sim.world.export;

/**
 * What an exporter says of its sampling, in an options record.
 *
 * @param rate 1 in so many packets; 1: not sampled, nothing is said
 * @param tellAfterMs when it says so for the first time, after its first templates
 */
public record Sampling(int rate, long tellAfterMs) {
  public static final Sampling NONE = new Sampling(1, 0);

  /** The id of the one sampler; data records name it. */
  static final int SAMPLER_ID = 7;
}
