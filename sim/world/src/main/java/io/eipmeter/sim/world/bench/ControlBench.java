package io.eipmeter.sim.world.bench;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.cloud.Answer;
import io.eipmeter.sim.world.cloud.ApiException;
import io.eipmeter.sim.world.cloud.Call;
import io.eipmeter.sim.world.cloud.Caller;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one operation of the control plane costs while it holds many EIPs, without HTTP, signatures
 * and the disk. Arguments: {@code [eips] [accounts] [calls]}. Prints a line an operation.
 */
public final class ControlBench {
  /** Regions by the share of EIPs that their pools can take. */
  private static final List<String> REGIONS =
      List.of("cn-hangzhou", "ap-southeast-1", "cn-hangzhou", "eu-central-1");

  private static final int SHARED_EVERY = 4;
  private static final int MOST_IN_PACKAGE = 100;
  private static final Caller OPERATOR = new Caller("operator", "op", true, "192.0.2.1", "bench");
  private static final long CALL_MS = 600;

  private final int accounts;
  private final Cloud cloud;
  private final Dice dice = new Dice(1, "bench control");
  private final List<Held> held = new ArrayList<>();
  private final Map<String, long[]> costs = new LinkedHashMap<>();
  private long nowMs = Instant.parse("2026-11-20T02:00:00Z").toEpochMilli();
  private long calls;

  /** An EIP of the bench. */
  private record Held(Caller caller, String region, String id, String address) {}

  private ControlBench(int accounts, int eipsOfAccount) {
    this.accounts = accounts;
    Rules rules =
        Rules.standard()
            .withEipQuota(2 * eipsOfAccount)
            .withRest(Duration.ofSeconds(1))
            .withTransition(Duration.ZERO);
    cloud = new Cloud(new State(), Journal.NONE, rules, 1);
    cloud.foundPools(FoundingPools.all(), nowMs);
  }

  public static void main(String[] args) {
    int eips = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int accounts = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int calls = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
    run(eips, accounts, calls, System.out);
  }

  /**
   * Fills a control plane and measures it.
   *
   * @param calls of each operation
   * @return microseconds of the median call, by operation
   */
  public static Map<String, Long> run(int eips, int accounts, int calls, PrintStream out) {
    long before = heapAfterCollection();
    ControlBench bench = new ControlBench(accounts, (eips + accounts - 1) / accounts + calls);
    long started = System.nanoTime();
    bench.fill(eips);
    out.printf(
        Locale.ROOT,
        "control: %,d EIPs of %,d accounts, filled in %.1f s, %,d MB of heap%n",
        eips,
        accounts,
        (System.nanoTime() - started) / 1e9,
        (heapAfterCollection() - before) >> 20);
    for (int i = 0; i < calls; i++) {
      bench.round(i, calls);
    }
    Map<String, Long> medians = new LinkedHashMap<>();
    bench.costs.forEach(
        (operation, ns) -> {
          Arrays.sort(ns);
          medians.put(operation, ns[ns.length / 2] / 1_000);
          out.printf(
              Locale.ROOT,
              "control: %-34s p50 %,8d us, p99 %,8d us%n",
              operation,
              ns[ns.length / 2] / 1_000,
              ns[ns.length * 99 / 100] / 1_000);
        });
    return medians;
  }

  private static long heapAfterCollection() {
    System.gc(); // what is garbage is not the control plane's
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Half of the EIPs are at an instance, a quarter share a bandwidth. */
  private void fill(int eips) {
    Map<String, String> packages = new HashMap<>();
    Map<String, Integer> members = new HashMap<>();
    for (int i = 0; i < eips; i++) {
      Held eip = allocate(caller(i % accounts), REGIONS.get(i / accounts % REGIONS.size()));
      held.add(eip);
      if (i % 2 == 0) {
        call(
            eip.caller(),
            "AssociateEipAddress",
            Map.of("AllocationId", eip.id(), "InstanceId", "i-" + i));
      }
      String owner = eip.caller().account() + eip.region();
      int there = members.getOrDefault(owner, 0);
      if (i / accounts % SHARED_EVERY == 0 && there < MOST_IN_PACKAGE) {
        String shared = packages.computeIfAbsent(owner, any -> createPackage(eip));
        call(
            eip.caller(),
            "AddCommonBandwidthPackageIp",
            Map.of("BandwidthPackageId", shared, "IpInstanceId", eip.id()));
        members.put(owner, there + 1);
      }
    }
  }

  private Held allocate(Caller caller, String region) {
    Map<String, ?> answer = call(caller, "AllocateEipAddress", terms(region));
    return new Held(
        caller,
        region,
        String.valueOf(answer.get("AllocationId")),
        String.valueOf(answer.get("EipAddress")));
  }

  /** The least of bandwidths: sums of an account are not what is measured. */
  private static Map<String, String> terms(String region) {
    return Map.of("RegionId", region, "Bandwidth", "1", "Name", "of the bench");
  }

  private String createPackage(Held eip) {
    Map<String, ?> answer =
        call(
            eip.caller(),
            "CreateCommonBandwidthPackage",
            Map.of("RegionId", eip.region(), "Bandwidth", "100"));
    return String.valueOf(answer.get("BandwidthPackageId"));
  }

  private static Caller caller(int account) {
    return new Caller(
        String.format(Locale.ROOT, "acct-%05d", account), "ak", false, "192.0.2.2", "bench");
  }

  /** Each operation once, at an account and an EIP drawn anew. */
  private void round(int number, int rounds) {
    Held any = held.get(dice.below(held.size()));
    Caller caller = any.caller();
    String region = any.region();
    Map<String, ?> made = timed(number, rounds, caller, "AllocateEipAddress", terms(region));
    String id = String.valueOf(made.get("AllocationId"));
    String address = String.valueOf(made.get("EipAddress"));
    String gateway = "bench" + number;
    Map<String, String> it = Map.of("AllocationId", id);
    timed(
        number,
        rounds,
        caller,
        "AssociateEipAddress",
        Map.of("AllocationId", id, "InstanceId", "ngw-" + gateway, "InstanceType", "Nat"));
    String snat =
        String.valueOf(
            timed(
                    number,
                    rounds,
                    caller,
                    "CreateSnatEntry",
                    Map.of(
                        "RegionId",
                        region,
                        "SnatTableId",
                        "stb-" + gateway,
                        "SourceCIDR",
                        "10.0.0.0/24",
                        "SnatIp",
                        address))
                .get("SnatEntryId"));
    timed(
        number,
        rounds,
        caller,
        "DeleteSnatEntry",
        Map.of("RegionId", region, "SnatTableId", "stb-" + gateway, "SnatEntryId", snat));
    timed(
        number,
        rounds,
        caller,
        "ModifyEipAddressAttribute",
        Map.of("AllocationId", id, "Bandwidth", "2"));
    String shared = createPackage(new Held(caller, region, id, address));
    Map<String, String> member = Map.of("BandwidthPackageId", shared, "IpInstanceId", id);
    timed(number, rounds, caller, "AddCommonBandwidthPackageIp", member);
    timed(
        number,
        rounds,
        caller,
        "ModifyCommonBandwidthPackageSpec",
        Map.of("BandwidthPackageId", shared, "Bandwidth", "200"));
    timed(number, rounds, caller, "RemoveCommonBandwidthPackageIp", member);
    timed(
        number,
        rounds,
        caller,
        "DeleteCommonBandwidthPackage",
        Map.of("BandwidthPackageId", shared));
    timed(
        number,
        rounds,
        caller,
        "DescribeEipAddresses",
        Map.of("RegionId", region, "PageSize", "100"));
    timed(
        number,
        rounds,
        OPERATOR,
        "DescribeEipAddresses by EipAddress",
        Map.of("RegionId", region, "EipAddress", any.address()));
    timed(number, rounds, caller, "EipDiagnosis", it);
    timed(number, rounds, caller, "EipHistory", it);
    timed(
        number,
        rounds,
        OPERATOR,
        "WhoHad",
        Map.of("IpAddress", address, "Time", Instant.ofEpochMilli(nowMs).toString()));
    timed(number, rounds, caller, "UnassociateEipAddress", it);
    timed(number, rounds, caller, "ReleaseEipAddress", it);
  }

  private Map<String, ?> timed(
      int number, int rounds, Caller caller, String what, Map<String, String> parameters) {
    String action = what.replaceAll(" .*", "");
    nowMs += CALL_MS;
    cloud.passTime(nowMs); // not to be paid by the call
    long started = System.nanoTime();
    Map<String, ?> answer = call(caller, action, parameters);
    costs.computeIfAbsent(what, any -> new long[rounds])[number] = System.nanoTime() - started;
    return answer;
  }

  private Map<String, ?> call(Caller caller, String action, Map<String, String> parameters) {
    nowMs += CALL_MS;
    Answer answer = cloud.call(new Call("R-" + calls++, action, parameters, caller), nowMs);
    @Nullable ApiException refusal = answer.refusal();
    if (refusal != null) {
      throw new IllegalStateException(action + ": " + refusal.code() + ", " + refusal.getMessage());
    }
    return answer.body();
  }
}
