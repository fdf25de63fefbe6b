package io.eipmeter.protocols;

/**
 * The limits and bounds of decoding. All times in milliseconds.
 *
 * @param waitingLimitMs how long data waits for its template or sampling rate, in log time
 * @param waitingLimitBytes how many bytes of an exporter may wait
 * @param templateLimit how many templates an exporter may have, over all its domains
 * @param clockBoundMs exporter times further than this in the future of the receive time, or an
 *     export time further than this from it on either side, are corrected by the difference
 * @param activeTimeoutMs what a record may span at the exporter
 */
public record DecoderOptions(
    long waitingLimitMs,
    int waitingLimitBytes,
    int templateLimit,
    long clockBoundMs,
    long activeTimeoutMs)
    implements java.io.Serializable {

  public static final DecoderOptions DEFAULT =
      new DecoderOptions(1_800_000, 1 << 20, 4096, 600_000, 1_800_000);

  public DecoderOptions {
    if (waitingLimitMs <= 0
        || waitingLimitBytes <= 0
        || templateLimit <= 0
        || clockBoundMs <= 0
        || activeTimeoutMs <= 0) {
      throw new IllegalArgumentException("decoder limits must be positive");
    }
  }
}
