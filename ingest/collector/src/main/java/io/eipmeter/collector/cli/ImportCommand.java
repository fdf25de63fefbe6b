package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.InventoryFile;
import io.eipmeter.collector.control.TopicScan;
import io.eipmeter.collector.logs.Associations;
import io.eipmeter.collector.logs.HourUsage;
import io.eipmeter.collector.logs.LogFormat;
import io.eipmeter.collector.logs.LogImport;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.csv.CsvText;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code eipmeter import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Usage by the hour from the provider's own logs (JSON lines), as CSV for 'eipmeter rate'.",
      "Such logs are best effort, and every row says so: none is charged unless the price book"
          + " allows it. Lines that stand there twice count once."
    })
public final class ImportCommand implements Callable<Integer> {
  private static final List<String> PRIVATE =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7");

  @Spec CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The logs.")
  List<Path> files;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      converter = FormatNames.class,
      description = "vpc-flow-log or nat-session-log.")
  LogFormat format;

  @ArgGroup(multiplicity = "1")
  Ownership ownership = new Ownership();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The price book's time zone, whose full hours are meant. Default: UTC.")
  String zone;

  @Option(
      names = "--internal",
      paramLabel = "PREFIX",
      description =
          "Peers that are not the Internet, beside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16,"
              + " 169.254.0.0/16 and fc00::/7; may stand often.")
  List<String> internal = new ArrayList<>();

  @Option(
      names = "--csv-raw",
      description =
          "Names as they are; else those that a spreadsheet would take for a formula begin with"
              + " an apostrophe.")
  boolean csvRaw;

  /** Where it stands which EIP was attached to what. */
  static final class Ownership {
    @Option(
        names = "--inventory",
        paramLabel = "FILE",
        description = "An inventory with from, to, association_kind and association_id.")
    @Nullable Path inventory;

    /** eip-events is read. */
    @ArgGroup(exclusive = false, multiplicity = "1")
    @Nullable KafkaOptions kafka;
  }

  /** As they are written. */
  static final class FormatNames implements ITypeConverter<LogFormat> {
    @Override
    public LogFormat convert(String name) {
      for (LogFormat format : LogFormat.values()) {
        if (format.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "must be vpc-flow-log or nat-session-log, was '" + name + "'");
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Path inventory = ownership.inventory;
    if (inventory == null) {
      return Objects.requireNonNull(ownership.kafka)
          .run(spec, settings -> print(newestIntervals(settings)));
    }
    try {
      return print(InventoryFile.read(inventory));
    } catch (BadFileException e) {
      throw mistake(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw mistake("usage can't be written: " + e.getMessage(), e);
    }
  }

  private int print(Collection<EipEvent> intervals) throws IOException {
    List<AddressRange> ranges = new ArrayList<>();
    PRIVATE.forEach(prefix -> ranges.add(AddressRange.parse(prefix)));
    internal.forEach(prefix -> ranges.add(range(prefix)));
    HourUsage usage = new HourUsage(new Associations(intervals), zone());
    LogImport logs = new LogImport(format, ranges, usage);
    for (Path file : files) {
      try {
        logs.read(file);
      } catch (IOException e) {
        throw mistake(file + " can't be read: " + e.getMessage(), e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    usage.csv(CsvText.raw(csvRaw), out);
    PrintWriter err = spec.commandLine().getErr();
    err.println(logs.sentence());
    err.flush();
    return 0;
  }

  private AddressRange range(String prefix) {
    try {
      return AddressRange.parse(prefix);
    } catch (IllegalArgumentException e) {
      throw mistake("--internal: " + e.getMessage(), e);
    }
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw mistake("--zone: there is no time zone '" + zone + "'", e);
    }
  }

  private static Collection<EipEvent> newestIntervals(KafkaSettings settings) {
    Map<String, EipEvent> newest = new LinkedHashMap<>();
    TopicScan.all(
        settings,
        Topic.EIP_EVENTS,
        EipEvent.parser(),
        (record, event) -> {
          if (!event.getOwnershipId().isEmpty()) {
            newest.put(event.getOwnershipId(), event); // of one address, so of one partition
          }
        });
    return newest.values();
  }

  private ParameterException mistake(String sentence, Exception cause) {
    return new ParameterException(spec.commandLine(), sentence, cause);
  }
}
