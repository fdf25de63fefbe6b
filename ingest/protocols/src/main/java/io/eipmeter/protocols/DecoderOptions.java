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
 * @param latestRecordMs a record that ended longer than this before it was received has no time
 * @param rateWaitMs how long the first data of an exporter waits, in log time, for options that may
 *     tell a sampling rate; 0: not at all
 */
public record DecoderOptions(
    long waitingLimitMs,
    int waitingLimitBytes,
    int templateLimit,
    long clockBoundMs,
    long activeTimeoutMs,
    long latestRecordMs,
    long rateWaitMs)
    implements java.io.Serializable {

  public static final DecoderOptions DEFAULT =
      new DecoderOptions(1_800_000, 1 << 20, 4096, 600_000, 1_800_000, 35L * 86_400_000, 0);

  public DecoderOptions {
    if (waitingLimitMs <= 0
        || waitingLimitBytes <= 0
        || templateLimit <= 0
        || clockBoundMs <= 0
        || activeTimeoutMs <= 0
        || latestRecordMs <= 0
        || rateWaitMs < 0) {
      throw new IllegalArgumentException("decoder limits must be positive");
    }
  }

  /** These, with another wait for the first sampling rate. */
  public DecoderOptions withRateWaitMs(long newRateWaitMs) {
    return new DecoderOptions(
        waitingLimitMs,
        waitingLimitBytes,
        templateLimit,
        clockBoundMs,
        activeTimeoutMs,
        latestRecordMs,
        newRateWaitMs);
  }

  /** These, with another bound of clocks. */
  public DecoderOptions withClockBoundMs(long newClockBoundMs) {
    return new DecoderOptions(
        waitingLimitMs,
        waitingLimitBytes,
        templateLimit,
        newClockBoundMs,
        activeTimeoutMs,
        latestRecordMs,
        rateWaitMs);
  }
}
