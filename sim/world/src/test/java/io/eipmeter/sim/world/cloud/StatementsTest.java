package io.eipmeter.sim.world.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the control plane says of an EIP while things are done to it. */
class StatementsTest {
  private static final long START_MS = Instant.parse("2026-11-20T02:00:00Z").toEpochMilli();
  private static final Caller USER = new Caller("acct-1", "ak", false, "192.0.2.1", "test");
  private static final Caller OPERATOR = new Caller("operator", "op", true, "192.0.2.2", "test");

  private final List<EipEvent> said = new ArrayList<>();
  private final List<Rows.Operation> recorded = new ArrayList<>();
  private long nowMs = START_MS;
  private final Cloud cloud = cloud(Rules.standard());

  private Cloud cloud(Rules rules) {
    Cloud made =
        new Cloud(
            new State(),
            (changes, events, operation) -> {
              said.addAll(events);
              if (operation != null) {
                recorded.add(operation);
              }
            },
            rules,
            7);
    made.foundPools(FoundingPools.all(), START_MS);
    return made;
  }

  private Map<String, Object> call(Caller caller, String action, String... parameters) {
    Map<String, String> named = new HashMap<>();
    named.put("RegionId", "cn-hangzhou");
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    Answer answer = cloud.call(new Call("R-" + recorded.size(), action, named, caller), nowMs);
    @Nullable ApiException refusal = answer.refusal();
    if (refusal != null) {
      throw new AssertionError(refusal.code() + " " + refusal.getMessage());
    }
    return answer.body();
  }

  private String allocate(String... parameters) {
    return String.valueOf(call(USER, "AllocateEipAddress", parameters).get("AllocationId"));
  }

  private void pass(Duration time) {
    nowMs += time.toMillis();
    cloud.passTime(nowMs);
  }

  /** Events as "number from..to kind bandwidth", times in seconds since the start. */
  private List<String> shown() {
    return said.stream()
        .map(
            event ->
                event.getOwnershipId().replaceAll(".*/", "")
                    + " "
                    + seconds(event.getFromMs())
                    + ".."
                    + (event.getToMs() == 0 ? "" : seconds(event.getToMs()))
                    + " "
                    + event.getAssociationKind()
                    + " "
                    + event.getMaxBandwidthBitsPerSecond() / 1_000)
        .toList();
  }

  private static long seconds(long ms) {
    return (ms - START_MS) / 1_000;
  }

  @Test
  void eachChangeEndsAnIntervalAndBeginsTheNext() {
    String eip = allocate();
    pass(Duration.ofSeconds(10));
    call(USER, "AssociateEipAddress", "AllocationId", eip, "InstanceId", "i-1");
    pass(Duration.ofSeconds(10));
    call(USER, "ModifyEipAddressAttribute", "AllocationId", eip, "Bandwidth", "20");
    call(USER, "UnassociateEipAddress", "AllocationId", eip);
    pass(Duration.ofSeconds(10));
    call(USER, "ReleaseEipAddress", "AllocationId", eip);
    assertThat(shown())
        .containsExactly(
            "1 0..  5000",
            "1 0..12  5000",
            "2 12.. EcsInstance 5000",
            "2 12..20 EcsInstance 5000",
            "3 20.. EcsInstance 20000",
            "3 20..22 EcsInstance 20000",
            "4 22..  20000",
            "4 22..30  20000");
  }

  @Test
  void whatOthersNeedNotKnowIsNotSaid() {
    String eip = allocate();
    said.clear();
    call(USER, "DeletionProtection", "InstanceId", eip, "ProtectionEnable", "true");
    call(USER, "ModifyEipAddressAttribute", "AllocationId", eip, "Description", "for the shop");
    assertThat(said).isEmpty();
  }

  @Test
  void aRecoveredEipGoesOnCountingItsIntervals() {
    String eip = allocate();
    pass(Duration.ofSeconds(5));
    call(USER, "ReleaseEipAddress", "AllocationId", eip);
    pass(Duration.ofSeconds(5));
    call(USER, "AllocateEipAddressPro", "InstanceId", eip);
    assertThat(shown()).containsExactly("1 0..  5000", "1 0..5  5000", "2 10..  5000");
  }

  @Test
  void allMembersOfASharedBandwidthAreRestatedWhenItChanges() {
    String one = allocate();
    String two = allocate();
    String shared =
        String.valueOf(
            call(USER, "CreateCommonBandwidthPackage", "Bandwidth", "100")
                .get("BandwidthPackageId"));
    for (String eip : List.of(one, two)) {
      call(USER, "AddCommonBandwidthPackageIp", "BandwidthPackageId", shared, "IpInstanceId", eip);
    }
    pass(Duration.ofSeconds(1));
    said.clear();
    call(
        USER, "ModifyCommonBandwidthPackageSpec", "BandwidthPackageId", shared, "Bandwidth", "200");
    assertThat(shown())
        .containsExactlyInAnyOrder(
            "2 0..1  100000", "3 1..  200000", "2 0..1  100000", "3 1..  200000");
    assertThat(said).extracting(EipEvent::getSharedBandwidthId).containsOnly(shared);
  }

  @Test
  void aChargeTypeChangesAtTheNextMidnightOfTheBillingZone() {
    String eip = allocate("InternetChargeType", "PayByTraffic");
    said.clear();
    call(
        USER,
        "ChangeEipInternetChargeType",
        "AllocationId",
        eip,
        "InternetChargeType",
        "PayByBandwidth");
    // 02:00 UTC is 10:00 in Shanghai: midnight is 14 hours away.
    pass(Duration.ofHours(14).minusMillis(1));
    assertThat(said).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(said)
        .extracting(EipEvent::getChargeMethod)
        .containsExactly(
            ChargeMethod.CHARGE_METHOD_DATA_TRANSFER, ChargeMethod.CHARGE_METHOD_BANDWIDTH);
    assertThat(said.get(1).getFromMs()).isEqualTo(START_MS + Duration.ofHours(14).toMillis());
  }

  @Test
  void aDebtThrottlesAfterFifteenDaysAndReleasesAfterFifteenMore() {
    String eip = allocate();
    said.clear();
    call(OPERATOR, "SetOverdue", "AccountId", "acct-1", "Overdue", "true");
    pass(Duration.ofDays(15));
    assertThat(said).last().extracting(EipEvent::getLock).isEqualTo("financial");
    assertThat(said).last().extracting(EipEvent::getMaxBandwidthBitsPerSecond).isEqualTo(1_000L);
    pass(Duration.ofDays(15));
    assertThat(said).last().extracting(EipEvent::getToMs).isEqualTo(nowMs);
    assertThat(said).extracting(EipEvent::getEipId).containsOnly(eip);
  }

  @Test
  void aPaidDebtGivesTheBandwidthBack() {
    allocate();
    call(OPERATOR, "SetOverdue", "AccountId", "acct-1", "Overdue", "true");
    pass(Duration.ofDays(15));
    call(OPERATOR, "SetOverdue", "AccountId", "acct-1", "Overdue", "false");
    assertThat(said)
        .last()
        .extracting(EipEvent::getMaxBandwidthBitsPerSecond)
        .isEqualTo(5_000_000L);
    pass(Duration.ofDays(60));
    assertThat(said).last().extracting(EipEvent::getToMs).isEqualTo(0L);
  }

  @Test
  void aSubscriptionEndsAtMidnightAndIsSuspendedThenReleased() {
    allocate("InstanceChargeType", "PrePaid", "Period", "1");
    // To 24:00 of 20 December in Shanghai, then 72 hours.
    pass(Duration.ofDays(30).plusHours(14).plusHours(72).minusMillis(1));
    assertThat(said).hasSize(1);
    pass(Duration.ofMillis(1));
    assertThat(said).last().extracting(EipEvent::getLock).isEqualTo("financial");
    pass(Duration.ofHours(72));
    assertThat(said).last().extracting(EipEvent::getToMs).isEqualTo(nowMs);
  }

  @Test
  void everyWriteIsRecordedAlsoARefusedOneAndNoRead() {
    String eip = allocate();
    call(USER, "DescribeEipAddresses");
    cloud.call(
        new Call("R-refused", "ReleaseEipAddress", Map.of("AllocationId", "eip-none"), USER),
        nowMs);
    assertThat(recorded)
        .extracting(operation -> operation.action + " " + operation.outcome)
        .containsExactly("AllocateEipAddress OK", "ReleaseEipAddress InvalidAllocationId.NotFound");
    assertThat(recorded.get(0).eipIds).containsExactly(eip);
    assertThat(recorded.get(0).source).isEqualTo("192.0.2.1");
  }

  @Test
  void theSameSeedAndCallsGiveTheSameEvents() {
    String eip = allocate();
    call(USER, "AssociateEipAddress", "AllocationId", eip, "InstanceId", "i-1");
    List<EipEvent> first = List.copyOf(said);
    said.clear();
    Cloud again = cloud(Rules.standard());
    again.call(
        new Call("R-a", "AllocateEipAddress", Map.of("RegionId", "cn-hangzhou"), USER), START_MS);
    assertThat(said).isEqualTo(first);
  }

  @Test
  void whoHadAnAddressIsKnownAlsoWhenItIsGone() {
    String eip = allocate();
    String ip = Address.ofBytes(said.get(0).getAddress().toByteArray()).toString();
    pass(Duration.ofSeconds(60));
    call(USER, "ReleaseEipAddress", "AllocationId", eip);
    pass(Duration.ofSeconds(60));
    assertThat(holders(ip, 30)).hasSize(1);
    assertThat(holders(ip, 60)).isEmpty();
    assertThat(holders(ip, 90)).isEmpty();
  }

  private List<?> holders(String ip, int second) {
    Object holders =
        call(
                OPERATOR,
                "WhoHad",
                "IpAddress",
                ip,
                "Time",
                Instant.ofEpochMilli(START_MS + second * 1_000L).toString())
            .getOrDefault("Holders", List.of());
    return (List<?>) holders;
  }
}
