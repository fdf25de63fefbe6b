package io.eipmeter.sim.world;

import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.gateway.CachePolicy;
import java.util.List;

/**
 * How a world behaves, apart from its size and seed. Written as a file: {@code
 * sim/world/scenarios}, or the user's own.
 *
 * @param name the file's, without its ending
 * @param minutes how long a run must be to show what the scenario is about
 * @param plan how the gateways meter and export
 * @param load how much traffic there is and how it behaves
 * @param control what the control plane does meanwhile
 * @param faults what goes wrong on the way
 */
public record Scenario(
    String name,
    String description,
    int minutes,
    ExportPlan plan,
    Load load,
    Control control,
    Faults faults) {

  /**
   * The traffic.
   *
   * @param sessionsPerEipSecond sessions an EIP begins each second, on average, before the daily
   *     rhythm thins them
   * @param longShare the part of sessions that live for many minutes
   * @param betweenOurs the part of sessions with another of our EIPs, as far as it can be met
   * @param betweenRegions the part of sessions with an EIP of another region, which pass two
   *     gateways
   * @param weekly whether weekends are quieter
   * @param spells whether EIPs are silent for some minutes, then busy for some
   * @param silence nobody sends anything meanwhile
   * @param occasions what happens now and then
   */
  public record Load(
      double sessionsPerEipSecond,
      double longShare,
      double betweenOurs,
      double betweenRegions,
      boolean weekly,
      boolean spells,
      Window silence,
      Occasions occasions) {}

  /**
   * A part of a run, after its beginning.
   *
   * @param toMs not included; the same as {@code fromMs}: never
   */
  public record Window(long fromMs, long toMs) {
    public boolean contains(long sinceStartMs) {
      return sinceStartMs >= fromMs && sinceStartMs < toMs;
    }
  }

  /**
   * What happens now and then, on average.
   *
   * @param flashCrowdsPerMinute everybody wants the same EIP for a minute
   * @param attacksPerMinute many sources flood an EIP for half a minute
   * @param portScansPerMinute somebody tries the ports of an EIP, be it quiet or not attached
   * @param noisePerEipMinute single packets of strangers, to all EIPs alike
   */
  public record Occasions(
      double flashCrowdsPerMinute,
      double attacksPerMinute,
      double portScansPerMinute,
      double noisePerEipMinute) {}

  /**
   * The control plane.
   *
   * @param customers whether all changes are calls of the control plane's API
   * @param changesPerEipMinute how often an EIP is attached, detached, released
   * @param statementsLateMs how long after a change the control plane says so
   * @param capped whether maximum bandwidths are enforced; what is beyond one is dropped
   * @param ipv6Part the part of EIPs that are IPv6 in the regions that have it, in fifths; none
   *     where the protocol cannot say IPv6
   */
  public record Control(
      boolean customers,
      double changesPerEipMinute,
      long statementsLateMs,
      boolean capped,
      Bandwidths bandwidths,
      double ipv6Part,
      Nats nats) {
    public Control withChanges(double perEipMinute) {
      return new Control(
          customers, perEipMinute, statementsLateMs, capped, bandwidths, ipv6Part, nats);
    }
  }

  /**
   * @param sharedPart the part of EIPs that begin in a shared bandwidth
   * @param changesPerMinute how often a maximum is changed or an EIP joins or leaves one
   */
  public record Bandwidths(double sharedPart, double changesPerMinute) {}

  /**
   * @param eipsEach how many EIPs a NAT gateway has at most; 1: one, and no DNAT
   * @param dnatPart the part of sessions that come in by DNAT
   * @param ownEipPart the part of instances behind NAT gateways among those with an EIP of their
   *     own
   */
  public record Nats(int eipsEach, double dnatPart, double ownEipPart) {}

  /** Clocks within it are taken as they are: the setting of the same name. */
  static final long CLOCK_BOUND_MS = 600_000;

  /**
   * The scenario of that name, or of that file: what contains a slash or ends in {@code .yaml}.
   *
   * @throws IllegalArgumentException if there is none, or its file is wrong; the message says what
   */
  public static Scenario named(String nameOrFile) {
    return ScenarioCatalogue.scenario(nameOrFile);
  }

  /** Those that eipmeter brings along, in the order of the alphabet. */
  public static List<String> names() {
    return ScenarioCatalogue.names();
  }

  /** The same with another control plane, under another name. */
  public Scenario with(String newName, Control newControl) {
    return new Scenario(newName, description, minutes, plan, load, newControl, faults);
  }

  public ExportFormat format() {
    return plan.format();
  }

  /** Whether packets and arrived records must agree in every minute, not only in sum. */
  public boolean minuteExact() {
    return packetExact()
        && faults.device().skewMs() == 0
        && plan.caches().stream().allMatch(CachePolicy::minuteCut);
  }

  /** Whether packets and arrived records must agree in sum for every address. */
  public boolean packetExact() {
    return plan.samplingRate() == 1 && faults.line().lost() == 0;
  }

  /**
   * Whether a record's minute can be told from the datagrams alone. sFlow has no times, and a clock
   * beyond the bound is corrected by the time of arrival: there only sums over the run can be
   * compared exactly.
   */
  public boolean recordsHaveTimes() {
    return format() != ExportFormat.SFLOW && Math.abs(faults.device().skewMs()) <= CLOCK_BOUND_MS;
  }

  /** The longest a record may span, milliseconds. */
  public long activeTimeoutMs() {
    return plan.caches().stream().mapToLong(CachePolicy::activeTimeoutMs).max().orElseThrow();
  }
}
