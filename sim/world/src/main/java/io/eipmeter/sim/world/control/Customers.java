package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Course;
import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.cloud.Answer;
import io.eipmeter.sim.world.cloud.Call;
import io.eipmeter.sim.world.cloud.Caller;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Customers who call a control plane's API all the time: they allocate EIPs, attach them to all
 * kinds of resources, change and share bandwidths, enter them into NAT tables, give them back, and
 * another account takes the address at once. They don't look before they call: some calls are
 * refused. An operator locks an EIP now and then, or an account that owes.
 */
public final class Customers implements Course {
  /** The provider's rules, but an address rests for seconds and debt is enforced at once. */
  public static final Rules RULES = hasty(Rules.standard());

  private static final long EARLIER_MS = 600_000;
  private static final int[] EIP_MBPS = {1, 2, 5, 10, 20, 50};
  private static final int[] SHARED_MBPS = {2, 4, 6, 10};

  /** By the index of their region; one has none. */
  private static final List<String> IPV6_POOLS =
      List.of("pippool-hangzhou-ipv6", "", "pippool-frankfurt-ipv6");

  private final Cloud cloud;
  private final Dice dice;
  private final int most;
  private final double ipv6Part;
  private final double meanGapMs;
  private final List<String> accounts = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();

  /** By account and region. */
  private final Map<String, String> packages = new TreeMap<>();

  private final Agenda agenda = new Agenda();
  private long numbered;

  /** What one of them believes to have. */
  private record Held(String account, Region region, String id, String address) {
    boolean isIpv4() {
      return Address.parse(address).isIpv4();
    }

    /** Whose packages and NAT gateways it may use. */
    String holder() {
      return account + "-" + region.id();
    }

    String natGateway() {
      return "ngw-" + holder();
    }
  }

  public Customers(SimulationOptions options, Dice dice, Cloud cloud) {
    this.cloud = cloud;
    this.dice = dice;
    most = options.eips();
    ipv6Part = options.scenario().plan().format().hasIpv6() ? 0.1 : 0;
    meanGapMs = 60_000 / (most * options.scenario().control().changesPerEipMinute());
    for (int i = 0; i < Math.max(3, most / 10); i++) {
      accounts.add(String.format(Locale.ROOT, "acct-%05d", i + 1));
    }
    moveIn(options.startMs());
  }

  private static Rules hasty(Rules standard) {
    return new Rules(
        Duration.ofSeconds(5),
        standard.transition(),
        standard.billingZone(),
        1_000,
        standard.takeBack(),
        Duration.ofSeconds(1),
        standard.debtSuspended(),
        true);
  }

  /** Most EIPs are there and attached when the run begins. */
  private void moveIn(long startMs) {
    for (int i = 0; i < most; i++) {
      long atMs = startMs - EARLIER_MS + i * (EARLIER_MS / 2) / most;
      agenda.at(atMs, () -> arrive(atMs, EARLIER_MS / 2));
    }
    if (Double.isFinite(meanGapMs)) {
      agenda.at(startMs, () -> act(startMs));
    }
    while (nextMs() < startMs) {
      step(nextMs());
    }
  }

  @Override
  public long nextMs() {
    return Math.min(agenda.nextMs(), cloud.nextDueMs());
  }

  @Override
  public void step(long nowMs) {
    if (cloud.nextDueMs() <= nowMs) {
      cloud.passTime(nowMs);
    } else {
      agenda.step(nowMs);
    }
  }

  private void act(long nowMs) {
    long nextMs = nowMs + 1 + (long) dice.exponential(meanGapMs);
    agenda.at(nextMs, () -> act(nextMs));
    if (held.size() < most) {
      arrive(nowMs, 1_000);
      return;
    }
    Held eip = held.get(dice.below(held.size()));
    switch (dice.below(10)) {
      case 0, 1 -> moveOut(eip, nowMs);
      case 2, 3 -> leave(eip, nowMs);
      case 4 -> change(eip, "ModifyEipAddressAttribute", nowMs, "Bandwidth", mbps(EIP_MBPS));
      case 5 -> share(eip, nowMs);
      case 6 -> unshare(eip, nowMs);
      case 7 -> resize(eip, nowMs);
      case 8 -> enterTables(eip, nowMs);
      default -> enforce(eip, nowMs);
    }
  }

  /** Somebody has a new EIP, and most attach it. */
  private void arrive(long nowMs, long attachedAfterMs) {
    Region region = Geography.REGIONS.get(dice.below(Geography.REGIONS.size()));
    String ipv6Pool = dice.chance(ipv6Part) ? IPV6_POOLS.get(region.index()) : "";
    Held eip =
        allocate(
            anyAccount(),
            region,
            nowMs,
            Map.of(
                "Bandwidth",
                mbps(EIP_MBPS),
                "InternetChargeType",
                dice.chance(0.6) ? "PayByTraffic" : "PayByBandwidth",
                "PublicIpAddressPoolId",
                ipv6Pool));
    if (eip != null && dice.chance(0.95)) {
      long atMs = nowMs + attachedAfterMs;
      agenda.at(atMs, () -> attach(eip, atMs));
    }
  }

  private @Nullable Held allocate(
      String account, Region region, long nowMs, Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("RegionId", region.id());
    Answer answer = call(account, "AllocateEipAddressPro", nowMs, all);
    if (answer.refusal() != null) {
      return null;
    }
    Held eip =
        new Held(
            account,
            region,
            String.valueOf(answer.body().get("AllocationId")),
            String.valueOf(answer.body().get("EipAddress")));
    held.add(eip);
    return eip;
  }

  private void attach(Held eip, long nowMs) {
    double kind = dice.fraction();
    if (kind < 0.5) {
      associate(eip, nowMs, "EcsInstance", "i-" + numbered++, "");
    } else if (kind < 0.6) {
      associate(eip, nowMs, "NetworkInterface", "eni-" + numbered++, "NAT");
    } else if (kind < 0.7) {
      associate(eip, nowMs, "NetworkInterface", "eni-" + numbered++, "BINDED");
    } else if (kind < 0.8) {
      associate(eip, nowMs, "SlbInstance", "alb-" + numbered++, "");
    } else if (eip.isIpv4()) {
      associate(eip, nowMs, "Nat", eip.natGateway(), "");
      long usedMs = nowMs + RULES.transition().toMillis() + 1;
      agenda.at(usedMs, () -> enterTables(eip, usedMs));
    }
  }

  private void associate(Held eip, long nowMs, String type, String id, String mode) {
    change(eip, "AssociateEipAddress", nowMs, "InstanceType", type, "InstanceId", id, "Mode", mode);
  }

  /** To another resource, some time later. */
  private void moveOut(Held eip, long nowMs) {
    change(eip, "UnassociateEipAddress", nowMs, "Force", "true");
    long backMs = nowMs + dice.between(2_500, 60_000);
    agenda.at(backMs, () -> attach(eip, backMs));
  }

  /** Gives it back; another account takes the address as soon as it has rested, or later. */
  private void leave(Held eip, long nowMs) {
    unshare(eip, nowMs);
    change(eip, "UnassociateEipAddress", nowMs, "Force", "true");
    long leftMs = nowMs + RULES.transition().toMillis() + 1;
    agenda.at(leftMs, () -> release(eip, leftMs));
  }

  private void release(Held eip, long nowMs) {
    Answer answer =
        call(eip.account(), "ReleaseEipAddress", nowMs, Map.of("AllocationId", eip.id()));
    if (answer.refusal() != null) {
      return;
    }
    held.remove(eip);
    long backMs = nowMs + RULES.rest().toMillis() + dice.between(1, 20_000);
    agenda.at(backMs, () -> takeOver(eip, backMs));
  }

  private void takeOver(Held before, long nowMs) {
    String account = anyAccount();
    if (!account.equals(before.account())) {
      Held eip = allocate(account, before.region(), nowMs, Map.of("IpAddress", before.address()));
      if (eip != null) {
        attach(eip, nowMs);
      }
    }
  }

  private void share(Held eip, long nowMs) {
    if (!packages.containsKey(eip.holder())) {
      Answer made =
          call(
              eip.account(),
              "CreateCommonBandwidthPackage",
              nowMs,
              Map.of("RegionId", eip.region().id(), "Bandwidth", mbps(SHARED_MBPS)));
      packages.put(eip.holder(), String.valueOf(made.body().get("BandwidthPackageId")));
    }
    inPackage(eip, "AddCommonBandwidthPackageIp", nowMs);
  }

  private void unshare(Held eip, long nowMs) {
    inPackage(eip, "RemoveCommonBandwidthPackageIp", nowMs);
  }

  private void inPackage(Held eip, String action, long nowMs) {
    String id = packages.getOrDefault(eip.holder(), "");
    change(eip, action, nowMs, "BandwidthPackageId", id, "IpInstanceId", eip.id());
  }

  private void resize(Held eip, long nowMs) {
    String id = packages.getOrDefault(eip.holder(), "");
    String mbps = mbps(SHARED_MBPS);
    change(
        eip,
        "ModifyCommonBandwidthPackageSpec",
        nowMs,
        "BandwidthPackageId",
        id,
        "Bandwidth",
        mbps);
  }

  /** Refused unless it is at the NAT gateway of its account and region. */
  private void enterTables(Held eip, long nowMs) {
    String table = eip.natGateway().substring("ngw-".length());
    String cidr = "172.16." + dice.below(256) + ".0/24";
    change(
        eip,
        "CreateSnatEntry",
        nowMs,
        "SnatTableId",
        "stb-" + table,
        "SourceCIDR",
        cidr,
        "SnatIp",
        eip.address());
    change(
        eip,
        "CreateForwardEntry",
        nowMs,
        "ForwardTableId",
        "ftb-" + table,
        "ExternalIp",
        eip.address(),
        "ExternalPort",
        String.valueOf(dice.between(80, 1_000)),
        "InternalIp",
        "172.16." + dice.below(256) + ".8",
        "InternalPort",
        "80",
        "IpProtocol",
        dice.chance(0.5) ? "TCP" : "UDP");
  }

  /** The operator: a lock for abuse, or a debt that throttles all of an account, for a while. */
  private void enforce(Held eip, long nowMs) {
    long endMs = nowMs + dice.between(5_000, 60_000);
    if (dice.chance(0.5)) {
      order("SetEipLock", nowMs, Map.of("AllocationId", eip.id(), "Locked", "true"));
      agenda.at(
          endMs,
          () -> order("SetEipLock", endMs, Map.of("AllocationId", eip.id(), "Locked", "false")));
    } else {
      order("SetOverdue", nowMs, Map.of("AccountId", eip.account(), "Overdue", "true"));
      agenda.at(
          endMs,
          () -> order("SetOverdue", endMs, Map.of("AccountId", eip.account(), "Overdue", "false")));
    }
  }

  /** Calls for an EIP by its account, come of it what may. */
  private void change(Held eip, String action, long nowMs, String... parameters) {
    Map<String, String> all = new HashMap<>();
    all.put("RegionId", eip.region().id());
    all.put("AllocationId", eip.id());
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    var ignored = call(eip.account(), action, nowMs, all);
  }

  private void order(String action, long nowMs, Map<String, String> parameters) {
    var ignored = send("operator", true, action, nowMs, parameters);
  }

  private Answer call(String account, String action, long nowMs, Map<String, String> parameters) {
    return send(account, false, action, nowMs, parameters);
  }

  private Answer send(
      String account, boolean operator, String action, long nowMs, Map<String, String> parameters) {
    Caller caller = new Caller(account, "ak-" + account, operator, "customers", "");
    return cloud.call(new Call("request-" + numbered++, action, parameters, caller), nowMs);
  }

  private String anyAccount() {
    return accounts.get(dice.below(accounts.size()));
  }

  private String mbps(int[] choice) {
    return String.valueOf(choice[dice.below(choice.length)]);
  }
}
