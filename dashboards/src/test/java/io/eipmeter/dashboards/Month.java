package io.eipmeter.dashboards;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thirty days of a small world: one day of the simulator, its ledger repeated for each day. What is
 * expected of a query is read from the ledger alone.
 */
final class Month {
  static final int DAYS = 30;
  static final long DAY_MS = 86_400_000;
  static final long END_MS = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  static final long MINUTE_MS = 60_000;
  static final long QUARTER_MS = 15 * MINUTE_MS;
  private static final int EIPS = 8;
  private static final long SEED = 7;

  /**
   * What an address used in a minute or a quarter.
   *
   * @param account who held it at any time in the (first) minute, the earliest; empty: nobody
   * @param region of the owner then; empty: nobody
   */
  record Use(Address address, long startMs, Usage usage, String account, String region) {
    Use earlier(int days) {
      return new Use(address, startMs - days * DAY_MS, usage, account, region);
    }
  }

  private final Map<String, EipEvent> statements = new LinkedHashMap<>();
  private final Ledger ledger;
  private final List<Use> lastMinutes = new ArrayList<>();
  private final List<Use> lastQuarters = new ArrayList<>();

  Month() {
    Simulation day =
        new Simulation(
            new SimulationOptions(SEED, EIPS, 1_440, END_MS - DAY_MS, calm()),
            (exporter, datagram) -> {},
            (event, atMs) -> {
              if (!event.getOwnershipId().isEmpty()) {
                statements.put(event.getOwnershipId(), event);
              }
            },
            false);
    for (long ms = END_MS - DAY_MS; ms < END_MS; ms += 60_000) {
      day.runTo(ms);
    }
    day.finish();
    ledger = day.ledger();
    lastMinutes();
    lastQuarters();
  }

  /** The usual traffic, and some ten changes of ownership a day. */
  private static Scenario calm() {
    Scenario usual = Scenario.named("default");
    return usual.with("calm", usual.control().withChanges(0.001));
  }

  /** The statements of the control plane, the newest of each interval, within their day. */
  List<EipEvent> statements(int daysBack) {
    long startMs = END_MS - DAY_MS;
    List<EipEvent> shifted = new ArrayList<>();
    for (EipEvent event : statements.values()) {
      long toMs = event.getToMs() == 0 ? END_MS : Math.min(event.getToMs(), END_MS);
      long fromMs = Math.max(event.getFromMs(), startMs);
      if (event.getFromMs() != event.getToMs() && fromMs < toMs) {
        shifted.add(
            event.toBuilder()
                .setOwnershipId(event.getOwnershipId() + "-" + daysBack)
                .setFromMs(fromMs - daysBack * DAY_MS)
                .setToMs(toMs - daysBack * DAY_MS)
                .build());
      }
    }
    return shifted;
  }

  /** The minutes of a day, by address and time. */
  List<Use> minutes(int daysBack) {
    return lastMinutes.stream().map(use -> use.earlier(daysBack)).toList();
  }

  /** The quarters of a day, sums of their minutes. */
  List<Use> quarters(int daysBack) {
    return lastQuarters.stream().map(use -> use.earlier(daysBack)).toList();
  }

  private void lastMinutes() {
    var owners = ledger.owners();
    ledger
        .records()
        .forEach(
            (key, usage) -> {
              if (key.minuteMs() >= END_MS - DAY_MS && key.minuteMs() < END_MS) {
                lastMinutes.add(
                    use(
                        key.address(),
                        key.minuteMs(),
                        usage,
                        owners.getOrDefault(key.address(), List.of())));
              }
            });
  }

  private void lastQuarters() {
    Map<Address, Map<Long, Usage>> sums = new TreeMap<>();
    for (Use use : lastMinutes) {
      sums.computeIfAbsent(use.address(), address -> new TreeMap<>())
          .merge(use.startMs() / QUARTER_MS * QUARTER_MS, use.usage(), Usage::plus);
    }
    var owners = ledger.owners();
    sums.forEach(
        (address, quarters) ->
            quarters.forEach(
                (startMs, usage) ->
                    lastQuarters.add(
                        use(address, startMs, usage, owners.getOrDefault(address, List.of())))));
  }

  private Use use(Address address, long startMs, Usage usage, List<OwnerInterval> intervals) {
    OwnerInterval owner = null;
    for (OwnerInterval interval : intervals) {
      boolean holds = interval.fromMs() < startMs + MINUTE_MS && interval.toMs() > startMs;
      if (holds && (owner == null || interval.fromMs() < owner.fromMs())) {
        owner = interval;
      }
    }
    EipEvent said = owner == null ? null : statements.get(owner.ownershipId());
    return new Use(
        address,
        startMs,
        usage,
        owner == null ? "" : owner.account(),
        said == null ? "" : said.getRegion());
  }
}
