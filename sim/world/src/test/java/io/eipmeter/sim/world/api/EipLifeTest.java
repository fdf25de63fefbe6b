package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.models.AllocateEipAddressRequest;
import com.aliyun.vpc20160428.models.AllocateEipAddressResponseBody;
import com.aliyun.vpc20160428.models.AssociateEipAddressRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesResponseBody.DescribeEipAddressesResponseBodyEipAddressesEipAddress;
import com.aliyun.vpc20160428.models.ModifyEipAddressAttributeRequest;
import com.aliyun.vpc20160428.models.ReleaseEipAddressRequest;
import com.aliyun.vpc20160428.models.UnassociateEipAddressRequest;
import io.eipmeter.sim.world.cloud.Rules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of an EIP, by the provider's SDK over HTTP. */
class EipLifeTest {
  private SdkRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SdkRig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void anEipIsAllocatedAttachedDetachedAndReleased() throws Exception {
    String id = allocate().allocationId;
    assertThat(rig.eip(id).status).isEqualTo("Available");
    rig.sdk.associateEipAddress(associate(id, "i-web1"));
    assertThat(rig.eip(id).status).isEqualTo("Associating");
    rig.clock.pass(Duration.ofSeconds(2));
    assertThat(rig.eip(id).status).isEqualTo("InUse");
    assertThat(rig.eip(id).instanceId).isEqualTo("i-web1");
    assertThat(rig.eip(id).instanceType).isEqualTo("EcsInstance");
    rig.sdk.unassociateEipAddress(unassociate(id));
    assertThat(rig.eip(id).status).isEqualTo("Unassociating");
    rig.clock.pass(Duration.ofSeconds(2));
    assertThat(rig.eip(id).status).isEqualTo("Available");
    assertThat(rig.eip(id).instanceId).isEmpty();
    rig.sdk.releaseEipAddress(release(id));
    assertThat(list()).isEmpty();
  }

  @Test
  void whatIsNotSaidIsTheProvidersDefault() throws Exception {
    String id =
        rig.sdk.allocateEipAddress(new AllocateEipAddressRequest().setRegionId(REGION))
            .body
            .allocationId;
    var eip = rig.eip(id);
    assertThat(eip.bandwidth).isEqualTo("5");
    assertThat(eip.internetChargeType).isEqualTo("PayByBandwidth");
    assertThat(eip.chargeType).isEqualTo("PostPaid");
    assertThat(eip.ISP).isEqualTo("BGP");
    assertThat(eip.businessStatus).isEqualTo("Normal");
    assertThat(eip.allocationTime).isEqualTo("2026-11-20T02:00:00Z");
  }

  @Test
  void aBandwidthHasARangeByChargeType() {
    assertThat(allocateCode("PostPaid", "PayByTraffic", "200")).isEqualTo("OK");
    assertThat(allocateCode("PostPaid", "PayByTraffic", "201")).isEqualTo("InvalidParameter");
    assertThat(allocateCode("PostPaid", "PayByBandwidth", "500")).isEqualTo("OK");
    assertThat(allocateCode("PostPaid", "PayByBandwidth", "501")).isEqualTo("InvalidParameter");
    assertThat(allocateCode("PrePaid", "PayByBandwidth", "1000")).isEqualTo("OK");
    assertThat(allocateCode("PrePaid", "PayByBandwidth", "1001")).isEqualTo("InvalidParameter");
    assertThat(allocateCode("PrePaid", "PayByTraffic", "10")).isEqualTo("InvalidParameter");
    assertThat(allocateCode("PostPaid", "PayByBandwidth", "0")).isEqualTo("InvalidParameter");
  }

  @Test
  void anAccountHoldsTwentyPayAsYouGoEips() throws Exception {
    for (int i = 0; i < 20; i++) {
      allocate();
    }
    assertThat(codeOf(this::allocate)).isEqualTo("QuotaExceeded.Eip");
    assertThat(allocateCode("PrePaid", "PayByBandwidth", "5")).isEqualTo("OK");
  }

  @Test
  void maximumBandwidthsOfARegionHaveASum() throws Exception {
    rig.close();
    rig = new SdkRig(Rules.standard().withEipQuota(100));
    for (int i = 0; i < 25; i++) {
      assertThat(allocateCode("PostPaid", "PayByTraffic", "200")).isEqualTo("OK");
    }
    assertThat(allocateCode("PostPaid", "PayByTraffic", "1")).isEqualTo("QuotaExceeded.Bandwidth");
    assertThat(allocateCode("PostPaid", "PayByBandwidth", "1")).isEqualTo("OK");
  }

  @Test
  void onlyAnAvailableEipIsReleasedOrAttached() throws Exception {
    String id = allocate().allocationId;
    rig.sdk.associateEipAddress(associate(id, "i-web1"));
    assertThat(codeOf(() -> rig.sdk.releaseEipAddress(release(id))))
        .isEqualTo("IncorrectEipStatus");
    assertThat(codeOf(() -> rig.sdk.associateEipAddress(associate(id, "i-web2"))))
        .isEqualTo("IncorrectEipStatus");
    assertThat(codeOf(() -> rig.sdk.unassociateEipAddress(unassociate(id))))
        .isEqualTo("IncorrectEipStatus");
  }

  @Test
  void aReleasedAddressRestsBeforeAnotherAccountGetsIt() throws Exception {
    rig.close();
    rig = new SdkRig(Rules.standard().withRest(Duration.ofSeconds(30)));
    var mine = allocate();
    rig.sdk.releaseEipAddress(release(mine.allocationId));
    var other = rig.client("ak-2", "sk-2");
    var wanted =
        new com.aliyun.vpc20160428.models.AllocateEipAddressProRequest()
            .setRegionId(REGION)
            .setIpAddress(mine.eipAddress);
    rig.clock.pass(Duration.ofSeconds(29));
    assertThat(codeOf(() -> other.allocateEipAddressPro(wanted))).isEqualTo("ReserveIpFail");
    rig.clock.pass(Duration.ofSeconds(1));
    assertThat(other.allocateEipAddressPro(wanted).body.eipAddress).isEqualTo(mine.eipAddress);
  }

  @Test
  void aReleasedEipComesBackUnderItsIdWithinSevenDays() throws Exception {
    var mine = allocate();
    rig.sdk.releaseEipAddress(release(mine.allocationId));
    var back =
        new com.aliyun.vpc20160428.models.AllocateEipAddressProRequest()
            .setRegionId(REGION)
            .setInstanceId(mine.allocationId);
    assertThat(rig.sdk.allocateEipAddressPro(back).body.eipAddress).isEqualTo(mine.eipAddress);
    assertThat(rig.eip(mine.allocationId).internetChargeType).isEqualTo("PayByTraffic");
    rig.sdk.releaseEipAddress(release(mine.allocationId));
    rig.clock.pass(Duration.ofDays(7));
    assertThat(codeOf(() -> rig.sdk.allocateEipAddressPro(back))).isEqualTo("ReserveIpFail");
  }

  @Test
  void attributesChangeAtOnce() throws Exception {
    String id = allocate().allocationId;
    rig.sdk.modifyEipAddressAttribute(
        new ModifyEipAddressAttributeRequest()
            .setRegionId(REGION)
            .setAllocationId(id)
            .setBandwidth("17")
            .setName("shop")
            .setDescription("the shop's"));
    assertThat(rig.eip(id).bandwidth).isEqualTo("17");
    assertThat(rig.eip(id).name).isEqualTo("shop");
    assertThat(
            codeOf(
                () ->
                    rig.sdk.modifyEipAddressAttribute(
                        new ModifyEipAddressAttributeRequest()
                            .setAllocationId(id)
                            .setBandwidth("501"))))
        .isEqualTo("InvalidParameter");
  }

  @Test
  void aClientTokenIsAnsweredOnceAndTheSameAgain() throws Exception {
    AllocateEipAddressRequest request =
        new AllocateEipAddressRequest().setRegionId(REGION).setClientToken("token-1");
    var first = rig.sdk.allocateEipAddress(request).body;
    var again = rig.sdk.allocateEipAddress(request).body;
    assertThat(again.allocationId).isEqualTo(first.allocationId);
    assertThat(again.requestId).isNotEqualTo(first.requestId);
    assertThat(list()).hasSize(1);
    assertThat(codeOf(() -> rig.sdk.allocateEipAddress(request.setBandwidth("9"))))
        .isEqualTo("IdempotentParameterMismatch");
  }

  @Test
  void anotherAccountsEipDoesNotExist() throws Exception {
    String id = allocate().allocationId;
    var other = rig.client("ak-2", "sk-2");
    assertThat(codeOf(() -> other.releaseEipAddress(release(id))))
        .isEqualTo("InvalidAllocationId.NotFound");
    assertThat(other.describeEipAddresses(describe()).body.totalCount).isZero();
  }

  @Test
  void theListIsPagedAndFiltered() throws Exception {
    for (int i = 0; i < 12; i++) {
      allocate();
    }
    String first = allocate().allocationId;
    var page = rig.sdk.describeEipAddresses(describe().setPageNumber(2)).body;
    assertThat(page.totalCount).isEqualTo(13);
    assertThat(page.pageSize).isEqualTo(10);
    assertThat(page.eipAddresses.eipAddress).hasSize(3);
    assertThat(codeOf(() -> rig.sdk.describeEipAddresses(describe().setPageSize(101))))
        .isEqualTo("InvalidParameter");
    rig.sdk.associateEipAddress(associate(first, "i-web1"));
    assertThat(
            rig.sdk.describeEipAddresses(describe().setStatus("Associating"))
                .body
                .eipAddresses
                .eipAddress)
        .extracting(eip -> eip.allocationId)
        .containsExactly(first);
  }

  @Test
  void aCallTooManyInAMinuteIsThrottled() throws Exception {
    for (int i = 0; i < 120; i++) {
      String code = codeOf(() -> rig.sdk.associateEipAddress(associate("eip-none", "i-web1")));
      assertThat(code).isEqualTo("InvalidAllocationId.NotFound");
    }
    assertThat(codeOf(() -> rig.sdk.associateEipAddress(associate("eip-none", "i-web1"))))
        .isEqualTo("Throttling.User");
    rig.clock.pass(Duration.ofSeconds(60));
    assertThat(codeOf(() -> rig.sdk.associateEipAddress(associate("eip-none", "i-web1"))))
        .isEqualTo("InvalidAllocationId.NotFound");
  }

  @Test
  void aWrongSecretAnUnknownKeyAndAnUnknownRegionAreToldApart() throws Exception {
    assertThat(codeOf(() -> rig.client("ak-1", "wrong").describeEipAddresses(describe())))
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(codeOf(() -> rig.client("ak-9", "sk-1").describeEipAddresses(describe())))
        .isEqualTo("InvalidAccessKeyId.NotFound");
    assertThat(codeOf(() -> rig.sdk.describeEipAddresses(describe().setRegionId("mars-1"))))
        .isEqualTo("InvalidRegionId.NotFound");
    assertThat(codeOf(() -> rig.sdk.allocateEipAddress(new AllocateEipAddressRequest())))
        .isEqualTo("MissingParameter");
  }

  private AllocateEipAddressResponseBody allocate() throws Exception {
    return rig.sdk.allocateEipAddress(new AllocateEipAddressRequest().setRegionId(REGION)).body;
  }

  private String allocateCode(String chargeType, String internetChargeType, String bandwidth) {
    return codeOf(
        () ->
            rig.sdk.allocateEipAddress(
                new AllocateEipAddressRequest()
                    .setRegionId(REGION)
                    .setInstanceChargeType(chargeType)
                    .setInternetChargeType(internetChargeType)
                    .setBandwidth(bandwidth)));
  }

  private static DescribeEipAddressesRequest describe() {
    return new DescribeEipAddressesRequest().setRegionId(REGION);
  }

  private List<DescribeEipAddressesResponseBodyEipAddressesEipAddress> list() throws Exception {
    return rig.sdk.describeEipAddresses(describe()).body.eipAddresses.eipAddress;
  }

  private static AssociateEipAddressRequest associate(String id, String instance) {
    return new AssociateEipAddressRequest()
        .setRegionId(REGION)
        .setAllocationId(id)
        .setInstanceId(instance);
  }

  private static UnassociateEipAddressRequest unassociate(String id) {
    return new UnassociateEipAddressRequest().setRegionId(REGION).setAllocationId(id);
  }

  private static ReleaseEipAddressRequest release(String id) {
    return new ReleaseEipAddressRequest().setRegionId(REGION).setAllocationId(id);
  }
}
