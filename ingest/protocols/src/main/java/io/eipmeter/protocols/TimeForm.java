package io.eipmeter.protocols;

/**
 * The forms in which records tell times (RFC 7011 section 6.1.7-10, IANA elements 21, 22, 150-159,
 * 322-325), as constants for a switch.
 */
final class TimeForm {
  static final int NONE = 0;
  static final int MILLIS = 1;
  static final int SECONDS = 2;

  /** 64-bit NTP time: seconds since 1900 and a fraction of 2^32. */
  static final int NTP_MICROS = 3;

  static final int NTP_NANOS = 4;

  /** Microseconds before the export time in the message header. */
  static final int MICROS_BEFORE_EXPORT = 5;

  /** Milliseconds of the exporter's uptime, modulo 2^32. */
  static final int UPTIME = 6;

  /** Seconds from 1900 to 1970. */
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private static final long TEN_YEARS_MS = 315_576_000_000L;

  /** No time is later than this, so that sums of times don't overflow. */
  private static final long LATEST_MS = 1L << 52;

  private TimeForm() {}

  static long atMost(long ms) {
    return ms >= 0 && ms < LATEST_MS ? ms : LATEST_MS;
  }

  /**
   * An NTP time in milliseconds since 1970. The era that began in 2036 is told by the highest bit
   * (RFC 4330 section 3). Several exporters send plain micro- or nanoseconds since 1970 in these
   * fields: taken as such where the NTP reading is decades off the export time and this one is not.
   */
  static long ntpMillis(long raw, int form, long exportMs) {
    long seconds = raw >>> 32;
    if (raw >= 0) {
      seconds += 1L << 32;
    }
    long millis = (seconds - NTP_EPOCH_SECONDS) * 1_000 + ((raw & 0xffff_ffffL) * 1_000 >>> 32);
    if (Math.abs(millis - exportMs) > TEN_YEARS_MS) {
      long plain = Long.divideUnsigned(raw, form == NTP_MICROS ? 1_000 : 1_000_000);
      if (Math.abs(atMost(plain) - exportMs) < TEN_YEARS_MS / 10) {
        return plain;
      }
    }
    return millis;
  }
}
