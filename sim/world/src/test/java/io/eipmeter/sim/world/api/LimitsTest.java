package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.models.AddCommonBandwidthPackageIpRequest;
import com.aliyun.vpc20160428.models.AddPublicIpAddressPoolCidrBlockRequest;
import com.aliyun.vpc20160428.models.AllocateEipAddressProRequest;
import com.aliyun.vpc20160428.models.AllocateEipSegmentAddressRequest;
import com.aliyun.vpc20160428.models.AssociateEipAddressRequest;
import com.aliyun.vpc20160428.models.CreateCommonBandwidthPackageRequest;
import com.aliyun.vpc20160428.models.CreateForwardEntryRequest;
import com.aliyun.vpc20160428.models.CreatePublicIpAddressPoolRequest;
import com.aliyun.vpc20160428.models.CreateSnatEntryRequest;
import com.aliyun.vpc20160428.models.DeleteCommonBandwidthPackageRequest;
import com.aliyun.vpc20160428.models.DeleteForwardEntryRequest;
import com.aliyun.vpc20160428.models.DeleteSnatEntryRequest;
import com.aliyun.vpc20160428.models.ListPublicIpAddressPoolsRequest;
import com.aliyun.vpc20160428.models.ReleaseEipAddressRequest;
import com.aliyun.vpc20160428.models.ReleaseEipSegmentAddressRequest;
import io.eipmeter.sim.world.cloud.Rules;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of each there may be, and that what is another account's is nobody's. */
class LimitsTest {
  private SdkRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SdkRig(Rules.standard().withTransition(Duration.ZERO).withEipQuota(300));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void twentyReleasedEipsAMonthAreTakenBack() throws Exception {
    String eip = rig.allocate();
    AllocateEipAddressProRequest back =
        new AllocateEipAddressProRequest().setRegionId(REGION).setInstanceId(eip);
    for (int i = 0; i < 20; i++) {
      release(eip);
      assertThat(codeOf(() -> rig.sdk.allocateEipAddressPro(back))).as("%d", i).isEqualTo("OK");
    }
    release(eip);
    assertThat(codeOf(() -> rig.sdk.allocateEipAddressPro(back)))
        .isEqualTo("QuotaExceeded.RecoverEip");
    // The month ends in the billing zone, eight hours before it does in UTC.
    rig.clock.pass(Duration.ofDays(6));
    assertThat(codeOf(() -> rig.sdk.allocateEipAddressPro(back)))
        .isEqualTo("QuotaExceeded.RecoverEip");
  }

  @Test
  void aHundredEipsShareABandwidthAndWhileTheyDoItStays() throws Exception {
    String shared =
        rig.sdk.createCommonBandwidthPackage(
                new CreateCommonBandwidthPackageRequest().setRegionId(REGION).setBandwidth(200))
            .body
            .bandwidthPackageId;
    String first = rig.allocate();
    assertThat(codeOf(() -> into(shared, first))).isEqualTo("OK");
    for (int i = 1; i < 100; i++) {
      into(shared, rig.allocate());
    }
    assertThat(codeOf(() -> into(shared, rig.allocate())))
        .isEqualTo("QuotaExceeded.BandwidthPackageIps");
    assertThat(codeOf(() -> release(first))).isEqualTo("TaskConflict");
    DeleteCommonBandwidthPackageRequest delete =
        new DeleteCommonBandwidthPackageRequest().setRegionId(REGION).setBandwidthPackageId(shared);
    assertThat(codeOf(() -> rig.sdk.deleteCommonBandwidthPackage(delete)))
        .isEqualTo("DependencyViolation.BandwidthPackageIps");
    assertThat(codeOf(() -> rig.sdk.deleteCommonBandwidthPackage(delete.setForce("true"))))
        .isEqualTo("OK");
    assertThat(rig.eip(first).bandwidthPackageId).isEmpty();
    assertThat(codeOf(() -> rig.sdk.deleteCommonBandwidthPackage(delete)))
        .isEqualTo("InvalidBandwidthPackageId.NotFound");
  }

  @Test
  void aGatewayHasAHundredForwardEntries() throws Exception {
    String ip = atGateway();
    for (int port = 1; port <= 100; port++) {
      assertThat(forward("ftb-1", ip, port)).as("%d", port).isEqualTo("OK");
    }
    assertThat(forward("ftb-1", ip, 101)).isEqualTo("QuotaExceeded.ForwardEntry");
    assertThat(forward("toaster-1", ip, 101)).isEqualTo("InvalidForwardTableId.NotFound");
    assertThat(
            codeOf(
                () ->
                    rig.sdk.createSnatEntry(
                        new CreateSnatEntryRequest()
                            .setSnatTableId("toaster-1")
                            .setSourceCIDR("10.0.0.0/24")
                            .setSnatIp(ip))))
        .isEqualTo("InvalidSnatTableId.NotFound");
  }

  @Test
  void anotherAccountsEntriesDoNotExist() throws Exception {
    String ip = atGateway();
    String snat =
        rig.sdk.createSnatEntry(
                new CreateSnatEntryRequest()
                    .setSnatTableId("stb-1")
                    .setSourceCIDR("10.0.0.0/24")
                    .setSnatIp(ip))
            .body
            .snatEntryId;
    String forward =
        rig.sdk.createForwardEntry(forwardRequest("ftb-1", ip, 80)).body.forwardEntryId;
    DeleteSnatEntryRequest deleteSnat =
        new DeleteSnatEntryRequest().setSnatTableId("stb-1").setSnatEntryId(snat);
    DeleteForwardEntryRequest deleteForward =
        new DeleteForwardEntryRequest().setForwardTableId("ftb-1").setForwardEntryId(forward);
    var other = rig.client("ak-2", "sk-2");
    assertThat(codeOf(() -> other.deleteSnatEntry(deleteSnat)))
        .isEqualTo("InvalidSnatEntryId.NotFound");
    assertThat(codeOf(() -> other.deleteForwardEntry(deleteForward)))
        .isEqualTo("InvalidForwardEntryId.NotFound");
    assertThat(codeOf(() -> rig.sdk.deleteSnatEntry(deleteSnat))).isEqualTo("OK");
    assertThat(codeOf(() -> rig.sdk.deleteForwardEntry(deleteForward))).isEqualTo("OK");
  }

  @Test
  void aBlockIsOfOnePoolOnly() throws Exception {
    assertThat(codeOf(() -> block(pool(), "203.0.113.0/28"))).isEqualTo("OK");
    assertThat(codeOf(() -> block(pool(), "203.0.113.8/29")))
        .isEqualTo("InvalidCidrBlock.Overlapped");
    assertThat(codeOf(() -> block(pool(), "203.0.113.300/28"))).isEqualTo("InvalidParameter");
    assertThat(
            rig.sdk.listPublicIpAddressPools(
                    new ListPublicIpAddressPoolsRequest().setRegionId(REGION))
                .body
                .publicIpAddressPoolList)
        .hasSize(3);
  }

  @Test
  void aGroupIsReleasedOnceAndByItsAccount() throws Exception {
    rig.close();
    rig = new SdkRig(Rules.standard().withEipQuota(300));
    String group =
        rig.sdk.allocateEipSegmentAddress(
                new AllocateEipSegmentAddressRequest().setRegionId(REGION).setEipMask("28"))
            .body
            .eipSegmentInstanceId;
    ReleaseEipSegmentAddressRequest release =
        new ReleaseEipSegmentAddressRequest().setRegionId(REGION).setSegmentInstanceId(group);
    assertThat(codeOf(() -> rig.sdk.releaseEipSegmentAddress(release)))
        .as("while it is being allocated")
        .isEqualTo("IncorrectSegmentStatus");
    rig.clock.pass(Duration.ofSeconds(2));
    var other = rig.client("ak-2", "sk-2");
    assertThat(codeOf(() -> other.releaseEipSegmentAddress(release)))
        .isEqualTo("InvalidSegmentInstanceId.NotFound");
    assertThat(codeOf(() -> rig.sdk.releaseEipSegmentAddress(release))).isEqualTo("OK");
    assertThat(codeOf(() -> rig.sdk.releaseEipSegmentAddress(release)))
        .as("while it is being released")
        .isEqualTo("IncorrectSegmentStatus");
  }

  private void release(String eip) throws Exception {
    rig.sdk.releaseEipAddress(new ReleaseEipAddressRequest().setAllocationId(eip));
  }

  private void into(String shared, String eip) throws Exception {
    rig.sdk.addCommonBandwidthPackageIp(
        new AddCommonBandwidthPackageIpRequest()
            .setBandwidthPackageId(shared)
            .setIpInstanceId(eip));
  }

  /** The address of an EIP in use at NAT gateway ngw-1. */
  private String atGateway() throws Exception {
    String eip = rig.allocate();
    rig.sdk.associateEipAddress(
        new AssociateEipAddressRequest()
            .setAllocationId(eip)
            .setInstanceId("ngw-1")
            .setInstanceType("Nat"));
    return rig.eip(eip).ipAddress;
  }

  private String forward(String table, String ip, int port) {
    return codeOf(() -> rig.sdk.createForwardEntry(forwardRequest(table, ip, port)));
  }

  private static CreateForwardEntryRequest forwardRequest(String table, String ip, int port) {
    return new CreateForwardEntryRequest()
        .setForwardTableId(table)
        .setExternalIp(ip)
        .setExternalPort(Integer.toString(port))
        .setIpProtocol("TCP")
        .setInternalIp("10.0.0.8")
        .setInternalPort(Integer.toString(port));
  }

  private String pool() throws Exception {
    return rig.sdk.createPublicIpAddressPool(
            new CreatePublicIpAddressPoolRequest().setRegionId(REGION).setIsp("BGP"))
        .body
        .pulbicIpAddressPoolId;
  }

  private void block(String pool, String cidr) throws Exception {
    rig.sdk.addPublicIpAddressPoolCidrBlock(
        new AddPublicIpAddressPoolCidrBlockRequest()
            .setRegionId(REGION)
            .setPublicIpAddressPoolId(pool)
            .setCidrBlock(cidr));
  }
}
