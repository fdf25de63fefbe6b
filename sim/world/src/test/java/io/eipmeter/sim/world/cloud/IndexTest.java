package io.eipmeter.sim.world.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is found by an index is what is found by looking at every row. */
class IndexTest {
  private static final long START_MS = Instant.parse("2026-11-20T02:00:00Z").toEpochMilli();
  private static final Caller OPERATOR = new Caller("operator", "op", true, "192.0.2.2", "test");
  private static final int CALLS = 400;

  private final State state = new State();
  private final Rules rules = Rules.standard().withRest(Duration.ofSeconds(3)).withEipQuota(100);
  private final Cloud cloud = new Cloud(state, Journal.NONE, rules, 7);
  private final Dice dice = new Dice(7, "index test");
  private final Set<Index<?>> met = new HashSet<>();
  private long nowMs = START_MS;

  @Test
  void whateverIsDoneEveryIndexFindsTheRowsThatAScanFinds() {
    cloud.foundPools(FoundingPools.all(), START_MS);
    for (int i = 0; i < CALLS; i++) {
      nowMs += dice.below(1_500);
      cloud.passTime(nowMs);
      something();
      if (i % 10 == 0) {
        allIndexes().forEach(this::compare);
      }
    }
    allIndexes().forEach(this::compare);
    assertThat(met).as("indexes that had something to find").containsAll(allIndexes());
  }

  @Test
  void anAccountThatIsGoneLeavesNothingInAnIndex() {
    cloud.foundPools(FoundingPools.all(), START_MS);
    for (int i = 0; i < CALLS; i++) {
      something();
    }
    for (String account : accounts()) {
      operator("SetOverdue", Map.of("AccountId", account, "Overdue", "true"));
    }
    nowMs += Duration.ofDays(31).toMillis();
    cloud.passTime(nowMs);
    assertThat(state.table(Kind.EIP)).isEmpty();
    for (String account : accounts()) {
      assertThat(state.having(Index.EIP_ACCOUNT, account)).isEmpty();
      assertThat(state.having(Index.PACKAGE_ACCOUNT, account)).isEmpty();
      assertThat(state.having(Index.SEGMENT_ACCOUNT, account)).isEmpty();
    }
    allIndexes().forEach(this::compare);
  }

  @Test
  void aDraftFindsWhatItChangedAndNotWhatItTookAway() {
    cloud.foundPools(FoundingPools.all(), START_MS);
    for (int i = 0; i < CALLS; i++) {
      something();
    }
    Draft draft = new Draft(state, nowMs, dice, rules);
    List<String> ids = List.copyOf(state.table(Kind.EIP).keySet());
    assertThat(ids).hasSizeGreaterThan(8);
    ElasticIp taken = draft.edit(Kind.EIP, ids.get(0));
    draft.remove(Kind.EIP, taken.id);
    draft.edit(Kind.EIP, ids.get(1)).account = "acct-moved";
    draft.edit(Kind.EIP, ids.get(2)).instanceId = "i-edited";
    draft.edit(Kind.EIP, ids.get(3)).packageId = "cbwp-edited";
    ElasticIp fresh = new ElasticIp();
    fresh.id = "eip-fresh";
    fresh.account = "acct-moved";
    draft.put(Kind.EIP, fresh.id, fresh);
    for (Index<?> index : Index.of(Kind.EIP)) {
      Map<String, Set<Row>> scanned = new TreeMap<>();
      draft
          .all(Kind.EIP)
          .forEach(
              row ->
                  index
                      .valuesOf(row)
                      .forEach(v -> scanned.computeIfAbsent(v, any -> new HashSet<>()).add(row)));
      scanned.forEach(
          (value, rows) ->
              assertThat(Set.<Row>copyOf(draft.all(index, value).toList())).isEqualTo(rows));
    }
    assertThat(draft.all(Index.EIP_ACCOUNT, "acct-moved").map(eip -> eip.id))
        .containsExactlyInAnyOrder(ids.get(1), "eip-fresh");
    assertThat(draft.all(Index.EIP_ADDRESS, taken.address)).isEmpty();
  }

  private static List<Index<?>> allIndexes() {
    return Kind.ALL.stream().<Index<?>>flatMap(kind -> Index.of(kind).stream()).toList();
  }

  private void compare(Index<?> index) {
    Map<String, List<String>> scanned = new TreeMap<>();
    state
        .table(index.kind())
        .forEach(
            (key, row) ->
                new TreeSet<>(index.valuesOf(row))
                    .forEach(v -> scanned.computeIfAbsent(v, any -> new ArrayList<>()).add(key)));
    scanned.forEach(
        (value, keys) -> {
          met.add(index);
          assertThat(state.having(index, value).map(Map.Entry::getKey)).isEqualTo(keys);
          state
              .having(index, value)
              .forEach(
                  each ->
                      assertThat((Row) each.getValue())
                          .isSameAs(state.table(index.kind()).get(each.getKey())));
        });
    assertThat(state.having(index, "nobody's")).isEmpty();
  }

  private static List<String> accounts() {
    return List.of("acct-1", "acct-2", "acct-11");
  }

  /** A call drawn at random; that many are refused is part of it. */
  private void something() {
    Caller caller = new Caller(one(accounts()), "ak", false, "192.0.2.1", "test");
    String eip = one(Kind.EIP);
    String shared = one(Kind.PACKAGE);
    String gateway = "ngw-" + dice.below(2);
    switch (dice.below(16)) {
      case 0 -> call(caller, "ReleaseEipAddress", Map.of("AllocationId", eip));
      case 1 -> call(caller, "CreateCommonBandwidthPackage", Map.of("Bandwidth", "50"));
      case 2, 3 ->
          call(
              caller,
              "AddCommonBandwidthPackageIp",
              Map.of("BandwidthPackageId", shared, "IpInstanceId", eip));
      case 4 ->
          call(
              caller,
              "RemoveCommonBandwidthPackageIp",
              Map.of("BandwidthPackageId", shared, "IpInstanceId", eip));
      case 5 ->
          call(
              caller,
              "AssociateEipAddress",
              Map.of("AllocationId", eip, "InstanceId", "i-" + dice.below(30)));
      case 6, 7 ->
          call(
              caller,
              "AssociateEipAddress",
              Map.of("AllocationId", eip, "InstanceId", gateway, "InstanceType", "Nat"));
      case 8 -> call(caller, "UnassociateEipAddress", Map.of("AllocationId", eip, "Force", "true"));
      case 9 -> entries(caller, gateway);
      case 10 -> call(caller, "AllocateEipSegmentAddress", Map.of("EipMask", "28"));
      case 11 ->
          call(caller, "ReleaseEipSegmentAddress", Map.of("SegmentInstanceId", one(Kind.SEGMENT)));
      default -> call(caller, "AllocateEipAddress", Map.of());
    }
  }

  /** Entries of both kinds for an EIP that is at the gateway. */
  private void entries(Caller caller, String gateway) {
    state
        .having(Index.EIP_INSTANCE, gateway)
        .map(Map.Entry::getValue)
        .filter(eip -> eip.account.equals(caller.account()))
        .findFirst()
        .ifPresent(
            eip -> {
              String table = gateway.replace("ngw-", "");
              call(
                  caller,
                  "CreateSnatEntry",
                  Map.of(
                      "SnatTableId", "stb-" + table,
                      "SourceCIDR", "10.0." + dice.below(250) + ".0/24",
                      "SnatIp", eip.address));
              call(
                  caller,
                  "CreateForwardEntry",
                  Map.of(
                      "ForwardTableId",
                      "ftb-" + table,
                      "ExternalIp",
                      eip.address,
                      "ExternalPort",
                      String.valueOf(1 + dice.below(1_000)),
                      "InternalIp",
                      "10.9.0.1",
                      "InternalPort",
                      String.valueOf(1 + dice.below(60_000)),
                      "IpProtocol",
                      "TCP"));
            });
  }

  private String one(Kind<?> kind) {
    List<String> keys = List.copyOf(state.table(kind).keySet());
    return keys.isEmpty() ? "none" : one(keys);
  }

  private String one(List<String> from) {
    return from.get(dice.below(from.size()));
  }

  private void operator(String action, Map<String, String> parameters) {
    call(OPERATOR, action, parameters);
  }

  private void call(Caller caller, String action, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("RegionId", "cn-hangzhou");
    cloud.call(new Call("R-1", action, all, caller), nowMs);
  }
}
