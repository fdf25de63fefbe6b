package io.eipmeter.collector.control;

import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who sent what, summed from the settled rows of {@code exporter-minutes}. */
public final class ExporterReport {
  private static final long MINUTE_MS = 60_000;

  private final Map<Key, Row> rows = new HashMap<>();
  private long newestMs = Long.MIN_VALUE;

  private record Key(String exporter, long minuteMs) {}

  private record Row(int generation, ExporterMinute minute) {}

  /**
   * The sums of one exporter.
   *
   * @param lastMinuteMs start of the last minute in which it sent, milliseconds since the epoch
   * @param datagramsPerSecond over the minutes looked at
   * @param lostExports in the protocol's own unit
   * @param waiting datagrams that wait for a template and were not released in the time looked at
   * @param clockSkewMs largest distance between export time and receive time
   * @param samplingRateMin lowest rate of a record, one packet in so many; 0: there was no record
   * @param samplingRateMax highest rate of a record
   * @param rateDisagreesRecords records whose exporter tells another sampling rate than the one
   *     that is set and was used
   * @param countedBeforeRate records that were counted as unsampled before the exporter told its
   *     first sampling rate; in the minute of that
   * @param droppedRecords records of packets that were dropped or consumed: their bytes are dropped
   *     bytes
   * @param totalsToldAgain records whose total is that of a flow told before: what it grew by is
   *     counted
   * @param totalsForgotten flows whose totals were forgotten for want of room: told again they
   *     would count twice
   * @param payloadRecords records with bytes of layer 4 and none of the IP layer: set aside, or
   *     billed as best effort if so set
   * @param inOutDifferRecords records of NetFlow v9 whose IN_BYTES and OUT_BYTES differ: a setting
   *     says what the latter mean
   * @param assumedTimeRecords records whose times cannot be and were taken from their end, their
   *     report before or their receive time
   */
  public record Line(
      String exporter,
      long lastMinuteMs,
      double datagramsPerSecond,
      double bytesPerSecond,
      double flowsPerSecond,
      long datagrams,
      long flows,
      long lostExports,
      long duplicates,
      long rejected,
      long rejectedFlows,
      long waiting,
      long templates,
      long restarts,
      long clockSkewMs,
      long correctedTimes,
      long unknownRateRecords,
      long samplingRateMin,
      long samplingRateMax,
      long rateDisagreesRecords,
      long countedBeforeRate,
      long droppedRecords,
      long totalsToldAgain,
      long totalsForgotten,
      long payloadRecords,
      long inOutDifferRecords,
      long assumedTimeRecords) {}

  /**
   * Reads the settled rows of about the last time.
   *
   * @param wallMs now, by the wall clock, for finding where to begin to read
   * @param back how far back from the newest minute there is
   */
  public static List<Line> read(KafkaSettings kafka, long wallMs, Duration back) {
    ExporterReport report = new ExporterReport();
    long fromMs = wallMs - 2 * back.toMillis() - Duration.ofHours(2).toMillis();
    scan(kafka, fromMs, report);
    if (report.rows.isEmpty()) {
      // The topic's timestamps may be of a virtual clock, or nothing came for long.
      scan(kafka, Long.MIN_VALUE, report);
    }
    return report.lines(back);
  }

  private static void scan(KafkaSettings kafka, long fromMs, ExporterReport report) {
    TopicScan.since(
        kafka,
        Topic.EXPORTER_MINUTES,
        fromMs,
        SettledBlock.parser(),
        (record, block) -> report.add(block));
  }

  /** Takes a block; a row that comes again is the same row, one of a new generation replaces. */
  void add(SettledBlock block) {
    for (SettledRow row : block.getRowsList()) {
      if (row.hasExporterMinute()) {
        ExporterMinute minute = row.getExporterMinute();
        String exporter = AddressRange.text(minute.getExporterAddress().toByteArray());
        newestMs = Math.max(newestMs, minute.getMinuteMs());
        rows.merge(
            new Key(exporter, minute.getMinuteMs()),
            new Row(block.getGeneration(), minute),
            (before, after) -> after.generation() >= before.generation() ? after : before);
      }
    }
  }

  /** The sums by exporter. */
  List<Line> lines(Duration back) {
    long fromMs = newestMs + MINUTE_MS - back.toMillis();
    long oldestMs =
        rows.keySet().stream()
            .mapToLong(Key::minuteMs)
            .filter(minuteMs -> minuteMs >= fromMs)
            .min()
            .orElse(newestMs);
    double seconds = (newestMs + MINUTE_MS - oldestMs) / 1e3;
    Map<String, Sums> sums = new TreeMap<>();
    rows.forEach(
        (key, row) -> {
          if (key.minuteMs() >= fromMs) {
            sums.computeIfAbsent(key.exporter(), exporter -> new Sums()).add(row.minute());
          }
        });
    return sums.entrySet().stream()
        .map(entry -> entry.getValue().line(entry.getKey(), seconds))
        .toList();
  }

  private static final class Sums {
    private final ExporterMinute.Builder sum = ExporterMinute.newBuilder();
    private long lastMinuteMs;

    void add(ExporterMinute minute) {
      if (minute.getDatagrams() > 0) {
        lastMinuteMs = Math.max(lastMinuteMs, minute.getMinuteMs());
      }
      sum.setDatagrams(sum.getDatagrams() + minute.getDatagrams())
          .setDatagramBytes(sum.getDatagramBytes() + minute.getDatagramBytes())
          .setFlows(sum.getFlows() + minute.getFlows())
          .setLostExports(sum.getLostExports() + minute.getLostExports())
          .setDuplicates(sum.getDuplicates() + minute.getDuplicates())
          .setRejected(sum.getRejected() + minute.getRejected())
          .setRejectedFlows(sum.getRejectedFlows() + minute.getRejectedFlows())
          .setWaiting(sum.getWaiting() + minute.getWaiting())
          .setReleased(sum.getReleased() + minute.getReleased())
          .setTemplates(sum.getTemplates() + minute.getTemplates())
          .setRestarts(sum.getRestarts() + minute.getRestarts())
          .setClockSkewMs(Math.max(sum.getClockSkewMs(), minute.getClockSkewMs()))
          .setCorrectedTimes(sum.getCorrectedTimes() + minute.getCorrectedTimes())
          .setUnknownRateRecords(sum.getUnknownRateRecords() + minute.getUnknownRateRecords())
          .setSamplingRateMax(Math.max(sum.getSamplingRateMax(), minute.getSamplingRateMax()))
          .setRateDisagreesRecords(sum.getRateDisagreesRecords() + minute.getRateDisagreesRecords())
          .setCountedBeforeRate(sum.getCountedBeforeRate() + minute.getCountedBeforeRate())
          .setDroppedRecords(sum.getDroppedRecords() + minute.getDroppedRecords())
          .setTotalsToldAgain(sum.getTotalsToldAgain() + minute.getTotalsToldAgain())
          .setTotalsForgotten(sum.getTotalsForgotten() + minute.getTotalsForgotten())
          .setPayloadRecords(sum.getPayloadRecords() + minute.getPayloadRecords())
          .setInOutDifferRecords(sum.getInOutDifferRecords() + minute.getInOutDifferRecords())
          .setAssumedTimeRecords(sum.getAssumedTimeRecords() + minute.getAssumedTimeRecords());
      if (minute.getSamplingRateMin() > 0) {
        sum.setSamplingRateMin(
            sum.getSamplingRateMin() == 0
                ? minute.getSamplingRateMin()
                : Math.min(sum.getSamplingRateMin(), minute.getSamplingRateMin()));
      }
    }

    Line line(String exporter, double seconds) {
      return new Line(
          exporter,
          lastMinuteMs,
          sum.getDatagrams() / seconds,
          sum.getDatagramBytes() / seconds,
          sum.getFlows() / seconds,
          sum.getDatagrams(),
          sum.getFlows(),
          sum.getLostExports(),
          sum.getDuplicates(),
          sum.getRejected(),
          sum.getRejectedFlows(),
          sum.getWaiting() - sum.getReleased(),
          sum.getTemplates(),
          sum.getRestarts(),
          sum.getClockSkewMs(),
          sum.getCorrectedTimes(),
          sum.getUnknownRateRecords(),
          sum.getSamplingRateMin(),
          sum.getSamplingRateMax(),
          sum.getRateDisagreesRecords(),
          sum.getCountedBeforeRate(),
          sum.getDroppedRecords(),
          sum.getTotalsToldAgain(),
          sum.getTotalsForgotten(),
          sum.getPayloadRecords(),
          sum.getInOutDifferRecords(),
          sum.getAssumedTimeRecords());
    }
  }
}
