package io.eipmeter.protocols;

/** Puts a set sampling rate in the place of the one that a v5 or sFlow record has. */
final class SetRate {
  private SetRate() {}

  /** Whether the record told another rate than the one that is set and now used. */
  static boolean apply(ExporterSettings settings, Flow flow) {
    RateSetting setting = settings.rateOf(ExporterSettings.NOT_NAMED, flow.inIf & 0xffff_ffffL);
    boolean told = flow.has(Flow.SAMPLING_RATE);
    if (setting == null || told && !setting.always()) {
      return false;
    }
    SamplingRate rate = setting.rate();
    boolean disagrees =
        told && (flow.samplingRate != rate.population() || flow.samplingSize != rate.size());
    flow.samplingRate = rate.population();
    flow.samplingSize = rate.size();
    flow.samplingRateUnknown = false;
    flow.present |= Flow.SAMPLING_RATE;
    return disagrees;
  }
}
