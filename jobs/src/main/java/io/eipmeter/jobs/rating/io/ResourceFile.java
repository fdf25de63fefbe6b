package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.time.Timeline;
import io.eipmeter.schemas.files.Row;
import io.eipmeter.schemas.files.RowFile;
import io.eipmeter.schemas.files.Rows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what is known of addresses and accounts: a JSON object a line. One with {@code eip} is an
 * address, one without an account.
 */
public final class ResourceFile {
  private static final RowFile<ResourceLine> FILE = RowFile.of("resources", ResourceLine.class);

  /**
   * The content of a file.
   *
   * @param quotas by account
   */
  public record Resources(List<EipHistory> eips, Map<String, Timeline<Long>> quotas) {
    public static Resources none() {
      return new Resources(List.of(), Map.of());
    }
  }

  /** Two lines about one address of one account. */
  private record Held(String eip, String account) {}

  private final List<Row<EipHistory>> eips = new ArrayList<>();
  private final Map<String, Row<Timeline<Long>>> quotas = new HashMap<>();

  private ResourceFile() {}

  /**
   * @throws io.eipmeter.schemas.files.BadFileException if it can't be read, or a line is none
   */
  public static Resources read(Path file) {
    return new ResourceFile().read(FILE.jsonLines(file));
  }

  /** As {@link #read}, of a text. */
  static Resources parse(String name, String text) {
    return new ResourceFile().read(FILE.jsonLines(name, text));
  }

  private Resources read(Rows<ResourceLine> file) {
    try (file) {
      while (file.hasNext()) {
        Row<ResourceLine> row = file.next();
        if (row.value().eip() != null) {
          eips.add(row.map(ResourceLine::history));
        } else {
          Row<Timeline<Long>> before =
              quotas.putIfAbsent(row.value().account(), row.map(ResourceLine::quotas));
          if (before != null) {
            throw row.bad(
                "account: "
                    + row.value().account()
                    + " has its quota in line "
                    + before.line()
                    + " already; write one list of quotas, each with its 'from'");
          }
        }
      }
    }
    refuseTwice();
    refuseLateQuotas();
    Map<String, Timeline<Long>> quotasByAccount = new HashMap<>();
    quotas.forEach((account, row) -> quotasByAccount.put(account, row.value()));
    return new Resources(eips.stream().map(Row::value).toList(), quotasByAccount);
  }

  /**
   * An address that its account holds twice at once would pay twice. Two accounts at once are a
   * contest, which the rating names.
   */
  private void refuseTwice() {
    Map<Held, List<Row<EipHistory>>> byHolder = new HashMap<>();
    for (Row<EipHistory> row : eips) {
      byHolder
          .computeIfAbsent(
              new Held(row.value().eip(), row.value().account()), key -> new ArrayList<>(1))
          .add(row);
    }
    for (List<Row<EipHistory>> lives : byHolder.values()) {
      lives.sort(Comparator.comparing(row -> row.value().life().from()));
      for (int i = 1; i < lives.size(); i++) {
        Row<EipHistory> before = lives.get(i - 1);
        if (lives.get(i).value().life().from().isBefore(before.value().life().to())) {
          throw lives
              .get(i)
              .bad(
                  "eip: "
                      + before.value().eip()
                      + " lives in line "
                      + before.line()
                      + " at the same time; give that one its 'released', or drop one");
        }
      }
    }
  }

  private void refuseLateQuotas() {
    for (Row<EipHistory> eip : eips) {
      Row<Timeline<Long>> quota = quotas.get(eip.value().account());
      if (quota != null) {
        Instant first = quota.value().values().get(0).from();
        if (first.isAfter(eip.value().life().from())) {
          throw quota.bad(
              "quota: must say what held from the creation of "
                  + eip.value().eip()
                  + " (line "
                  + eip.line()
                  + ") at "
                  + eip.value().life().from()
                  + " on, begins at "
                  + first);
        }
      }
    }
  }
}
