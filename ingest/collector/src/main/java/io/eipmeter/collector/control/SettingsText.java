package io.eipmeter.collector.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file of settings says, key by key: {@code files/settings.schema.json}. */
@JsonNaming(KebabCaseStrategy.class)
record SettingsText(
    @Nullable TimeOfFile from,
    List<Prefix> prefixes,
    @Nullable List<Point> meteringPoints,
    @Nullable List<FineGrained> fineGrained,
    @Nullable List<ExporterText> exporters,
    @Nullable Duration settleDelay,
    @Nullable Duration sealDelay,
    @Nullable Duration longestRecord,
    @Nullable Duration latestRecord,
    @Nullable Duration clockBound,
    @Nullable Duration waitingLimit,
    @Nullable Duration activeTimeout,
    @Nullable Duration rateWait,
    @Nullable Integer generation) {
  private static final int IPV4_OFFSET_BITS = 96;
  private static final Duration SETTLE_DELAY = Duration.ofSeconds(90);
  private static final Duration RATE_WAIT = Duration.ofSeconds(30);
  private static final Duration SEAL_DELAY = Duration.ofHours(1);

  SettingsText {
    positive("settle-delay", settleDelay);
    positive("seal-delay", sealDelay);
    positive("longest-record", longestRecord);
    positive("latest-record", latestRecord);
    positive("clock-bound", clockBound);
    positive("waiting-limit", waitingLimit);
    positive("active-timeout", activeTimeout);
    if (rateWait != null && rateWait.isNegative()) {
      throw new BadFieldException("/rate-wait", "must not be negative, was '" + rateWait + "'");
    }
    if (ms(sealDelay, SEAL_DELAY) < ms(settleDelay, SETTLE_DELAY)) {
      throw new BadFieldException(
          settleDelay == null ? "/seal-delay" : "/settle-delay",
          "seal-delay must not be shorter than settle-delay, was "
              + Duration.ofMillis(ms(sealDelay, SEAL_DELAY))
              + " and "
              + Duration.ofMillis(ms(settleDelay, SETTLE_DELAY)));
    }
    refuseOverlaps(prefixes);
    for (int i = 0; fineGrained != null && i < fineGrained.size(); i++) {
      AddressRange range = fineGrained.get(i).prefix;
      if (prefixes.stream().noneMatch(each -> each.prefix.covers(range))) {
        throw new BadFieldException(
            "/fine-grained/" + i + "/prefix", range + " is in none of the metered prefixes");
      }
    }
  }

  private static void positive(String key, @Nullable Duration duration) {
    if (duration != null && duration.toMillis() <= 0) {
      throw new BadFieldException("/" + key, "must be positive, was '" + duration + "'");
    }
  }

  private static void refuseOverlaps(List<Prefix> prefixes) {
    for (int i = 0; i < prefixes.size(); i++) {
      AddressRange range = prefixes.get(i).prefix;
      for (Prefix before : prefixes.subList(0, i)) {
        if (before.prefix.covers(range) || range.covers(before.prefix)) {
          throw new BadFieldException(
              "/prefixes/" + i + "/prefix", range + " overlaps " + before.prefix);
        }
      }
    }
  }

  /** Addresses that are metered, in units of a length. */
  record Prefix(AddressRange prefix, @Nullable Integer unit) {
    Prefix {
      int least = prefix.prefixLength() - offset(prefix);
      int most = 128 - offset(prefix);
      if (unit != null && (unit < least || unit > most)) {
        throw new BadFieldException(
            "/unit", "must be " + least + " to " + most + ", was '" + unit + "'");
      }
    }

    private MeteredPrefix message() {
      return MeteredPrefix.newBuilder()
          .setAddress(ByteString.copyFrom(prefix.address()))
          .setPrefixLength(prefix.prefixLength())
          .setUnitLength(unit == null ? 128 : unit + offset(prefix))
          .build();
    }

    private static int offset(AddressRange range) {
      return AddressRange.isIpv4(range.address()) ? IPV4_OFFSET_BITS : 0;
    }
  }

  /** Addresses with early sums by the second. */
  record FineGrained(AddressRange prefix) {
    private MeteredPrefix message() {
      return MeteredPrefix.newBuilder()
          .setAddress(ByteString.copyFrom(prefix.address()))
          .setPrefixLength(prefix.prefixLength())
          .build();
    }
  }

  /**
   * Where traffic counts.
   *
   * @param ifIndex an unsigned number of 32 bits
   */
  @JsonNaming(KebabCaseStrategy.class)
  record Point(
      @Nullable AddressRange exporter,
      @Nullable AddressRange prefix,
      @JsonProperty("interface") @Nullable Long ifIndex,
      @Nullable String direction) {
    Point {
      if (exporter != null && exporter.prefixLength() != 128) {
        throw new BadFieldException("/exporter", "must be one address, was '" + exporter + "'");
      }
    }

    private MeteringPoint message() {
      MeteringPoint.Builder point =
          MeteringPoint.newBuilder()
              .setIfIndex(ifIndex == null ? 0 : (int) (long) ifIndex)
              .setDirection(
                  FlowDirection.valueOf(
                      "FLOW_DIRECTION_"
                          + (direction == null ? "any" : direction).toUpperCase(Locale.ROOT)));
      if (exporter != null) {
        point.setExporterAddress(ByteString.copyFrom(exporter.address()));
      }
      if (prefix != null) {
        point
            .setPrefixAddress(ByteString.copyFrom(prefix.address()))
            .setPrefixLength(prefix.prefixLength());
      }
      return point.build();
    }
  }

  /** The message, with version 0: the log gives it. */
  Settings message() {
    Settings.Builder settings =
        Settings.newBuilder()
            .setFromLogMs(from == null ? 0 : from.ms())
            .setSettleDelayMs(ms(settleDelay, SETTLE_DELAY))
            .setSealDelayMs(ms(sealDelay, SEAL_DELAY))
            .setLongestRecordMs(ms(longestRecord, Duration.ofDays(1)))
            .setLatestRecordMs(ms(latestRecord, Duration.ofDays(35)))
            .setClockBoundMs(ms(clockBound, Duration.ofMinutes(10)))
            .setWaitingLimitMs(ms(waitingLimit, Duration.ofMinutes(30)))
            .setActiveTimeoutMs(ms(activeTimeout, Duration.ofMinutes(30)))
            .setRateWaitMs(ms(rateWait, RATE_WAIT))
            .setGeneration(generation == null ? 0 : generation);
    prefixes.forEach(each -> settings.addPrefixes(each.message()));
    if (meteringPoints != null) {
      meteringPoints.forEach(each -> settings.addMeteringPoints(each.message()));
    }
    if (fineGrained != null) {
      fineGrained.forEach(each -> settings.addFineGrained(each.message()));
    }
    if (exporters != null) {
      exporters.forEach(each -> settings.addExporters(each.message()));
    }
    return settings.build();
  }

  private static long ms(@Nullable Duration duration, Duration usual) {
    return (duration == null ? usual : duration).toMillis();
  }
}
