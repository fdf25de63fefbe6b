package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.models.DescribeEipMonitorDataRequest;
import com.aliyun.vpc20160428.models.MoveResourceGroupRequest;
import com.aliyun.vpc20160428.models.SetHighDefinitionMonitorLogStatusRequest;
import com.aliyun.vpc20160428.models.TagResourcesRequest;
import com.aliyun.vpc20160428.models.TagResourcesRequest.TagResourcesRequestTag;
import com.aliyun.vpc20160428.models.UnTagResourcesRequest;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags, groups, monitoring each second, the charge type, and what monitoring refuses. */
class AttributesTest {
  /** Nobody listens there: a question that is refused is never asked. */
  private static final ClickHouseTarget AWAY =
      new ClickHouseTarget("http://127.0.0.1:9", "eipmeter", "default", "");

  private SdkRig rig;
  private String eip = "";

  @BeforeEach
  void start() throws Exception {
    rig = new SdkRig(Rules.standard(), new State(), Journal.NONE, AWAY);
    eip = rig.allocate();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void tagsAreAddedReplacedAndTakenAway() throws Exception {
    tag(Map.of("env", "test", "team", "shop"));
    tag(Map.of("env", "live"));
    assertThat(tags()).containsExactlyInAnyOrder("env=live", "team=shop");
    rig.sdk.unTagResources(untag().setTagKey(List.of("env", "never")));
    assertThat(tags()).containsExactly("team=shop");
    rig.sdk.unTagResources(untag().setAll(true));
    assertThat(tags()).isEmpty();
  }

  @Test
  void anEipHasTwentyTags() throws Exception {
    for (int i = 0; i < 20; i++) {
      tag(Map.of("key-" + i, "x"));
    }
    assertThat(codeOf(() -> tag(Map.of("key-20", "x")))).isEqualTo("InvalidParameter");
    assertThat(codeOf(() -> tag(Map.of("key-19", "y")))).isEqualTo("OK");
    assertThat(codeOf(() -> tag(Map.of()))).isEqualTo("MissingParameter");
  }

  @Test
  void anEipMovesToAnotherResourceGroup() throws Exception {
    assertThat(rig.eip(eip).resourceGroupId).isEqualTo("rg-default");
    rig.sdk.moveResourceGroup(move("rg-shop"));
    assertThat(rig.eip(eip).resourceGroupId).isEqualTo("rg-shop");
    assertThat(codeOf(() -> rig.sdk.moveResourceGroup(move("shop"))))
        .isEqualTo("InvalidResourceGroupId");
    var other = rig.client("ak-2", "sk-2");
    assertThat(codeOf(() -> other.moveResourceGroup(move("rg-mine"))))
        .isEqualTo("InvalidAllocationId.NotFound");
  }

  @Test
  void tenEipsOfAnAccountAreMonitoredEachSecond() throws Exception {
    for (int i = 0; i < 9; i++) {
      assertThat(monitored(rig.allocate(), "ON")).isEqualTo("OK");
    }
    assertThat(monitored(eip, "ON")).isEqualTo("OK");
    assertThat(rig.eip(eip).HDMonitorStatus).isEqualTo("ON");
    String eleventh = rig.allocate();
    assertThat(monitored(eleventh, "ON")).isEqualTo("QuotaExceeded.HighDefinitionMonitor");
    assertThat(monitored(eip, "OFF")).isEqualTo("OK");
    assertThat(rig.eip(eip).HDMonitorStatus).isEqualTo("OFF");
    assertThat(monitored(eleventh, "ON")).isEqualTo("OK");
    assertThat(monitored(eleventh, "MAYBE")).isEqualTo("InvalidParameter");
  }

  @Test
  void theChargeTypeChangesAtTheNextMidnightOfTheBillingZone() throws Exception {
    Map<String, String> byTraffic =
        Map.of("RegionId", REGION, "AllocationId", eip, "InternetChargeType", "PayByTraffic");
    assertThat(codeOf(() -> change(byTraffic))).isEqualTo("OK");
    assertThat(codeOf(() -> change(byTraffic))).isEqualTo("OperationDenied.ChangePending");
    assertThat(rig.eip(eip).internetChargeType).isEqualTo("PayByBandwidth");
    assertThat(rig.eip(eip).reservationActiveTime).isEqualTo("2026-11-20T16:00:00Z");
    rig.clock.pass(Duration.ofHours(14).minusMillis(1));
    assertThat(rig.eip(eip).internetChargeType).isEqualTo("PayByBandwidth");
    rig.clock.pass(Duration.ofMillis(1));
    assertThat(rig.eip(eip).internetChargeType).isEqualTo("PayByTraffic");
    assertThat(codeOf(() -> change(byTraffic))).isEqualTo("InvalidParameter");
  }

  @Test
  void monitoringHasPeriodsAndAnEndAndABeginning() throws Exception {
    String from = "2026-11-20T00:00:00Z";
    String to = "2026-11-20T01:00:00Z";
    assertThat(data(from, to, 61)).isEqualTo("InvalidPeriod.ValueNotSupported");
    assertThat(data("yesterday", to, 60)).isEqualTo("InvalidStartTime.Malformed");
    assertThat(data(from, "tomorrow", 60)).isEqualTo("InvalidEndTime.Malformed");
    assertThat(data(to, from, 60)).isEqualTo("InvalidEndTime.Malformed");
    assertThat(data("2026-10-21T01:59:00Z", "2026-10-21T02:00:00Z", 60))
        .isEqualTo("InvalidStartTime.TooEarly");
    assertThat(data("2026-11-19T22:00:00Z", "2026-11-20T01:20:00Z", 60)).isEqualTo("OK");
    assertThat(data("2026-11-19T22:00:00Z", "2026-11-20T01:21:00Z", 60))
        .isEqualTo("OperationDenied.TooManyDataQueried");
    eip = "eip-none";
    assertThat(data(from, to, 60)).isEqualTo("InvalidAllocationId.NotFound");
  }

  @Test
  void monitoringIsUnavailableWhileTheTablesAre() {
    assertThat(data("2026-11-20T02:00:00Z", "2026-11-20T03:00:00Z", 60))
        .as("the first minute in which the account held the EIP")
        .isEqualTo("ServiceUnavailable");
  }

  private String data(String from, String to, int period) {
    return codeOf(
        () ->
            rig.sdk.describeEipMonitorData(
                new DescribeEipMonitorDataRequest()
                    .setRegionId(REGION)
                    .setAllocationId(eip)
                    .setStartTime(from)
                    .setEndTime(to)
                    .setPeriod(period)));
  }

  private void change(Map<String, String> parameters) throws Exception {
    rig.call("ChangeEipInternetChargeType", ControlServer.VERSION, parameters);
  }

  private String monitored(String id, String status) {
    return codeOf(
        () ->
            rig.sdk.setHighDefinitionMonitorLogStatus(
                new SetHighDefinitionMonitorLogStatusRequest()
                    .setRegionId(REGION)
                    .setInstanceId(id)
                    .setInstanceType("EIP")
                    .setStatus(status)));
  }

  private MoveResourceGroupRequest move(String group) {
    return new MoveResourceGroupRequest()
        .setRegionId(REGION)
        .setResourceType("eip")
        .setResourceId(eip)
        .setNewResourceGroupId(group);
  }

  private void tag(Map<String, String> tags) throws Exception {
    rig.sdk.tagResources(
        new TagResourcesRequest()
            .setRegionId(REGION)
            .setResourceType("EIP")
            .setResourceId(List.of(eip))
            .setTag(
                tags.entrySet().stream()
                    .map(
                        tag ->
                            new TagResourcesRequestTag()
                                .setKey(tag.getKey())
                                .setValue(tag.getValue()))
                    .toList()));
  }

  private UnTagResourcesRequest untag() {
    return new UnTagResourcesRequest()
        .setRegionId(REGION)
        .setResourceType("EIP")
        .setResourceId(List.of(eip));
  }

  private List<String> tags() throws Exception {
    return rig.eip(eip).tags.tag.stream().map(tag -> tag.key + "=" + tag.value).toList();
  }
}
