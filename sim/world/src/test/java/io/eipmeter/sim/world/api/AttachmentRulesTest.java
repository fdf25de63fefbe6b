package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.vpc20160428.models.AllocateEipAddressRequest;
import com.aliyun.vpc20160428.models.AssociateEipAddressRequest;
import com.aliyun.vpc20160428.models.CreateForwardEntryRequest;
import com.aliyun.vpc20160428.models.CreateSnatEntryRequest;
import com.aliyun.vpc20160428.models.DeleteForwardEntryRequest;
import com.aliyun.vpc20160428.models.DeleteSnatEntryRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesRequest;
import com.aliyun.vpc20160428.models.UnassociateEipAddressRequest;
import io.eipmeter.sim.world.cloud.Rules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which resource takes which EIPs, and what NAT gateways do with theirs. */
class AttachmentRulesTest {
  private static final int NAT_EIPS = 20;
  private SdkRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SdkRig(Rules.standard().withTransition(Duration.ZERO).withEipQuota(200));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void anInstanceTakesOneEipAndAnAlbOneInEachZone() throws Exception {
    assertThat(attach("EcsInstance", "i-1", "")).isEqualTo("OK");
    assertThat(attach("EcsInstance", "i-1", "")).isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("SlbInstance", "lb-1", "")).isEqualTo("OK");
    assertThat(attach("SlbInstance", "lb-1", "")).isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("HaVip", "havip-1", "")).isEqualTo("OK");
    assertThat(attach("HaVip", "havip-1", "")).isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("SlbInstance", "alb-1", "")).isEqualTo("OK");
    assertThat(attach("SlbInstance", "alb-1", "")).isEqualTo("OK");
    assertThat(attach("SlbInstance", "alb-1", "")).isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("SlbInstance", "nlb-1", "")).isEqualTo("OK");
  }

  @Test
  void anInterfaceTakesAsManyAsItHasPrivateAddressesOrOneCutThrough() throws Exception {
    register("eni-1", "NetworkInterface", Map.of("PrivateIps", "10.0.0.4,10.0.0.5"));
    assertThat(attach("NetworkInterface", "eni-1", "NAT")).isEqualTo("OK");
    assertThat(attach("NetworkInterface", "eni-1", "NAT")).isEqualTo("OK");
    assertThat(attach("NetworkInterface", "eni-1", "NAT"))
        .isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("NetworkInterface", "eni-1", "BINDED"))
        .isEqualTo("InvalidAssociation.Duplicated");
    assertThat(attach("NetworkInterface", "eni-2", "BINDED")).isEqualTo("OK");
    assertThat(attach("NetworkInterface", "eni-2", "NAT")).isEqualTo("InvalidBindingStatus");
    assertThat(attach("NetworkInterface", "eni-3", "MULTI_BINDED")).isEqualTo("Forbbiden");
  }

  @Test
  void aNatGatewayTakesTwentyEipsOfWhichTenByTraffic() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(associate(allocate("PayByTraffic"), "Nat", "ngw-1", "")).isEqualTo("OK");
    }
    assertThat(associate(allocate("PayByTraffic"), "Nat", "ngw-1", ""))
        .isEqualTo("QuotaExceeded.EipAssociation");
    for (int i = 10; i < NAT_EIPS; i++) {
      assertThat(attach("Nat", "ngw-1", "")).isEqualTo("OK");
    }
    assertThat(attach("Nat", "ngw-1", "")).isEqualTo("QuotaExceeded.EipAssociation");
  }

  @Test
  void aResourceMustBeKnownOfItsKindInTheRegionAndFit() throws Exception {
    assertThat(attach("Toaster", "i-1", "")).isEqualTo("InvalidInstanceType.ValueNotSupported");
    assertThat(attach("EcsInstance", "lb-1", "")).isEqualTo("InvalidInstanceId.NotFound");
    register("i-starting", "EcsInstance", Map.of("Status", "Starting"));
    assertThat(attach("EcsInstance", "i-starting", "")).isEqualTo("IncorrectInstanceStatus");
    register("havip-new", "HaVip", Map.of("Status", "Creating"));
    assertThat(attach("HaVip", "havip-new", "")).isEqualTo("IncorrectHaVipStatus");
    register("i-far", "EcsInstance", Map.of("RegionId", "eu-central-1"));
    assertThat(attach("EcsInstance", "i-far", "")).isEqualTo("InvalidParameter.Mismatch");
  }

  @Test
  void anInstanceWithAStaticPublicAddressTakesNoEip() throws Exception {
    rig.operator("AllocatePublicIpAddress", Map.of("RegionId", REGION, "InstanceId", "i-static"));
    assertThat(attach("EcsInstance", "i-static", ""))
        .isEqualTo("BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP");
    assertThat(
            rig.sdk.describeEipAddresses(
                    new DescribeEipAddressesRequest()
                        .setRegionId(REGION)
                        .setAssociatedInstanceId("i-static"))
                .body
                .totalCount)
        .isZero();
  }

  @Test
  void aLockedEipStaysWhereItIs() throws Exception {
    String eip = allocate("PayByTraffic");
    rig.operator("SetEipLock", Map.of("AllocationId", eip, "Locked", "true"));
    assertThat(associate(eip, "EcsInstance", "i-1", ""))
        .isEqualTo("OperationDenied.SecurityLocked");
    assertThat(
            codeOf(
                () ->
                    rig.sdk.releaseEipAddress(
                        new com.aliyun.vpc20160428.models.ReleaseEipAddressRequest()
                            .setAllocationId(eip))))
        .isEqualTo("OperationDenied.SecurityLocked");
  }

  @Test
  void snatNeedsAnEipInUseAtItsGatewayAndASourceOfItsOwn() throws Exception {
    String eip = allocate("PayByTraffic");
    assertThat(snat("10.0.0.0/24", address(eip))).isEqualTo("InvalidSnatIp.NotAssociated");
    associate(eip, "Nat", "ngw-1", "");
    assertThat(snat("10.0.0.0/24", address(eip))).isEqualTo("OK");
    assertThat(snat("10.0.0.0/24", address(eip))).isEqualTo("InvalidSource.Duplicate");
    for (int i = 1; i < 40; i++) {
      assertThat(snat("10.0." + i + ".0/24", address(eip))).isEqualTo("OK");
    }
    assertThat(snat("10.1.0.0/24", address(eip))).isEqualTo("QuotaExceeded.SnatEntry");
    String second = allocate("PayByTraffic");
    associate(second, "Nat", "ngw-1", "");
    assertThat(snat("10.2.0.0/24", address(eip) + "," + address(second)))
        .isEqualTo("InvalidSnatIp.NotInOneBandwidthPackage");
  }

  @Test
  void aSnatEntryHasAtMost64Addresses() {
    assertThat(snat("10.0.0.0/24", addresses(64))).isEqualTo("InvalidSnatIp.NotAssociated");
    assertThat(snat("10.0.0.0/24", addresses(65))).isEqualTo("InvalidParameter");
  }

  private static String addresses(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "192.0.2." + i)
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.256/24", "10.0.0.0/33", "10.0.0/24", "example.org", "10.0.0.0/"})
  void aSnatSourceIsACidr(String source) {
    assertThat(snat(source, "192.0.2.1")).isEqualTo("InvalidParameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.256", "2001:db8::1", "example.org"})
  void whatIsInsideHasAnIpv4Address(String address) throws Exception {
    String eip = allocate("PayByTraffic");
    associate(eip, "Nat", "ngw-1", "");
    assertThat(forward(address(eip), "80", "TCP", address, "80")).isEqualTo("InvalidParameter");
    assertThatThrownBy(() -> register("i-1", "EcsInstance", Map.of("PrivateIps", address)))
        .hasMessageContaining("is no IPv4 address");
  }

  @Test
  void dnatTakesAPortOnceAndOnlyWhereNoEipOfItsOwnWins() throws Exception {
    String eip = allocate("PayByTraffic");
    associate(eip, "Nat", "ngw-1", "");
    String ip = address(eip);
    assertThat(forward(ip, "80", "TCP", "10.0.0.8", "8080")).isEqualTo("OK");
    assertThat(forward(ip, "80", "TCP", "10.0.0.9", "8080"))
        .isEqualTo("Forbidden.DestnationNatEntryExisted");
    assertThat(forward(ip, "81", "TCP", "10.0.0.8", "8080"))
        .isEqualTo("Forbidden.DestnationNatEntryExisted");
    assertThat(forward(ip, "80", "UDP", "10.0.0.8", "8080")).isEqualTo("OK");
    assertThat(forward(ip, "65536", "TCP", "10.0.0.8", "1")).isEqualTo("InvalidParameter");
    assertThat(forward("192.0.2.1", "80", "TCP", "10.0.0.8", "1"))
        .isEqualTo("InvalidExternalIp.NotAssociated");
    register("i-own", "EcsInstance", Map.of("PrivateIps", "10.0.0.77"));
    assertThat(attach("EcsInstance", "i-own", "")).isEqualTo("OK");
    assertThat(forward(ip, "90", "TCP", "10.0.0.77", "90")).isEqualTo("InvalidInternalIp.HasEip");
    assertThat(snat("10.0.0.0/24", ip)).isEqualTo("OK");
    assertThat(forward(ip, "2000", "TCP", "10.0.0.8", "2000")).isEqualTo("InvalidParameter");
  }

  @Test
  void anotherAccountsInstanceOfTheSamePrivateAddressHindersNoDnat() throws Exception {
    String eip = allocate("PayByTraffic");
    associate(eip, "Nat", "ngw-1", "");
    register("i-strangers", "EcsInstance", Map.of("PrivateIps", "10.0.0.78"));
    var stranger = rig.client("ak-2", "sk-2");
    String strangers =
        stranger.allocateEipAddress(new AllocateEipAddressRequest().setRegionId(REGION))
            .body
            .allocationId;
    var there =
        stranger.associateEipAddress(
            new AssociateEipAddressRequest()
                .setRegionId(REGION)
                .setAllocationId(strangers)
                .setInstanceId("i-strangers"));
    assertThat(there.statusCode).isEqualTo(200);
    assertThat(forward(address(eip), "91", "TCP", "10.0.0.78", "91")).isEqualTo("OK");
  }

  @Test
  void entriesAreDeletedAndAnEipTheyUseIsDetachedByForceOnly() throws Exception {
    String eip = allocate("PayByTraffic");
    associate(eip, "Nat", "ngw-1", "");
    String snat =
        rig.sdk.createSnatEntry(snatRequest("10.0.0.0/24", address(eip))).body.snatEntryId;
    String forward =
        rig.sdk.createForwardEntry(forwardRequest(address(eip), "80", "TCP", "10.0.0.8", "80"))
            .body
            .forwardEntryId;
    assertThat(detach(eip, false)).isEqualTo("OperationDenied.NatEntriesExist");
    assertThat(
            codeOf(
                () ->
                    rig.sdk.deleteForwardEntry(
                        new DeleteForwardEntryRequest()
                            .setForwardTableId("ftb-1")
                            .setForwardEntryId(forward))))
        .isEqualTo("OK");
    assertThat(detach(eip, true)).isEqualTo("OK");
    assertThat(
            codeOf(
                () ->
                    rig.sdk.deleteSnatEntry(
                        new DeleteSnatEntryRequest().setSnatTableId("stb-1").setSnatEntryId(snat))))
        .isEqualTo("InvalidSnatEntryId.NotFound");
  }

  private String detach(String eip, boolean force) {
    return codeOf(
        () ->
            rig.sdk.unassociateEipAddress(
                new UnassociateEipAddressRequest().setAllocationId(eip).setForce(force)));
  }

  private String snat(String source, String addresses) {
    return codeOf(() -> rig.sdk.createSnatEntry(snatRequest(source, addresses)));
  }

  private static CreateSnatEntryRequest snatRequest(String source, String addresses) {
    return new CreateSnatEntryRequest()
        .setRegionId(REGION)
        .setSnatTableId("stb-1")
        .setSourceCIDR(source)
        .setSnatIp(addresses);
  }

  private String forward(
      String external, String port, String protocol, String internal, String internalPort) {
    return codeOf(
        () ->
            rig.sdk.createForwardEntry(
                forwardRequest(external, port, protocol, internal, internalPort)));
  }

  private static CreateForwardEntryRequest forwardRequest(
      String external, String port, String protocol, String internal, String internalPort) {
    return new CreateForwardEntryRequest()
        .setRegionId(REGION)
        .setForwardTableId("ftb-1")
        .setExternalIp(external)
        .setExternalPort(port)
        .setIpProtocol(protocol)
        .setInternalIp(internal)
        .setInternalPort(internalPort);
  }

  private String attach(String type, String instance, String mode) throws Exception {
    return associate(allocate("PayByBandwidth"), type, instance, mode);
  }

  private String associate(String eip, String type, String instance, String mode) {
    return codeOf(
        () ->
            rig.sdk.associateEipAddress(
                new AssociateEipAddressRequest()
                    .setRegionId(REGION)
                    .setAllocationId(eip)
                    .setInstanceId(instance)
                    .setInstanceType(type)
                    .setMode(mode)));
  }

  private String allocate(String internetChargeType) throws Exception {
    return rig.sdk.allocateEipAddress(
            new AllocateEipAddressRequest()
                .setRegionId(REGION)
                .setInternetChargeType(internetChargeType))
        .body
        .allocationId;
  }

  private String address(String eip) throws Exception {
    return rig.eip(eip).ipAddress;
  }

  private void register(String id, String type, Map<String, String> more) throws Exception {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("RegionId", REGION);
    parameters.put("InstanceId", id);
    parameters.put("InstanceType", type);
    parameters.putAll(more);
    rig.operator("RegisterInstance", parameters);
  }
}
