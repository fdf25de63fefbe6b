package io.eipmeter.jobs.idle.domain;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Tells use from noise. Scans reach every public address all the time, and what stands behind one
 * answers some of them, so inbound bytes say nothing and a few outbound ones say little: an hour
 * (UTC) is an hour of use when more than the noise floor left the address in it. 64 KiB, the
 * default, are 1,600 TCP resets of 40 bytes. The last use is the end of the last minute with
 * outbound bytes in such an hour.
 *
 * <p>Two hours are held, so that minutes of neighbouring hours may come in any order; a minute of
 * an older hour must exceed the floor by itself.
 */
final class UseMeter {
  private static final long MINUTE_MS = 60_000;
  private static final long HOUR_MS = 60 * MINUTE_MS;

  /** Index 0 is the newest hour, 1 the newest before it. */
  private final long[] hourMs = {Long.MIN_VALUE, Long.MIN_VALUE};

  private final long[] bytesOut = new long[2];
  private final long[] lastMinuteEndMs = new long[2];
  private long lastUseMs;
  private long lastHeardMs = Long.MIN_VALUE;

  /** Takes a slice of a minute. */
  void take(long minuteMs, long sliceBytesOut, long noiseFloorBytes) {
    lastHeardMs = Math.max(lastHeardMs, minuteMs + MINUTE_MS);
    if (sliceBytesOut == 0) {
      return;
    }
    long ofHourMs = minuteMs - Math.floorMod(minuteMs, HOUR_MS);
    if (ofHourMs > hourMs[0]) {
      hourMs[1] = hourMs[0];
      bytesOut[1] = bytesOut[0];
      lastMinuteEndMs[1] = lastMinuteEndMs[0];
      begin(0, ofHourMs);
    } else if (ofHourMs > hourMs[1] && ofHourMs < hourMs[0]) {
      begin(1, ofHourMs);
    }
    for (int i = 0; i < 2; i++) {
      if (hourMs[i] == ofHourMs) {
        // Sums of a minute stay below 2^63; so must those of an hour of absurd ones.
        bytesOut[i] = Math.min(Long.MAX_VALUE - sliceBytesOut, bytesOut[i]) + sliceBytesOut;
        lastMinuteEndMs[i] = Math.max(lastMinuteEndMs[i], minuteMs + MINUTE_MS);
        if (bytesOut[i] > noiseFloorBytes) {
          lastUseMs = Math.max(lastUseMs, lastMinuteEndMs[i]);
        }
        return;
      }
    }
    if (sliceBytesOut > noiseFloorBytes) {
      lastUseMs = Math.max(lastUseMs, minuteMs + MINUTE_MS);
    }
  }

  private void begin(int index, long newHourMs) {
    hourMs[index] = newHourMs;
    bytesOut[index] = 0;
    lastMinuteEndMs[index] = 0;
  }

  /** End of the last minute of use, milliseconds since the epoch; 0: none. */
  long lastUseMs() {
    return lastUseMs;
  }

  /** End of the last minute with any traffic; {@link Long#MIN_VALUE}: none. */
  long lastHeardMs() {
    return lastHeardMs;
  }

  UseMeter copy() {
    UseMeter copy = new UseMeter();
    System.arraycopy(hourMs, 0, copy.hourMs, 0, 2);
    System.arraycopy(bytesOut, 0, copy.bytesOut, 0, 2);
    System.arraycopy(lastMinuteEndMs, 0, copy.lastMinuteEndMs, 0, 2);
    copy.lastUseMs = lastUseMs;
    copy.lastHeardMs = lastHeardMs;
    return copy;
  }

  void write(DataOutput target) throws IOException {
    for (int i = 0; i < 2; i++) {
      target.writeLong(hourMs[i]);
      target.writeLong(bytesOut[i]);
      target.writeLong(lastMinuteEndMs[i]);
    }
    target.writeLong(lastUseMs);
    target.writeLong(lastHeardMs);
  }

  static UseMeter read(DataInput source) throws IOException {
    UseMeter meter = new UseMeter();
    for (int i = 0; i < 2; i++) {
      meter.hourMs[i] = source.readLong();
      meter.bytesOut[i] = source.readLong();
      meter.lastMinuteEndMs[i] = source.readLong();
    }
    meter.lastUseMs = source.readLong();
    meter.lastHeardMs = source.readLong();
    return meter;
  }
}
