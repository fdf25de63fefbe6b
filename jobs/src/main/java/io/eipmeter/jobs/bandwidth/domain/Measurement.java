package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.schemas.v1.Settings;

/** One version of the settings, checked and made ready for use. Immutable. */
final class Measurement {
  private final Settings settings;
  private final AddressSpace space;
  private final MeteringPoints points;
  private final AddressSpace fineGrained;

  /**
   * @throws IllegalArgumentException if the version cannot be, with what is wrong in its message
   */
  Measurement(Settings settings) {
    requirePositive("settle_delay_ms", settings.getSettleDelayMs());
    requirePositive("longest_record_ms", settings.getLongestRecordMs());
    requirePositive("latest_record_ms", settings.getLatestRecordMs());
    requirePositive("clock_bound_ms", settings.getClockBoundMs());
    requirePositive("waiting_limit_ms", settings.getWaitingLimitMs());
    requirePositive("active_timeout_ms", settings.getActiveTimeoutMs());
    if (settings.getSealDelayMs() < settings.getSettleDelayMs()) {
      throw new IllegalArgumentException("seal_delay_ms must be at least settle_delay_ms");
    }
    settings.getExportersList().forEach(SetForExporters::of); // a rate in it may be none
    this.settings = settings;
    this.space = new AddressSpace(settings.getPrefixesList());
    this.points = new MeteringPoints(settings.getMeteringPointsList());
    this.fineGrained = new AddressSpace(settings.getFineGrainedList());
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }

  Settings settings() {
    return settings;
  }

  AddressSpace space() {
    return space;
  }

  /** The units that have early sums by the second. */
  AddressSpace fineGrained() {
    return fineGrained;
  }

  MeteringPoints points() {
    return points;
  }
}
