package io.eipmeter.sim.world;

import io.eipmeter.sim.world.gateway.CachePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a world behaves, apart from its size and seed.
 *
 * @param minutes how long a run must be to show what the scenario is about
 * @param caches when gateways export: gateway i has policy i modulo their number
 * @param sessionsPerEipSecond sessions an EIP begins each second, on average, before the daily
 *     rhythm thins them
 * @param longShare the part of sessions that live for many minutes
 */
public record Scenario(
    String name,
    String description,
    int minutes,
    List<CachePolicy> caches,
    double sessionsPerEipSecond,
    double longShare) {

  private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

  static {
    add(
        new Scenario(
            "default",
            "IPFIX, records cut at minute edges: packets and records agree in every minute",
            10,
            List.of(CachePolicy.cutAtMinutes(60_000, 15_000)),
            0.5,
            0.01));
    add(
        new Scenario(
            "long-flows",
            "IPFIX, active timeouts of 60 s and 1800 s: most bytes come late",
            75,
            List.of(
                CachePolicy.timeouts(1_800_000, 60_000),
                CachePolicy.timeouts(60_000, 15_000),
                CachePolicy.timeouts(1_800_000, 60_000)),
            0.02,
            0.15));
  }

  public Scenario {
    caches = List.copyOf(caches);
  }

  private static void add(Scenario scenario) {
    ALL.put(scenario.name, scenario);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Scenario named(String name) {
    Scenario scenario = ALL.get(name);
    if (scenario == null) {
      throw new IllegalArgumentException(
          "no scenario '" + name + "'; there are " + String.join(", ", ALL.keySet()));
    }
    return scenario;
  }

  public static List<String> names() {
    return new ArrayList<>(ALL.keySet());
  }

  /** Whether packets and records must agree in every minute, not only in sum. */
  public boolean minuteExact() {
    return caches.stream().allMatch(CachePolicy::minuteCut);
  }

  /** The longest a record may span, milliseconds. */
  public long activeTimeoutMs() {
    return caches.stream().mapToLong(CachePolicy::activeTimeoutMs).max().orElseThrow();
  }
}
