package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.sim.world.cloud.Call;
import io.eipmeter.sim.world.cloud.Caller;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.State;
import io.eipmeter.sim.world.control.Customers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class LiveWorldTest {
  private static final long START_MS = Instant.parse("2026-11-20T04:00:07Z").toEpochMilli();
  private static final long MINUTE_MS = 60_000;

  private final State state = new State();
  private Recording recording = new Recording();
  private LiveWorld world = live(START_MS);
  private Cloud cloud = new Cloud(state, world, Customers.RULES, 1);
  private long nowMs = START_MS;

  LiveWorldTest() {
    cloud.foundPools(FoundingPools.all(), START_MS);
  }

  private LiveWorld live(long startMs) {
    return new LiveWorld(
        new SimulationOptions(1, 20, 1_000_000, startMs, Scenario.named("customers")),
        state,
        Journal.NONE,
        recording,
        true);
  }

  private Map<String, Object> call(String action, String... parameters) {
    Map<String, String> named = new HashMap<>(Map.of("RegionId", "cn-hongkong"));
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    var answer =
        cloud.call(
            new Call("r", action, named, new Caller("acct-1", "ak", true, "test", "")), nowMs);
    assertThat(answer.refusal()).isNull();
    return answer.body();
  }

  /** Time passes for the control plane and for the traffic. */
  private void pass(long ms) {
    long untilMs = nowMs + ms;
    while (nowMs < untilMs) {
      nowMs = Math.min(untilMs, nowMs + 500);
      cloud.passTime(nowMs);
      world.runTo(nowMs);
    }
  }

  private long sent() {
    return out(world.ledger().packets());
  }

  private static long out(SortedMap<AddressMinute, Usage> truth) {
    return truth.values().stream().mapToLong(Usage::bytesOut).sum();
  }

  private String attached() {
    String eip = String.valueOf(call("AllocateEipAddress").get("AllocationId"));
    call("AssociateEipAddress", "AllocationId", eip, "InstanceId", "i-1");
    return eip;
  }

  @Test
  void trafficFollowsWhatTheApiDoes() {
    pass(MINUTE_MS);
    assertThat(sent()).isZero();
    String eip = attached();
    pass(3 * MINUTE_MS);
    long whileAttached = sent();
    assertThat(whileAttached).isGreaterThan(10_000);
    call("UnassociateEipAddress", "AllocationId", eip);
    pass(3_000);
    long detached = sent();
    pass(3 * MINUTE_MS);
    assertThat(sent()).isEqualTo(detached);
    world.finish();
    assertThat(out(world.ledger().records())).isEqualTo(detached);
    assertThat(recording.datagrams).containsKey(Address.parse("127.1.4.1"));
  }

  @Test
  void debtThrottlesAtOnce() {
    attached();
    pass(MINUTE_MS);
    call("SetOverdue", "AccountId", "acct-1", "Overdue", "true");
    pass(5_000);
    Usage before = all();
    pass(10 * MINUTE_MS);
    // 1 kbit/s, and a second's worth that was saved up.
    assertThat(all().bytesOut() - before.bytesOut()).isLessThanOrEqualTo(601 * 125);
    assertThat(all().bytesIn() - before.bytesIn()).isLessThanOrEqualTo(601 * 125);
  }

  private Usage all() {
    return world.ledger().packets().values().stream().reduce(Usage.NONE, Usage::plus);
  }

  @Test
  void whatIsAttachedWhenItStartsHasTraffic() {
    attached();
    pass(MINUTE_MS);
    recording = new Recording();
    nowMs += 1_000 - nowMs % 1_000;
    world = live(nowMs);
    cloud = new Cloud(state, world, Customers.RULES, 1);
    pass(MINUTE_MS);
    assertThat(sent()).isPositive();
    assertThat(world.ledger().owners().values())
        .singleElement()
        .satisfies(held -> assertThat(held.get(0).associationId()).isEqualTo("i-1"));
  }

  @Test
  void aPoolThatIsAddedIsMetered() {
    String pool =
        String.valueOf(
            call("CreatePublicIpAddressPool", "Isp", "BGP").get("PublicIpAddressPoolId"));
    call(
        "AddPublicIpAddressPoolCidrBlock",
        "PublicIpAddressPoolId",
        pool,
        "CidrBlock",
        "192.88.99.0/24");
    String eip =
        String.valueOf(
            call("AllocateEipAddress", "PublicIpAddressPoolId", pool).get("AllocationId"));
    call("AssociateEipAddress", "AllocationId", eip, "InstanceId", "i-1");
    pass(MINUTE_MS);
    assertThat(world.ledger().packets().keySet())
        .isNotEmpty()
        .allMatch(minute -> minute.address().toString().startsWith("192.88.99."));
  }

  @Test
  void whatIsCommittedTooLateTakesEffectNow() {
    pass(MINUTE_MS);
    nowMs -= 20_000;
    attached();
    nowMs += 20_000;
    pass(MINUTE_MS);
    assertThat(sent()).isPositive();
  }

  @Test
  void aScenarioThatNeedsMeteringPointsIsRefused() {
    assertThatThrownBy(
            () ->
                new LiveWorld(
                    new SimulationOptions(1, 20, 1, 0, Scenario.named("two-gateways")),
                    state,
                    Journal.NONE,
                    recording,
                    false))
        .hasMessageContaining("metering points");
  }
}
