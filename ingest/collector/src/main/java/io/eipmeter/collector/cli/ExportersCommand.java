package io.eipmeter.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.collector.control.ExporterReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter exporters}. */
@Command(
    name = "exporters",
    mixinStandardHelpOptions = true,
    description = {
      "Shows who sends what, and how well: rates, lost exports, templates, sampling,",
      "clock skew."
    },
    footer =
        "lost: exports that the sequence numbers miss (records for v5 and IPFIX, datagrams for v9"
            + " and sFlow). waiting: datagrams without their template.")
public final class ExportersCommand implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of(
          "exporter",
          "last minute",
          "datagrams/s",
          "kB/s",
          "flows/s",
          "lost",
          "duplicate",
          "rejected",
          "set aside",
          "waiting",
          "templates",
          "restarts",
          "skew ms",
          "corrected",
          "sampling",
          "rate unknown",
          "rate differs",
          "before rate",
          "dropped",
          "totals again",
          "totals forgotten",
          "payload",
          "in/out differ",
          "assumed time");

  @Spec CommandSpec spec;
  @Mixin KafkaOptions kafka;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      paramLabel = "N",
      description = "How far back from the newest settled minute. Default: 60.")
  int minutes;

  @Option(names = "--json", description = "One JSON object for each exporter and line.")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (minutes < 1) {
      throw new ParameterException(spec.commandLine(), "--minutes must be at least 1");
    }
    return kafka.run(
        spec,
        settings -> {
          List<ExporterReport.Line> lines =
              ExporterReport.read(
                  settings, System.currentTimeMillis(), Duration.ofMinutes(minutes));
          if (json) {
            printJson(lines);
          } else {
            printTable(lines);
          }
          return 0;
        });
  }

  private void printJson(List<ExporterReport.Line> lines) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    PrintWriter out = spec.commandLine().getOut();
    for (ExporterReport.Line line : lines) {
      out.println(mapper.writeValueAsString(line));
    }
    out.flush();
  }

  private void printTable(List<ExporterReport.Line> lines) {
    if (lines.isEmpty()) {
      spec.commandLine().getErr().println("no settled minute of an exporter yet");
      return;
    }
    List<List<String>> rows = new java.util.ArrayList<>(List.of(HEADER));
    lines.forEach(line -> rows.add(cells(line)));
    PrintWriter out = spec.commandLine().getOut();
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
        String format = column < 2 ? "%-" + width + "s" : "%" + width + "s";
        text.append(column == 0 ? "" : "  ").append(String.format(format, row.get(column)));
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }

  private static List<String> cells(ExporterReport.Line line) {
    return List.of(
        line.exporter(),
        line.lastMinuteMs() == 0 ? "silent" : Instant.ofEpochMilli(line.lastMinuteMs()).toString(),
        decimal(line.datagramsPerSecond()),
        decimal(line.bytesPerSecond() / 1e3),
        decimal(line.flowsPerSecond()),
        Long.toString(line.lostExports()),
        Long.toString(line.duplicates()),
        Long.toString(line.rejected()),
        Long.toString(line.rejectedFlows()),
        Long.toString(line.waiting()),
        Long.toString(line.templates()),
        Long.toString(line.restarts()),
        Long.toString(line.clockSkewMs()),
        Long.toString(line.correctedTimes()),
        sampling(line),
        Long.toString(line.unknownRateRecords()),
        Long.toString(line.rateDisagreesRecords()),
        Long.toString(line.countedBeforeRate()),
        Long.toString(line.droppedRecords()),
        Long.toString(line.totalsToldAgain()),
        Long.toString(line.totalsForgotten()),
        Long.toString(line.payloadRecords()),
        Long.toString(line.inOutDifferRecords()),
        Long.toString(line.assumedTimeRecords()));
  }

  /** Such as 1:1000, or 1:100-1:1000 where records differ. */
  private static String sampling(ExporterReport.Line line) {
    if (line.samplingRateMax() == 0) {
      return "";
    }
    String lowest = "1:" + line.samplingRateMin();
    return line.samplingRateMin() == line.samplingRateMax()
        ? lowest
        : lowest + "-1:" + line.samplingRateMax();
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
