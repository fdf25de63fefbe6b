package io.eipmeter.collector.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.v1.ExporterSetting;
import io.eipmeter.schemas.v1.SamplingSetting;
import io.eipmeter.schemas.v1.TotalCounts;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a file of settings says of an exporter.
 *
 * @param exporter its address; null: of all that are not named
 */
@JsonNaming(KebabCaseStrategy.class)
record ExporterText(
    @Nullable AddressRange exporter,
    @Nullable List<Sampling> sampling,
    @Nullable String totalCounts,
    @Nullable String payloadCounts,
    @Nullable String outCounts) {
  private static final String BEST_EFFORT = "best-effort";
  private static final String REVERSE = "reverse";
  private static final String UNTOLD = "untold";

  ExporterText {
    if (exporter != null && exporter.prefixLength() != 128) {
      throw new BadFieldException("/exporter", "must be one address, was '" + exporter + "'");
    }
  }

  /**
   * A sampling rate.
   *
   * @param rate such as 1:1000, or 2:3 where two of three packets are sampled
   * @param ifIndex an unsigned number of 32 bits
   */
  record Sampling(
      String rate,
      @JsonProperty("interface") @Nullable Long ifIndex,
      @Nullable Long sampler,
      @Nullable String applies) {
    private static final long MOST = 0xffff_ffffL;

    Sampling {
      String[] parts = rate.split(":", -1); // the schema has seen to its form
      long size = Long.parseLong(parts[0]);
      long population = Long.parseLong(parts[1]);
      if (size < 1 || population < size || population > MOST) {
        throw new BadFieldException(
            "/rate", "must be such as 1:1000, one packet of so many, was '" + rate + "'");
      }
      if (ifIndex != null && sampler != null) {
        throw new BadFieldException("/sampler", "is one too many beside an interface");
      }
    }

    private SamplingSetting message() {
      String[] parts = rate.split(":", -1);
      SamplingSetting.Builder setting =
          SamplingSetting.newBuilder()
              .setSize((int) Long.parseLong(parts[0]))
              .setPopulation((int) Long.parseLong(parts[1]))
              .setIfUntold(UNTOLD.equals(applies));
      if (ifIndex != null) {
        setting.setIfIndex((int) (long) ifIndex);
      }
      if (sampler != null) {
        setting.setSampler(sampler);
      }
      return setting.build();
    }
  }

  ExporterSetting message() {
    ExporterSetting.Builder setting =
        ExporterSetting.newBuilder()
            .setTotalCounts(
                TotalCounts.valueOf(
                    "TOTAL_COUNTS_"
                        + (totalCounts == null ? "recognised" : totalCounts)
                            .toUpperCase(Locale.ROOT)))
            .setPayloadBilled(BEST_EFFORT.equals(payloadCounts))
            .setOutIsReverse(REVERSE.equals(outCounts));
    if (exporter != null) {
      setting.setExporterAddress(ByteString.copyFrom(exporter.address()));
    }
    if (sampling != null) {
      sampling.forEach(each -> setting.addSampling(each.message()));
    }
    return setting.build();
  }

  /** The YAML of a message: what this is read from. */
  static String write(ExporterSetting setting) {
    StringBuilder yaml = new StringBuilder("  - total-counts: ");
    String totals = setting.getTotalCounts().name().substring("TOTAL_COUNTS_".length());
    yaml.append(totals.toLowerCase(Locale.ROOT)).append('\n');
    if (!setting.getExporterAddress().isEmpty()) {
      String exporter = AddressRange.text(setting.getExporterAddress().toByteArray());
      yaml.append("    exporter: \"").append(exporter).append("\"\n");
    }
    yaml.append("    payload-counts: ")
        .append(setting.getPayloadBilled() ? BEST_EFFORT : "aside")
        .append("\n    out-counts: ")
        .append(setting.getOutIsReverse() ? REVERSE : "after")
        .append('\n');
    if (setting.getSamplingCount() > 0) {
      yaml.append("    sampling:\n");
    }
    for (SamplingSetting each : setting.getSamplingList()) {
      yaml.append("      - rate: \"")
          .append(Integer.toUnsignedString(each.getSize()))
          .append(':')
          .append(Integer.toUnsignedString(each.getPopulation()))
          .append("\"\n");
      if (each.hasIfIndex()) {
        String ifIndex = Integer.toUnsignedString(each.getIfIndex());
        yaml.append("        interface: ").append(ifIndex).append('\n');
      }
      if (each.hasSampler()) {
        yaml.append("        sampler: ").append(each.getSampler()).append('\n');
      }
      yaml.append("        applies: ").append(each.getIfUntold() ? UNTOLD : "always").append('\n');
    }
    return yaml.toString();
  }
}
