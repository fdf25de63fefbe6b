package io.eipmeter.sim.world;

import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.gateway.CachePolicy;
import io.eipmeter.sim.world.script.WholeMission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a world behaves, apart from its size and seed.
 *
 * @param minutes how long a run must be to show what the scenario is about
 * @param plan how the gateways meter and export
 * @param load how much traffic there is and how it behaves
 * @param faults what goes wrong on the way
 */
public record Scenario(
    String name, String description, int minutes, ExportPlan plan, Load load, Faults faults) {

  /**
   * The traffic.
   *
   * @param sessionsPerEipSecond sessions an EIP begins each second, on average, before the daily
   *     rhythm thins them
   * @param longShare the part of sessions that live for many minutes
   * @param changesPerEipMinute how often an EIP is attached, detached, released
   * @param statementsLateMs how long after a change the control plane says so
   * @param capped whether the EIPs' maximum bandwidth is enforced; what is beyond it is dropped
   */
  public record Load(
      double sessionsPerEipSecond,
      double longShare,
      double changesPerEipMinute,
      long statementsLateMs,
      boolean capped) {}

  /** Clocks within it are taken as they are: the setting of the same name. */
  static final long CLOCK_BOUND_MS = 600_000;

  private static final Load USUAL = new Load(0.5, 0.01, 0.02, 0, false);
  private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

  static {
    add("default", "IPFIX, records cut at minute edges", ExportFormat.IPFIX, Faults.NONE);
    add(
        new Scenario(
            "long-flows",
            "IPFIX, active timeouts of 60 s and 1800 s: most bytes come late",
            75,
            ExportPlan.longRecords(ExportFormat.IPFIX),
            new Load(0.05, 0.15, 0.02, 0, false),
            Faults.NONE));
    add("netflow9", "NetFlow v9 instead of IPFIX", ExportFormat.NETFLOW9, Faults.NONE);
    add("netflow5", "NetFlow v5, IPv4 only", ExportFormat.NETFLOW5, Faults.NONE);
    add(
        new Scenario(
            "sflow",
            "sFlow v5, 1 in 16 packets",
            10,
            ExportPlan.minutes(ExportFormat.SFLOW).sampled(16),
            new Load(3, 0.01, 0.02, 0, false),
            Faults.NONE));
    add(
        new Scenario(
            "owner-edges",
            "EIPs change hands all the time, some several times a minute",
            10,
            ExportPlan.minutes(ExportFormat.IPFIX),
            new Load(0.5, 0.05, 0.5, 0, false),
            Faults.NONE));
    add(
        new Scenario(
            "backdated-owners",
            "the control plane says 4 minutes later who held what",
            10,
            ExportPlan.minutes(ExportFormat.IPFIX),
            new Load(0.5, 0.01, 0.1, 240_000, false),
            Faults.NONE));
    add(
        new Scenario(
            "capped",
            "what is beyond an EIP's maximum bandwidth is dropped, and the records say so",
            10,
            ExportPlan.minutes(ExportFormat.IPFIX),
            new Load(2, 0.2, 0.02, 0, true),
            Faults.NONE));
    add(
        "lost",
        "3 of 100 datagrams never arrive",
        ExportFormat.IPFIX,
        Faults.inTransit(0.03, 0, 0));
    add(
        "lost-netflow9",
        "NetFlow v9, 3 of 100 datagrams never arrive",
        ExportFormat.NETFLOW9,
        Faults.inTransit(0.03, 0, 0));
    add(
        "lost-netflow5",
        "NetFlow v5, 3 of 100 datagrams never arrive",
        ExportFormat.NETFLOW5,
        Faults.inTransit(0.03, 0, 0));
    add(
        "doubled",
        "5 of 100 datagrams arrive twice",
        ExportFormat.IPFIX,
        Faults.inTransit(0, 0.05, 0));
    add(
        "reordered",
        "10 of 100 datagrams arrive after their successor",
        ExportFormat.IPFIX,
        Faults.inTransit(0, 0, 0.1));
    add(
        "late-templates",
        "one exporter sends data for 45 s before its first templates",
        ExportFormat.IPFIX,
        Faults.lateTemplates(45_000));
    add(
        "restart",
        "one exporter starts anew after 4 minutes; its templates then have another layout",
        ExportFormat.IPFIX,
        Faults.restart(250_000));
    add(
        "restart-netflow9",
        "the same in NetFlow v9, where the uptime falls back too",
        ExportFormat.NETFLOW9,
        Faults.restart(250_000));
    add(
        "clock-skew",
        "one exporter's clock is 40 s behind, within the bound: its minutes are shifted",
        ExportFormat.IPFIX,
        Faults.skew(-40_000));
    add(
        "clock-off",
        "one exporter's clock is half a day ahead, beyond the bound: its times are corrected",
        ExportFormat.IPFIX,
        Faults.skew(43_200_000));
    add(
        "sampled",
        "IPFIX, 1 in 8 packets, the rate in an options record",
        ExportPlan.minutes(ExportFormat.IPFIX).sampled(8),
        Faults.NONE);
    add(
        "sampled-netflow9",
        "NetFlow v9, 1 in 8 packets, the rate in an options record",
        ExportPlan.minutes(ExportFormat.NETFLOW9).sampled(8),
        Faults.NONE);
    add(
        "sampled-netflow5",
        "NetFlow v5, 1 in 8 packets, the rate in the header",
        ExportPlan.minutes(ExportFormat.NETFLOW5).sampled(8),
        Faults.NONE);
    add(
        "late-sampling-rate",
        "IPFIX, 1 in 8 packets, one exporter tells its rate 45 s after its first templates",
        ExportPlan.minutes(ExportFormat.IPFIX).sampled(8),
        Faults.lateSamplingRate(45_000));
    add(
        "many-sightings",
        "each flow is exported at ingress and egress, and by a border router once more",
        ExportPlan.minutes(ExportFormat.IPFIX).withManySightings(),
        Faults.NONE);
    add(
        "nat-events",
        "IPFIX, sessions of source translation are exported as events too",
        ExportPlan.minutes(ExportFormat.IPFIX).withNatEvents(),
        Faults.NONE);
    add(
        "uptime-wrap",
        "NetFlow v9, one exporter's 32-bit uptime wraps after 3 minutes",
        ExportFormat.NETFLOW9,
        Faults.uptimeWrap(200_000));
    add(
        new Scenario(
            WholeMission.NAME,
            "few EIPs by a script with known bills, idle findings and alerts, over a month's end",
            WholeMission.MINUTES,
            ExportPlan.minutes(ExportFormat.IPFIX),
            USUAL,
            Faults.NONE));
  }

  private static void add(String name, String description, ExportFormat format, Faults faults) {
    add(name, description, ExportPlan.minutes(format), faults);
  }

  private static void add(String name, String description, ExportPlan plan, Faults faults) {
    add(new Scenario(name, description, 10, plan, USUAL, faults));
  }

  private static void add(Scenario scenario) {
    ALL.put(scenario.name, scenario);
  }

  /**
   * The scenario of that name.
   *
   * @throws IllegalArgumentException if there is none
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

  public ExportFormat format() {
    return plan.format();
  }

  /** Whether packets and arrived records must agree in every minute, not only in sum. */
  public boolean minuteExact() {
    return packetExact()
        && faults.skewMs() == 0
        && plan.caches().stream().allMatch(CachePolicy::minuteCut);
  }

  /** Whether packets and arrived records must agree in sum for every address. */
  public boolean packetExact() {
    return plan.samplingRate() == 1 && faults.lost() == 0;
  }

  /**
   * Whether a record's minute can be told from the datagrams alone. sFlow has no times, and a clock
   * beyond the bound is corrected by the time of arrival: there only sums over the run can be
   * compared exactly.
   */
  public boolean recordsHaveTimes() {
    return format() != ExportFormat.SFLOW && Math.abs(faults.skewMs()) <= CLOCK_BOUND_MS;
  }

  /** The longest a record may span, milliseconds. */
  public long activeTimeoutMs() {
    return plan.caches().stream().mapToLong(CachePolicy::activeTimeoutMs).max().orElseThrow();
  }
}
