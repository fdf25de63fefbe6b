package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.Settings;
import java.util.List;

/** Settings with the defaults of the design, for tests. */
public final class TestSettings {
  /** 203.0.113.0. */
  public static final long NET_LOW = 0x0000_ffff_cb00_7100L;

  private TestSettings() {}

  public static Settings.Builder first() {
    return Settings.newBuilder()
        .setVersion(1)
        .addPrefixes(
            MeteredPrefix.newBuilder()
                .setAddress(address(0, NET_LOW))
                .setPrefixLength(120)
                .setUnitLength(128))
        .addPrefixes(
            MeteredPrefix.newBuilder()
                .setAddress(address(0x2001_0db8_0000_0000L, 0))
                .setPrefixLength(32)
                .setUnitLength(64))
        .setSettleDelayMs(90_000)
        .setSealDelayMs(3_600_000)
        .setLongestRecordMs(86_400_000)
        .setLatestRecordMs(35L * 86_400_000)
        .setClockBoundMs(600_000)
        .setWaitingLimitMs(1_800_000)
        .setActiveTimeoutMs(1_800_000);
  }

  public static SettingsHistory history() {
    return new SettingsHistory(List.of(first().build()));
  }

  public static ByteString address(long high, long low) {
    return ByteString.copyFrom(java.nio.ByteBuffer.allocate(16).putLong(high).putLong(low).flip());
  }
}
