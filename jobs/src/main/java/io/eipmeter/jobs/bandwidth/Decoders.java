package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.bandwidth.domain.SetForExporters;
import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.protocols.DatagramDecoder;
import io.eipmeter.protocols.DecoderOptions;
import io.eipmeter.protocols.ExporterSettings;
import io.eipmeter.schemas.v1.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * A decoder for each version of the settings: its bounds decide rows, so a replay applies each
 * where it applied.
 */
final class Decoders {
  private final SettingsHistory history;
  private final Map<Settings, DatagramDecoder> decoders = new HashMap<>();
  private final Map<Settings, Map<Address, ExporterSettings>> exporters = new HashMap<>();
  private Settings current;
  private DatagramDecoder decoder;

  Decoders(SettingsHistory history) {
    this.history = history;
    this.current = history.settingsAt(Long.MIN_VALUE);
    this.decoder = new DatagramDecoder(options(current));
    decoders.put(current, decoder);
  }

  /** The decoder in force at a log time. */
  DatagramDecoder at(long logMs) {
    Settings settings = history.settingsAt(logMs);
    if (settings != current) {
      current = settings;
      decoder =
          decoders.computeIfAbsent(settings, version -> new DatagramDecoder(options(version)));
    }
    return decoder;
  }

  /** What is set for an exporter at a log time. */
  ExporterSettings of(Address exporter, long logMs) {
    Settings settings = history.settingsAt(logMs);
    if (settings.getExportersCount() == 0) {
      return ExporterSettings.NONE;
    }
    return exporters
        .computeIfAbsent(settings, version -> new HashMap<>())
        .computeIfAbsent(exporter, address -> SetForExporters.of(settings, address));
  }

  /** How long data waits at a log time. */
  long waitingLimitMs(long logMs) {
    return history.settingsAt(logMs).getWaitingLimitMs();
  }

  private static DecoderOptions options(Settings settings) {
    return new DecoderOptions(
        settings.getWaitingLimitMs(),
        DecoderOptions.DEFAULT.waitingLimitBytes(),
        DecoderOptions.DEFAULT.templateLimit(),
        settings.getClockBoundMs(),
        settings.getActiveTimeoutMs(),
        settings.getLatestRecordMs(),
        settings.getRateWaitMs());
  }
}
