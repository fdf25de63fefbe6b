package io.eipmeter.jobs.alerts.cli;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleBook;
import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.jobs.alerts.domain.Watch;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.files.Row;
import io.eipmeter.schemas.files.RowFile;
import io.eipmeter.schemas.files.Rows;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ResourceKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules over minutes from a file, as if each had settled when it ended. */
final class RuleTrial {
  private static final long MINUTE_MS = 60_000;
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");
  private static final RowFile<Minute> FILE = RowFile.of("minutes", Minute.class);

  private RuleTrial() {}

  static List<String> run(List<AlertRule> rules, Path csv) {
    RuleBook book = new RuleBook(rules);
    Map<Address, TreeMap<Long, long[]>> minutes = read(csv);
    List<AlertNotice> notices = new ArrayList<>();
    for (Map.Entry<Address, TreeMap<Long, long[]>> each : minutes.entrySet()) {
      Watch watch = new Watch(ResourceKind.RESOURCE_KIND_EIP, each.getKey());
      TreeMap<Long, long[]> sums = each.getValue();
      for (long ms = sums.firstKey(); ms <= sums.lastKey(); ms += MINUTE_MS) {
        long[] minute = sums.get(ms);
        if (minute != null) {
          new Observation(
                  Observation.Kind.SETTLED,
                  ResourceKind.RESOURCE_KIND_EIP,
                  each.getKey(),
                  ms,
                  ms,
                  minute,
                  new byte[0])
              .tell(watch);
        }
        notices.addAll(watch.passTime(book, ms + MINUTE_MS, ms + MINUTE_MS));
      }
    }
    notices.sort((a, b) -> Long.compare(a.getDecidedLogMs(), b.getDecidedLogMs()));
    return notices.stream().map(RuleTrial::line).toList();
  }

  private static String line(AlertNotice notice) {
    return String.join(
        "\t",
        Instant.ofEpochMilli(notice.getPeriodMs()).toString(),
        Subject.name(notice),
        notice.getRuleId(),
        notice.getState().name().substring("ALERT_STATE_".length()),
        notice.getLevel().name().substring("ALERT_LEVEL_".length()).toLowerCase(Locale.ROOT),
        (notice.getValue() + " " + notice.getUnit()).strip());
  }

  private static Map<Address, TreeMap<Long, long[]>> read(Path csv) {
    Map<Address, TreeMap<Long, long[]>> minutes = new TreeMap<>();
    try (Rows<Minute> rows = FILE.csv(csv)) {
      while (rows.hasNext()) {
        Row<Minute> row = rows.next();
        Address address = row.map(Minute::parsedAddress).value();
        Long startMs = row.map(Minute::startMs).value();
        if (minutes
                .computeIfAbsent(address, any -> new TreeMap<>())
                .put(startMs, row.value().sums())
            != null) {
          throw row.bad("the minute " + row.value().minute + " of this address stands twice");
        }
      }
    }
    if (minutes.isEmpty()) {
      throw new BadFileException(csv + " holds no minute");
    }
    return minutes;
  }

  /** A row: {@code files/minutes.schema.json}. */
  record Minute(
      String address,
      String minute,
      long bytesOut,
      long bytesIn,
      @Nullable Long packetsOut,
      @Nullable Long packetsIn,
      @Nullable Long droppedBytes,
      @Nullable Long droppedPackets) {

    Address parsedAddress() {
      if (LITERAL.matcher(address).matches()) { // never a name: nothing is looked up
        try {
          return Address.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
          throw new BadFieldException("/address", "must be an IP address, was '" + address + "'");
        }
      }
      throw new BadFieldException("/address", "must be an IP address, was '" + address + "'");
    }

    long startMs() {
      try {
        long ms = Instant.parse(minute).toEpochMilli();
        if (ms % MINUTE_MS == 0) {
          return ms;
        }
      } catch (DateTimeException | ArithmeticException e) {
        throw new BadFieldException(
            "/minute", "must be a time like 2026-11-01T00:00:00Z, was '" + minute + "'");
      }
      throw new BadFieldException("/minute", "must be the start of a minute, was '" + minute + "'");
    }

    long[] sums() {
      return new long[] {
        bytesOut,
        bytesIn,
        orZero(packetsOut),
        orZero(packetsIn),
        orZero(droppedBytes),
        orZero(droppedPackets)
      };
    }

    private static long orZero(@Nullable Long count) {
      return count == null ? 0 : count;
    }
  }
}
