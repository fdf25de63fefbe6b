package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.models.AddCommonBandwidthPackageIpRequest;
import com.aliyun.vpc20160428.models.AddPublicIpAddressPoolCidrBlockRequest;
import com.aliyun.vpc20160428.models.AllocateEipAddressRequest;
import com.aliyun.vpc20160428.models.AllocateEipSegmentAddressRequest;
import com.aliyun.vpc20160428.models.CreateCommonBandwidthPackageRequest;
import com.aliyun.vpc20160428.models.CreatePublicIpAddressPoolRequest;
import com.aliyun.vpc20160428.models.DeletionProtectionRequest;
import com.aliyun.vpc20160428.models.DescribeCommonBandwidthPackagesRequest;
import com.aliyun.vpc20160428.models.DescribeCommonBandwidthPackagesResponseBody.DescribeCommonBandwidthPackagesResponseBodyCommonBandwidthPackagesCommonBandwidthPackage;
import com.aliyun.vpc20160428.models.DescribeEipAddressesRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesResponseBody.DescribeEipAddressesResponseBodyEipAddressesEipAddress;
import com.aliyun.vpc20160428.models.DescribeEipSegmentRequest;
import com.aliyun.vpc20160428.models.ListPublicIpAddressPoolCidrBlocksRequest;
import com.aliyun.vpc20160428.models.ModifyCommonBandwidthPackageSpecRequest;
import com.aliyun.vpc20160428.models.ReleaseEipAddressRequest;
import com.aliyun.vpc20160428.models.ReleaseEipSegmentAddressRequest;
import com.aliyun.vpc20160428.models.RemoveCommonBandwidthPackageIpRequest;
import com.aliyun.vpc20160428.models.TagResourcesRequest;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.cloud.Rules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contiguous groups, pools, shared bandwidth, tags: EIPs that belong together. */
class GroupsTest {
  private SdkRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SdkRig(Rules.standard().withEipQuota(300));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aGroupIsSixteenAddressesInARowAndReleasedAsAWhole() throws Exception {
    String group = segment("28");
    var segment =
        rig.sdk
            .describeEipSegment(new DescribeEipSegmentRequest().setRegionId(REGION))
            .body
            .eipSegments
            .eipSegment
            .get(0);
    assertThat(segment.instanceId).isEqualTo(group);
    assertThat(segment.ipCount).isEqualTo("16");
    assertThat(segment.status).isEqualTo("Allocating");
    rig.clock.pass(Duration.ofSeconds(2));
    List<DescribeEipAddressesResponseBodyEipAddressesEipAddress> members =
        rig.sdk.describeEipAddresses(
                new DescribeEipAddressesRequest()
                    .setRegionId(REGION)
                    .setSegmentInstanceId(group)
                    .setPageSize(100))
            .body
            .eipAddresses
            .eipAddress;
    String first = segment.segment.replace("/28", "");
    assertThat(members)
        .extracting(eip -> Address.parse(eip.ipAddress))
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.IntStream.range(0, 16)
                .mapToObj(i -> Address.parse(first).plus(i))
                .toList());
    assertThat(
            codeOf(
                () ->
                    rig.sdk.releaseEipAddress(
                        new ReleaseEipAddressRequest()
                            .setAllocationId(members.get(0).allocationId))))
        .isEqualTo("Forbbiden");
    rig.sdk.releaseEipSegmentAddress(
        new ReleaseEipSegmentAddressRequest().setRegionId(REGION).setSegmentInstanceId(group));
    assertThat(list()).isEmpty();
    rig.clock.pass(Duration.ofSeconds(2));
    assertThat(
            rig.sdk.describeEipSegment(new DescribeEipSegmentRequest().setRegionId(REGION))
                .body
                .totalCount)
        .isZero();
  }

  @Test
  void aGroupHasAMaskOf24To28() throws Exception {
    assertThat(codeOf(() -> segment("29"))).isEqualTo("InvalidEipMask.ValueNotSupported");
    assertThat(codeOf(() -> segment("23"))).isEqualTo("InvalidEipMask.ValueNotSupported");
    assertThat(codeOf(() -> segment("24"))).isEqualTo("OK");
    assertThat(codeOf(() -> segment("26"))).isEqualTo("QuotaExceeded.Eip");
  }

  @Test
  void anEipOfAPoolIsOneOfItsAddressesAndNobodyElsesIs() throws Exception {
    String pool =
        rig.sdk.createPublicIpAddressPool(
                new CreatePublicIpAddressPoolRequest().setRegionId(REGION).setIsp("BGP"))
            .body
            .pulbicIpAddressPoolId;
    rig.sdk.addPublicIpAddressPoolCidrBlock(
        new AddPublicIpAddressPoolCidrBlockRequest()
            .setRegionId(REGION)
            .setPublicIpAddressPoolId(pool)
            .setCidrMask(28));
    String cidr =
        rig.sdk
            .listPublicIpAddressPoolCidrBlocks(
                new ListPublicIpAddressPoolCidrBlocksRequest()
                    .setRegionId(REGION)
                    .setPublicIpAddressPoolId(pool))
            .body
            .publicIpPoolCidrBlockList
            .get(0)
            .cidrBlock;
    for (int i = 0; i < 16; i++) {
      var eip = rig.sdk.allocateEipAddress(ofPool(pool)).body.eipAddress;
      assertThat(Address.parse(eip).prefix(96 + 28))
          .isEqualTo(Address.parse(cidr.replace("/28", "")));
    }
    assertThat(codeOf(() -> rig.sdk.allocateEipAddress(ofPool(pool)))).isEqualTo("ReserveIpFail");
    assertThat(codeOf(() -> rig.client("ak-2", "sk-2").allocateEipAddress(ofPool(pool))))
        .isEqualTo("InvalidPublicIpAddressPoolId.NotFound");
  }

  @Test
  void inASharedBandwidthTheOwnMaximumRests() throws Exception {
    String shared = share("PayByTraffic", 100);
    String eip = rig.allocate();
    rig.sdk.addCommonBandwidthPackageIp(into(shared, eip));
    assertThat(rig.eip(eip).bandwidth).isEqualTo("100");
    assertThat(rig.eip(eip).eipBandwidth).isEqualTo("5");
    assertThat(rig.eip(eip).bandwidthPackageId).isEqualTo(shared);
    rig.sdk.modifyCommonBandwidthPackageSpec(
        new ModifyCommonBandwidthPackageSpecRequest()
            .setBandwidthPackageId(shared)
            .setBandwidth("300"));
    assertThat(rig.eip(eip).bandwidth).isEqualTo("300");
    assertThat(described(shared).publicIpAddresses.publicIpAddresse)
        .extracting(member -> member.allocationId)
        .containsExactly(eip);
    assertThat(codeOf(() -> rig.sdk.addCommonBandwidthPackageIp(into(shared, eip))))
        .isEqualTo("IpInstanceId.AlreadyInBandwidthPackage");
    RemoveCommonBandwidthPackageIpRequest out =
        new RemoveCommonBandwidthPackageIpRequest()
            .setBandwidthPackageId(shared)
            .setIpInstanceId(eip);
    assertThat(codeOf(() -> rig.sdk.removeCommonBandwidthPackageIp(out))).isEqualTo("OK");
    assertThat(rig.eip(eip).bandwidth).isEqualTo("5");
    assertThat(codeOf(() -> rig.sdk.removeCommonBandwidthPackageIp(out)))
        .isEqualTo("OperationDenied.IpNotInBandwidthPackage");
  }

  @Test
  void aSharedBandwidthHasARangeByChargeType() {
    assertThat(codeOf(() -> share("PayByBandwidth", 1))).isEqualTo("InvalidParameter");
    assertThat(codeOf(() -> share("PayByBandwidth", 20_000))).isEqualTo("OK");
    assertThat(codeOf(() -> share("PayBy95", 199))).isEqualTo("InvalidParameter");
    assertThat(codeOf(() -> share("PayBy95", 200))).isEqualTo("OK");
    assertThat(codeOf(() -> share("PayByDominantTraffic", 2_001))).isEqualTo("InvalidParameter");
    assertThat(codeOf(() -> share("PayByTraffic", 1_001))).isEqualTo("InvalidParameter");
  }

  @Test
  void aSharedBandwidthTakesNoSubscriptionAndNoEipOfAnotherRegion() throws Exception {
    String shared = share("PayByTraffic", 100);
    String subscription =
        rig.sdk.allocateEipAddress(
                new AllocateEipAddressRequest()
                    .setRegionId(REGION)
                    .setInstanceChargeType("PrePaid"))
            .body
            .allocationId;
    assertThat(codeOf(() -> rig.sdk.addCommonBandwidthPackageIp(into(shared, subscription))))
        .isEqualTo("Forbidden.ChargeTypeIsPrepaid");
    String far =
        rig.sdk.allocateEipAddress(new AllocateEipAddressRequest().setRegionId("eu-central-1"))
            .body
            .allocationId;
    assertThat(codeOf(() -> rig.sdk.addCommonBandwidthPackageIp(into(shared, far))))
        .isEqualTo("InvalidParameter.Mismatch");
    assertThat(codeOf(() -> rig.sdk.addCommonBandwidthPackageIp(into("cbwp-none", far))))
        .isEqualTo("InvalidBandwidthPackageId.NotFound");
  }

  @Test
  void tagsFilterAndProtectionForbidsTheRelease() throws Exception {
    String eip = rig.allocate();
    rig.allocate();
    rig.sdk.tagResources(
        new TagResourcesRequest()
            .setRegionId(REGION)
            .setResourceType("EIP")
            .setResourceId(List.of(eip))
            .setTag(
                List.of(
                    new TagResourcesRequest.TagResourcesRequestTag()
                        .setKey("env")
                        .setValue("shop"))));
    assertThat(rig.eip(eip).tags.tag)
        .extracting(tag -> tag.key + "=" + tag.value)
        .containsExactly("env=shop");
    rig.sdk.deletionProtection(protect(eip, true));
    ReleaseEipAddressRequest release = new ReleaseEipAddressRequest().setAllocationId(eip);
    assertThat(codeOf(() -> rig.sdk.releaseEipAddress(release)))
        .isEqualTo("OperationDenied.DeletionProtection");
    rig.sdk.deletionProtection(protect(eip, false));
    assertThat(codeOf(() -> rig.sdk.releaseEipAddress(release))).isEqualTo("OK");
  }

  @Test
  void theBetterLineIsToBeHadInSomeRegionsAndInHongKongBySubscription() {
    assertThat(line("cn-hangzhou", "BGP_PRO", "PostPaid")).isEqualTo("InvalidRegion.NotSupport");
    assertThat(line("ap-southeast-1", "BGP_PRO", "PostPaid")).isEqualTo("OK");
    assertThat(line("ap-southeast-1", "BGP_PRO", "PrePaid")).isEqualTo("InvalidRegion.NotSupport");
    assertThat(line("cn-hongkong", "BGP_PRO", "PrePaid")).isEqualTo("OK");
    assertThat(line("cn-hongkong", "CARRIER_PIGEON", "PostPaid")).isEqualTo("InvalidParameter");
  }

  private String line(String region, String line, String chargeType) {
    return codeOf(
        () ->
            rig.sdk.allocateEipAddress(
                new AllocateEipAddressRequest()
                    .setRegionId(region)
                    .setISP(line)
                    .setInstanceChargeType(chargeType)));
  }

  private static DeletionProtectionRequest protect(String eip, boolean on) {
    return new DeletionProtectionRequest()
        .setRegionId(REGION)
        .setInstanceId(eip)
        .setType("EIP")
        .setProtectionEnable(on);
  }

  private String segment(String mask) throws Exception {
    return rig.sdk.allocateEipSegmentAddress(
            new AllocateEipSegmentAddressRequest().setRegionId(REGION).setEipMask(mask))
        .body
        .eipSegmentInstanceId;
  }

  private String share(String method, int mbps) throws Exception {
    return rig.sdk.createCommonBandwidthPackage(
            new CreateCommonBandwidthPackageRequest()
                .setRegionId(REGION)
                .setInternetChargeType(method)
                .setBandwidth(mbps))
        .body
        .bandwidthPackageId;
  }

  private DescribeCommonBandwidthPackagesResponseBodyCommonBandwidthPackagesCommonBandwidthPackage
      described(String shared) throws Exception {
    return rig.sdk
        .describeCommonBandwidthPackages(
            new DescribeCommonBandwidthPackagesRequest()
                .setRegionId(REGION)
                .setBandwidthPackageId(shared))
        .body
        .commonBandwidthPackages
        .commonBandwidthPackage
        .get(0);
  }

  private static AddCommonBandwidthPackageIpRequest into(String shared, String eip) {
    return new AddCommonBandwidthPackageIpRequest()
        .setBandwidthPackageId(shared)
        .setIpInstanceId(eip);
  }

  private static AllocateEipAddressRequest ofPool(String pool) {
    return new AllocateEipAddressRequest().setRegionId(REGION).setPublicIpAddressPoolId(pool);
  }

  private List<DescribeEipAddressesResponseBodyEipAddressesEipAddress> list() throws Exception {
    return rig.sdk.describeEipAddresses(new DescribeEipAddressesRequest().setRegionId(REGION))
        .body
        .eipAddresses
        .eipAddress;
  }
}
