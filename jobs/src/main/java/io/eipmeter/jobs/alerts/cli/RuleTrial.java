package io.eipmeter.jobs.alerts.cli;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.alerts.domain.RuleBook;
import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.jobs.alerts.domain.Watch;
import io.eipmeter.jobs.alerts.file.BadFileException;
import io.eipmeter.jobs.alerts.file.UserFile;
import io.eipmeter.jobs.log.Address;
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

/** Rules over minutes from a file, as if each had settled when it ended. */
final class RuleTrial {
  private static final long MINUTE_MS = 60_000;
  private static final int LEAST_COLUMNS = 4;
  private static final int SUMS = 6;

  private RuleTrial() {}

  static List<String> run(List<AlertRule> rules, Path csv) throws BadFileException {
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

  private static Map<Address, TreeMap<Long, long[]>> read(Path csv) throws BadFileException {
    Map<Address, TreeMap<Long, long[]>> minutes = new TreeMap<>();
    List<String> lines = UserFile.read(csv).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("address")) {
        continue;
      }
      String place = csv.getFileName() + ": line " + (i + 1);
      String[] columns = line.split(",", -1);
      if (columns.length < LEAST_COLUMNS || columns.length > 2 + SUMS) {
        throw new BadFileException(place + ": expected 4 to 8 columns, found " + columns.length);
      }
      minutes
          .computeIfAbsent(address(place, columns[0]), any -> new TreeMap<>())
          .put(minute(place, columns[1]), sums(place, columns));
    }
    if (minutes.isEmpty()) {
      throw new BadFileException(csv.getFileName() + ": holds no minute");
    }
    return minutes;
  }

  private static Address address(String place, String text) throws BadFileException {
    if (text.matches("[0-9a-fA-F:.]+")) { // never a name: nothing is looked up
      try {
        return Address.of(InetAddress.getByName(text).getAddress());
      } catch (UnknownHostException e) {
        throw new BadFileException(place + ": '" + text + "' is no address");
      }
    }
    throw new BadFileException(place + ": '" + text + "' is no address");
  }

  private static long minute(String place, String text) throws BadFileException {
    try {
      long ms = Instant.parse(text).toEpochMilli();
      if (ms % MINUTE_MS == 0) {
        return ms;
      }
    } catch (DateTimeException e) {
      throw new BadFileException(place + ": '" + text + "' is no time like 2026-11-01T00:00:00Z");
    }
    throw new BadFileException(place + ": " + text + " is not the start of a minute");
  }

  private static long[] sums(String place, String[] columns) throws BadFileException {
    long[] sums = new long[SUMS];
    for (int i = 2; i < columns.length; i++) {
      if (!columns[i].matches("\\d{1,18}")) {
        throw new BadFileException(place + ": '" + columns[i] + "' is no count");
      }
      sums[i - 2] = Long.parseLong(columns[i]);
    }
    return sums;
  }
}
