package io.eipmeter.collector.control;

import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.files.YamlFile;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The YAML form of a version of the settings. */
public final class SettingsFile {
  private static final YamlFile<SettingsText> FILE = YamlFile.of("settings", SettingsText.class);
  private static final int IPV4_OFFSET_BITS = 96;

  private SettingsFile() {}

  /**
   * Reads and checks a file. The version number is 0: the log gives it.
   *
   * @throws io.eipmeter.schemas.files.BadFileException if it can't be read, or something is wrong
   */
  public static Settings read(Path file) {
    return FILE.read(file).message();
  }

  /** As {@link #read}, of a text. */
  static Settings parse(String name, String text) {
    return FILE.parse(name, text).message();
  }

  /** The YAML of a version: what {@link #read} takes, with the version number as a comment. */
  public static String write(Settings version) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# version ").append(version.getVersion()).append('\n');
    yaml.append("from: ").append(Instant.ofEpochMilli(version.getFromLogMs())).append('\n');
    yaml.append("prefixes:\n");
    for (MeteredPrefix prefix : version.getPrefixesList()) {
      AddressRange range =
          new AddressRange(prefix.getAddress().toByteArray(), prefix.getPrefixLength());
      int offset = AddressRange.isIpv4(range.address()) ? IPV4_OFFSET_BITS : 0;
      int unit = prefix.getUnitLength() == 0 ? 128 : prefix.getUnitLength();
      yaml.append("  - prefix: ").append(quoted(range)).append('\n');
      yaml.append("    unit: ").append(unit - offset).append('\n');
    }
    if (version.getMeteringPointsCount() > 0) {
      yaml.append("metering-points:\n");
      version.getMeteringPointsList().forEach(point -> yaml.append(write(point)));
    }
    if (version.getFineGrainedCount() > 0) {
      yaml.append("fine-grained:\n");
      for (MeteredPrefix prefix : version.getFineGrainedList()) {
        AddressRange range =
            new AddressRange(prefix.getAddress().toByteArray(), prefix.getPrefixLength());
        yaml.append("  - prefix: ").append(quoted(range)).append('\n');
      }
    }
    if (version.getExportersCount() > 0) {
      yaml.append("exporters:\n");
      version.getExportersList().forEach(each -> yaml.append(ExporterText.write(each)));
    }
    yaml.append(duration("settle-delay", version.getSettleDelayMs()));
    yaml.append(duration("seal-delay", version.getSealDelayMs()));
    yaml.append(duration("longest-record", version.getLongestRecordMs()));
    yaml.append(duration("latest-record", version.getLatestRecordMs()));
    yaml.append(duration("clock-bound", version.getClockBoundMs()));
    yaml.append(duration("waiting-limit", version.getWaitingLimitMs()));
    yaml.append(duration("active-timeout", version.getActiveTimeoutMs()));
    yaml.append("rate-wait: ").append(Duration.ofMillis(version.getRateWaitMs())).append('\n');
    yaml.append("generation: ").append(version.getGeneration()).append('\n');
    return yaml.toString();
  }

  private static String write(MeteringPoint point) {
    StringBuilder yaml = new StringBuilder("  -");
    String direction = point.getDirection().name().substring("FLOW_DIRECTION_".length());
    yaml.append(" direction: ").append(direction.toLowerCase(Locale.ROOT)).append('\n');
    if (!point.getExporterAddress().isEmpty()) {
      String exporter = AddressRange.text(point.getExporterAddress().toByteArray());
      yaml.append("    exporter: \"").append(exporter).append("\"\n");
    }
    if (!point.getPrefixAddress().isEmpty()) {
      AddressRange prefix =
          new AddressRange(point.getPrefixAddress().toByteArray(), point.getPrefixLength());
      yaml.append("    prefix: ").append(quoted(prefix)).append('\n');
    }
    if (point.getIfIndex() != 0) {
      yaml.append("    interface: ")
          .append(Integer.toUnsignedString(point.getIfIndex()))
          .append('\n');
    }
    return yaml.toString();
  }

  private static String quoted(AddressRange range) {
    return "\"" + range + "\"";
  }

  private static String duration(String name, long ms) {
    return ms == 0 ? "" : name + ": " + Duration.ofMillis(ms) + "\n";
  }
}
