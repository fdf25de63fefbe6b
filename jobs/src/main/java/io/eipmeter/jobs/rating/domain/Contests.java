package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.Holdings.Contest;
import io.eipmeter.jobs.rating.time.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Finds who held one EIP at once. */
public final class Contests {
  private Contests() {}

  /** The contests of each account that has any, each told to both sides. */
  public static Map<String, List<Contest>> of(Collection<EipHistory> eips) {
    Map<String, List<EipHistory>> byEip = new TreeMap<>();
    eips.forEach(eip -> byEip.computeIfAbsent(eip.eip(), id -> new ArrayList<>()).add(eip));
    Map<String, List<Contest>> contests = new HashMap<>();
    byEip.values().forEach(lives -> overlaps(lives, (one, other) -> tell(one, other, contests)));
    return contests;
  }

  private static void overlaps(List<EipHistory> lives, BiConsumer<EipHistory, EipHistory> found) {
    lives.sort(Comparator.comparing(eip -> eip.life().from()));
    for (int i = 0; i < lives.size(); i++) {
      for (int j = i + 1; j < lives.size(); j++) {
        if (!lives.get(j).life().from().isBefore(lives.get(i).life().to())) {
          break;
        }
        if (!lives.get(i).life().intersect(lives.get(j).life()).isEmpty()) {
          found.accept(lives.get(i), lives.get(j));
        }
      }
    }
  }

  private static void tell(EipHistory one, EipHistory other, Map<String, List<Contest>> contests) {
    Interval time = one.life().intersect(other.life());
    add(contests, one.account(), new Contest(one.eip(), one.eip(), other.account(), time));
    if (!one.account().equals(other.account())) {
      add(contests, other.account(), new Contest(one.eip(), one.eip(), one.account(), time));
    }
  }

  private static void add(Map<String, List<Contest>> contests, String account, Contest contest) {
    contests.computeIfAbsent(account, name -> new ArrayList<>()).add(contest);
  }
}
