package io.eipmeter.sim.lab.oracle;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.script.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scripted run as its ledger has it: each EIP's terms, who held what when, and the usage of each
 * minute with its holder, who is the first that held the address in that minute.
 */
public final class Truth {
  static final long MINUTE_MS = 60_000;

  private final Map<String, Role> roles = new LinkedHashMap<>();
  private final SortedMap<String, List<OwnerInterval>> holdings = new TreeMap<>();
  private final List<HeldMinute> minutes = new ArrayList<>();
  private final Map<String, List<HeldMinute>> minutesByEip = new HashMap<>();

  /** A minute of use and the interval of ownership it belongs to. */
  record HeldMinute(OwnerInterval holder, long minuteMs, Usage usage) {}

  public Truth(List<Role> cast, Ledger ledger) {
    cast.forEach(role -> roles.put(role.eipId(), role));
    SortedMap<Address, List<OwnerInterval>> byAddress = ledger.owners();
    for (List<OwnerInterval> intervals : byAddress.values()) {
      for (OwnerInterval interval : intervals) {
        holdings.computeIfAbsent(interval.eipId(), eip -> new ArrayList<>()).add(interval);
      }
    }
    holdings.values().forEach(own -> own.sort(Comparator.comparingLong(OwnerInterval::fromMs)));
    for (Map.Entry<AddressMinute, Usage> each : ledger.arrivedRecords().entrySet()) {
      AddressMinute at = each.getKey();
      OwnerInterval holder = first(byAddress.getOrDefault(at.address(), List.of()), at.minuteMs());
      if (holder != null) {
        HeldMinute minute = new HeldMinute(holder, at.minuteMs(), each.getValue());
        minutes.add(minute);
        minutesByEip.computeIfAbsent(holder.eipId(), eip -> new ArrayList<>()).add(minute);
      }
    }
  }

  private static @Nullable OwnerInterval first(List<OwnerInterval> intervals, long minuteMs) {
    return intervals.stream()
        .filter(held -> held.fromMs() < minuteMs + MINUTE_MS && held.toMs() > minuteMs)
        .min(Comparator.comparingLong(OwnerInterval::fromMs))
        .orElse(null);
  }

  Role role(String eipId) {
    Role role = roles.get(eipId);
    if (role == null) {
      throw new IllegalStateException("nobody plays " + eipId);
    }
    return role;
  }

  /** Intervals of ownership by EIP, each in the order of time. */
  SortedMap<String, List<OwnerInterval>> holdings() {
    return holdings;
  }

  /** Each minute in which an address that somebody held was used, by address and time. */
  List<HeldMinute> minutes() {
    return minutes;
  }

  /** Those of one EIP. */
  List<HeldMinute> minutes(String eipId) {
    return minutesByEip.getOrDefault(eipId, List.of());
  }
}
