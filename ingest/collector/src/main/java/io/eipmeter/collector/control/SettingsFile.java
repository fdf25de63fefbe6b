package io.eipmeter.collector.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.ByteString;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteredPrefix;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.schemas.v1.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The YAML form of a version of the settings. */
public final class SettingsFile {
  private static final Set<String> FIELDS =
      Set.of(
          "from",
          "prefixes",
          "metering-points",
          "settle-delay",
          "seal-delay",
          "longest-record",
          "latest-record",
          "clock-bound",
          "waiting-limit",
          "active-timeout",
          "fine-grained",
          "generation");
  private static final Set<String> PREFIX_FIELDS = Set.of("prefix", "unit");
  private static final Set<String> FINE_FIELDS = Set.of("prefix");
  private static final Set<String> POINT_FIELDS =
      Set.of("exporter", "prefix", "interface", "direction");
  private static final int IPV4_OFFSET_BITS = 96;
  private static final long LARGEST_UINT32 = 0xffff_ffffL;

  private SettingsFile() {}

  /**
   * Reads and checks a file. The version number is 0: the log gives it.
   *
   * @throws IOException if it can't be read
   */
  public static Settings read(Path file) throws IOException, BadFileException {
    return parse(file.getFileName().toString(), Files.readString(file));
  }

  /** As {@link #read}, of a text. */
  static Settings parse(String name, String text) throws BadFileException {
    JsonNode root;
    try {
      root = new ObjectMapper(new YAMLFactory()).readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadFileException(name + " is no YAML: " + e.getOriginalMessage());
    }
    FieldReader fields = new FieldReader(name, root, FIELDS);
    Instant from = fields.instant("from");
    Settings.Builder settings =
        Settings.newBuilder()
            .setFromLogMs(from == null ? 0 : from.toEpochMilli())
            .setSettleDelayMs(fields.duration("settle-delay", Duration.ofSeconds(90)).toMillis())
            .setSealDelayMs(fields.duration("seal-delay", Duration.ofHours(1)).toMillis())
            .setLongestRecordMs(fields.duration("longest-record", Duration.ofDays(1)).toMillis())
            .setLatestRecordMs(fields.duration("latest-record", Duration.ofDays(35)).toMillis())
            .setClockBoundMs(fields.duration("clock-bound", Duration.ofMinutes(10)).toMillis())
            .setWaitingLimitMs(fields.duration("waiting-limit", Duration.ofMinutes(30)).toMillis())
            .setActiveTimeoutMs(
                fields.duration("active-timeout", Duration.ofMinutes(30)).toMillis())
            .setGeneration((int) fields.number("generation", 0, 0, Integer.MAX_VALUE));
    if (settings.getSealDelayMs() < settings.getSettleDelayMs()) {
      throw new BadFileException(name + ": seal-delay must not be shorter than settle-delay");
    }
    addPrefixes(settings, name, root.path("prefixes"));
    addPoints(settings, name, root.path("metering-points"));
    addFineGrained(settings, name, root.path("fine-grained"));
    return settings.build();
  }

  private static void addPrefixes(Settings.Builder settings, String name, JsonNode list)
      throws BadFileException {
    if (!list.isArray() || list.isEmpty()) {
      throw new BadFileException(name + ": 'prefixes' must list the addresses that are metered");
    }
    List<AddressRange> before = new ArrayList<>();
    for (JsonNode element : list) {
      FieldReader fields =
          new FieldReader(name + ": prefixes, " + ordinal(before.size()), element, PREFIX_FIELDS);
      AddressRange range = fields.range("prefix");
      for (AddressRange other : before) {
        if (other.contains(range.address()) || range.contains(other.address())) {
          throw fields.bad("prefix", range + " overlaps " + other);
        }
      }
      before.add(range);
      boolean ipv4 = AddressRange.isIpv4(range.address());
      int offset = ipv4 ? IPV4_OFFSET_BITS : 0;
      long unit =
          fields.number("unit", 128L - offset, range.prefixLength() - (long) offset, 128L - offset);
      settings.addPrefixes(
          MeteredPrefix.newBuilder()
              .setAddress(ByteString.copyFrom(range.address()))
              .setPrefixLength(range.prefixLength())
              .setUnitLength((int) unit + offset));
    }
  }

  private static String ordinal(int index) {
    return "number " + (index + 1);
  }

  private static void addPoints(Settings.Builder settings, String name, JsonNode list)
      throws BadFileException {
    if (list.isMissingNode() || list.isNull()) {
      return; // every sighting counts
    }
    if (!list.isArray()) {
      throw new BadFileException(name + ": 'metering-points' must be a list");
    }
    for (JsonNode element : list) {
      FieldReader fields =
          new FieldReader(
              name + ": metering-points, " + ordinal(settings.getMeteringPointsCount()),
              element,
              POINT_FIELDS);
      MeteringPoint.Builder point =
          MeteringPoint.newBuilder()
              .setIfIndex((int) fields.number("interface", 0, 0, LARGEST_UINT32))
              .setDirection(direction(fields));
      if (fields.text("exporter") != null) {
        AddressRange exporter = fields.range("exporter");
        if (exporter.prefixLength() != 128) {
          throw fields.bad("exporter", "must be one address, was " + exporter);
        }
        point.setExporterAddress(ByteString.copyFrom(exporter.address()));
      }
      if (fields.text("prefix") != null) {
        AddressRange prefix = fields.range("prefix");
        point
            .setPrefixAddress(ByteString.copyFrom(prefix.address()))
            .setPrefixLength(prefix.prefixLength());
      }
      settings.addMeteringPoints(point);
    }
  }

  private static FlowDirection direction(FieldReader fields) throws BadFileException {
    String text = fields.text("direction", "any").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "any" -> FlowDirection.FLOW_DIRECTION_ANY;
      case "ingress" -> FlowDirection.FLOW_DIRECTION_INGRESS;
      case "egress" -> FlowDirection.FLOW_DIRECTION_EGRESS;
      default -> throw fields.bad("direction", "must be any, ingress or egress, was " + text);
    };
  }

  private static void addFineGrained(Settings.Builder settings, String name, JsonNode list)
      throws BadFileException {
    int count = 0;
    for (JsonNode element : list) {
      FieldReader fields =
          new FieldReader(name + ": fine-grained, " + ordinal(count++), element, FINE_FIELDS);
      AddressRange range = fields.range("prefix");
      boolean ours =
          settings.getPrefixesList().stream()
              .map(
                  prefix ->
                      new AddressRange(prefix.getAddress().toByteArray(), prefix.getPrefixLength()))
              .anyMatch(prefix -> prefix.contains(range.address()));
      if (!ours) {
        throw fields.bad("prefix", range + " is in none of the metered prefixes");
      }
      settings.addFineGrained(
          MeteredPrefix.newBuilder()
              .setAddress(ByteString.copyFrom(range.address()))
              .setPrefixLength(range.prefixLength()));
    }
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
    yaml.append(duration("settle-delay", version.getSettleDelayMs()));
    yaml.append(duration("seal-delay", version.getSealDelayMs()));
    yaml.append(duration("longest-record", version.getLongestRecordMs()));
    yaml.append(duration("latest-record", version.getLatestRecordMs()));
    yaml.append(duration("clock-bound", version.getClockBoundMs()));
    yaml.append(duration("waiting-limit", version.getWaitingLimitMs()));
    yaml.append(duration("active-timeout", version.getActiveTimeoutMs()));
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
