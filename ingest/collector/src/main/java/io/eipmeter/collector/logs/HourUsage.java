package io.eipmeter.collector.logs;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.eipmeter.schemas.csv.CsvText;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Usage by hour and EIP, in the form that {@code eipmeter rate} reads. A flow is divided over its
 * minutes by the rule of all flows (the floor of the part before each edge), and each minute goes
 * to who had the resource in it.
 */
public final class HourUsage {
  private static final long MINUTE_MS = 60_000;

  private final Associations associations;
  private final ZoneId zone;
  private final SortedMap<Key, Sum> sums = new TreeMap<>(Key.ORDER);
  private long bytesOfNobody;

  private record Key(String account, String region, String line, String eip, long hourMs) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::account)
            .thenComparing(Key::region)
            .thenComparing(Key::line)
            .thenComparing(Key::eip)
            .thenComparing(Key::hourMs);
  }

  private static final class Sum {
    long bytesIn;
    long bytesOut;
    long packets;
  }

  /**
   * @param zone whose full hours are meant
   */
  public HourUsage(Associations associations, ZoneId zone) {
    this.associations = associations;
    this.zone = zone;
  }

  /** Adds a flow, unless none of its resources had an EIP in any minute of it. */
  boolean add(LoggedFlow flow) {
    String resource = resource(flow);
    if (resource == null) {
      return false;
    }
    long last = flow.endMs() / MINUTE_MS;
    for (long minute = flow.startMs() / MINUTE_MS; minute <= last; minute++) {
      long minuteMs = minute * MINUTE_MS;
      long out = piece(flow, flow.bytesOut(), minuteMs);
      long in = piece(flow, flow.bytesIn(), minuteMs);
      EipEvent holder = associations.in(resource, minuteMs);
      if (holder == null) {
        bytesOfNobody = Math.addExact(bytesOfNobody, Math.addExact(out, in));
      } else {
        Sum sum = sums.computeIfAbsent(key(holder, minuteMs), any -> new Sum());
        sum.bytesOut = Math.addExact(sum.bytesOut, out);
        sum.bytesIn = Math.addExact(sum.bytesIn, in);
        sum.packets = Math.addExact(sum.packets, piece(flow, flow.packets(), minuteMs));
      }
    }
    return true;
  }

  private @Nullable String resource(LoggedFlow flow) {
    long last = flow.endMs() / MINUTE_MS;
    for (String resource : flow.resources()) {
      for (long minute = flow.startMs() / MINUTE_MS; minute <= last; minute++) {
        if (associations.in(resource, minute * MINUTE_MS) != null) {
          return resource;
        }
      }
    }
    return null;
  }

  private Key key(EipEvent holder, long minuteMs) {
    long hourMs =
        Instant.ofEpochMilli(minuteMs)
            .atZone(zone)
            .truncatedTo(ChronoUnit.HOURS)
            .toInstant()
            .toEpochMilli();
    return new Key(
        holder.getAccount(), holder.getRegion(), holder.getLine(), holder.getEipId(), hourMs);
  }

  /** What of a count falls into a minute. */
  private static long piece(LoggedFlow flow, long count, long minuteMs) {
    return before(flow, count, minuteMs + MINUTE_MS) - before(flow, count, minuteMs);
  }

  private static long before(LoggedFlow flow, long count, long edgeMs) {
    if (edgeMs <= flow.startMs()) {
      return 0;
    }
    if (edgeMs > flow.endMs()) {
      return count;
    }
    return BigInteger.valueOf(count)
        .multiply(BigInteger.valueOf(edgeMs - flow.startMs()))
        .divide(BigInteger.valueOf(flow.endMs() + 1 - flow.startMs()))
        .longValueExact();
  }

  /** Bytes of flows that are used, in minutes in which nobody had the resource. */
  public long bytesOfNobody() {
    return bytesOfNobody;
  }

  /** A row; the names of its components are the header's. */
  @JsonPropertyOrder({
    "account",
    "region",
    "line",
    "eip",
    "hourStart",
    "bytesIn",
    "bytesOut",
    "packets",
    "quality"
  })
  private record Row(
      String account,
      String region,
      String line,
      String eip,
      String hourStart,
      long bytesIn,
      long bytesOut,
      long packets,
      String quality) {}

  /**
   * Writes CSV with a header. Every row says that it is best effort.
   *
   * @param text how names are written
   */
  public void csv(CsvText text, Writer out) throws IOException {
    CsvMapper mapper = CsvMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();
    CsvSchema schema = mapper.schemaFor(Row.class).withHeader().withLineSeparator("\n");
    DateTimeFormatter time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    try (SequenceWriter rows = mapper.writer(schema).writeValues(out)) {
      if (sums.isEmpty()) {
        rows.init(true);
      }
      for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
        Key key = entry.getKey();
        Sum sum = entry.getValue();
        rows.write(
            new Row(
                text.of(key.account()),
                text.of(key.region()),
                text.of(key.line()),
                text.of(key.eip()),
                time.format(Instant.ofEpochMilli(key.hourMs())),
                sum.bytesIn,
                sum.bytesOut,
                sum.packets,
                "best-effort"));
      }
    }
    out.flush();
  }
}
