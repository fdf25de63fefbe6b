package io.eipmeter.sim.world.api;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.cloud.ApiException;
import io.eipmeter.sim.world.cloud.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DescribeEipMonitorData, from the settled minutes. EipRX and EipTX are bytes of a point, RX what
 * the EIP received; EipFlow their sum; EipBandwidth bytes a second, cut off: EipFlow / 60 as the
 * provider has it, of longer points EipFlow / period. Only minutes in which the EIP held the
 * address count.
 */
public final class MonitorData {
  static final String ACTION = "DescribeEipMonitorData";

  /** The control plane's word on when the EIP held which address; checks whose it is. */
  static final String INTERVALS = "EipHistory";

  private static final Set<Integer> PERIODS = Set.of(60, 300, 900, 3600);
  private static final int MOST_POINTS = 200;
  private static final long MINUTE_MS = 60_000;
  private static final Duration KEPT = Duration.ofDays(30);

  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(10);

  private final ClickHouseDatabase database;

  public MonitorData(ClickHouseTarget target) {
    this.database = ClickHouseDatabase.of(target.withLimits(target.connectLimit(), SILENCE_LIMIT));
  }

  /** A span of time, in milliseconds, and the length of a point in seconds. */
  record Window(long fromMs, long toMs, int periodSeconds) {}

  Map<String, Object> describe(
      Map<String, String> parameters, Map<String, Object> history, long nowMs) throws ApiException {
    Window window = window(parameters, nowMs);
    Held held = held(history, window);
    List<Map<String, Object>> points = held.never() ? List.of() : points(window, held);
    return Map.of("EipMonitorDatas", Map.of("EipMonitorData", points));
  }

  static Window window(Map<String, String> parameters, long nowMs) throws ApiException {
    String periodText = parameters.getOrDefault("Period", "60");
    int period = periodText.matches("\\d{1,5}") ? Integer.parseInt(periodText) : 0;
    if (!PERIODS.contains(period)) {
      throw new ApiException(
          ErrorCode.BAD_PERIOD, "The Period must be 60, 300, 900 or 3600, was " + periodText + ".");
    }
    long fromMs = minute(parameters.getOrDefault("StartTime", ""), ErrorCode.BAD_START);
    long toMs = minute(parameters.getOrDefault("EndTime", ""), ErrorCode.BAD_END);
    if (toMs < fromMs) {
      throw new ApiException(ErrorCode.BAD_END, "EndTime must not be before StartTime.");
    }
    if (fromMs < nowMs - KEPT.toMillis()) {
      throw new ApiException(
          ErrorCode.EARLY_START, "StartTime must be within " + KEPT.toDays() + " days.");
    }
    if ((toMs - fromMs) / (period * 1000L) > MOST_POINTS) {
      throw new ApiException(
          ErrorCode.TOO_MANY_POINTS,
          "At most " + MOST_POINTS + " points can be asked for at once.");
    }
    return new Window(fromMs, toMs, period);
  }

  /** Seconds other than zero go up to the next minute. */
  private static long minute(String text, ErrorCode malformed) throws ApiException {
    try {
      long ms =
          Instant.parse(text.matches(".*T\\d\\d:\\d\\dZ") ? text.replace("Z", ":00Z") : text)
              .toEpochMilli();
      return -Math.floorDiv(-ms, MINUTE_MS) * MINUTE_MS;
    } catch (DateTimeParseException e) {
      throw new ApiException(malformed, "Times look like 2026-01-31T23:59:00Z, was " + text + ".");
    }
  }

  /**
   * Picks the minutes in which the EIP held an address.
   *
   * @param condition with a question mark for each value; empty: never
   */
  private record Held(String condition, List<Object> values) {
    boolean never() {
      return values.isEmpty();
    }
  }

  private static Held held(Map<String, Object> history, Window window) {
    List<String> spans = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Object each : (List<?>) history.getOrDefault("Intervals", List.of())) {
      Map<?, ?> span = (Map<?, ?>) each;
      long fromMs = Instant.parse(text(span, "From")).toEpochMilli();
      long toMs =
          text(span, "To").isEmpty()
              ? Long.MAX_VALUE
              : Instant.parse(text(span, "To")).toEpochMilli();
      long from = Math.max(Math.floorDiv(fromMs, MINUTE_MS) * MINUTE_MS, window.fromMs());
      long to = Math.min(toMs, window.toMs());
      if (from < to) {
        spans.add("(address = toIPv6(?) AND minute >= ? AND minute < ?)");
        values.add(text(span, "IpAddress"));
        values.add(Instant.ofEpochMilli(from));
        values.add(Instant.ofEpochMilli(to));
      }
    }
    return new Held(String.join(" OR ", spans), values);
  }

  private static String text(Map<?, ?> row, String name) {
    Object value = row.get(name);
    return value == null ? "" : value.toString();
  }

  private List<Map<String, Object>> points(Window window, Held held) throws ApiException {
    String sql =
        "SELECT toStartOfInterval(minute, INTERVAL "
            + window.periodSeconds()
            + " SECOND, 'UTC') AS point, sum(bytes_in) AS received, sum(bytes_out) AS sent,"
            + " sum(packets_in + packets_out) AS packets FROM ${db}.eip_minutes FINAL WHERE "
            + held.condition()
            + " GROUP BY point ORDER BY point";
    try {
      return database.list(
          sql,
          row ->
              point(
                  row.time(1).getEpochSecond(),
                  row.number(2),
                  row.number(3),
                  row.number(4),
                  window.periodSeconds()),
          held.values().toArray());
    } catch (ClickHouseException e) {
      throw new ApiException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  static Map<String, Object> point(
      long atSeconds, long received, long sent, long packets, int periodSeconds) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("TimeStamp", Instant.ofEpochSecond(atSeconds).toString());
    point.put("EipRX", received);
    point.put("EipTX", sent);
    point.put("EipFlow", received + sent);
    point.put("EipBandwidth", (received + sent) / periodSeconds);
    point.put("EipPackets", packets);
    return point;
  }
}
