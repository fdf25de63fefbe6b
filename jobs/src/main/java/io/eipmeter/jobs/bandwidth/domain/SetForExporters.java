package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.protocols.ExporterSettings;
import io.eipmeter.protocols.ExporterSettings.Totals;
import io.eipmeter.protocols.RateSetting;
import io.eipmeter.protocols.SamplingRate;
import io.eipmeter.schemas.v1.ExporterSetting;
import io.eipmeter.schemas.v1.SamplingSetting;
import io.eipmeter.schemas.v1.Settings;

/** What a version of the settings says of an exporter, as the decoders take it. */
public final class SetForExporters {
  private SetForExporters() {}

  /** Of the exporter by its address, else of any. */
  public static ExporterSettings of(Settings settings, Address exporter) {
    ByteString address = ByteString.copyFrom(exporter.toBytes());
    ExporterSettings any = ExporterSettings.NONE;
    for (int i = settings.getExportersCount() - 1; i >= 0; i--) {
      ExporterSetting each = settings.getExporters(i);
      if (each.getExporterAddress().equals(address)) {
        return of(each);
      }
      any = each.getExporterAddress().isEmpty() ? of(each) : any;
    }
    return any;
  }

  /**
   * One message.
   *
   * @throws IllegalArgumentException if a rate in it cannot be
   */
  static ExporterSettings of(ExporterSetting setting) {
    return new ExporterSettings(
        setting.getSamplingList().stream().map(SetForExporters::rate).toList(),
        switch (setting.getTotalCounts()) {
          case TOTAL_COUNTS_RUNNING -> Totals.RUNNING;
          case TOTAL_COUNTS_ONCE -> Totals.ONCE;
          default -> Totals.RECOGNISED;
        },
        setting.getPayloadBilled(),
        setting.getOutIsReverse());
  }

  private static RateSetting rate(SamplingSetting setting) {
    SamplingRate rate =
        new SamplingRate(
            Integer.toUnsignedLong(setting.getPopulation()),
            Integer.toUnsignedLong(setting.getSize()));
    boolean always = !setting.getIfUntold();
    return switch (setting.getScopeCase()) {
      case IF_INDEX ->
          new RateSetting(
              RateSetting.Scope.INTERFACE,
              Integer.toUnsignedLong(setting.getIfIndex()),
              rate,
              always);
      case SAMPLER ->
          new RateSetting(RateSetting.Scope.SAMPLER, setting.getSampler(), rate, always);
      case SCOPE_NOT_SET -> new RateSetting(RateSetting.Scope.EXPORTER, 0, rate, always);
    };
  }
}
