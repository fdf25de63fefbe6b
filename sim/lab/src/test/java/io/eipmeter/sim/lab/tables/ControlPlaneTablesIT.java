package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.teaopenapi.models.Config;
import com.aliyun.vpc20160428.Client;
import com.aliyun.vpc20160428.models.DescribeEipMonitorDataRequest;
import com.aliyun.vpc20160428.models.DescribeEipMonitorDataResponseBody.DescribeEipMonitorDataResponseBodyEipMonitorDatasEipMonitorData;
import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.jobs.tables.domain.FlowRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.world.api.AccessKey;
import io.eipmeter.sim.world.api.ControlServer;
import io.eipmeter.sim.world.api.MonitorData;
import io.eipmeter.sim.world.api.RpcClient;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the control plane answers from the pipeline's tables. */
class ControlPlaneTablesIT {
  private static final long MINUTE_MS = 60_000;

  @TempDir private static Path directory;

  private static TestTables tables;
  private static ControlServer server;
  private static RpcClient client;
  private static Client sdk;
  private static long nowMs;

  @BeforeAll
  static void start() throws Exception {
    tables = TestTables.start(directory);
    nowMs = ms("2026-11-20T02:00:00Z");
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
          }

          @Override
          public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    Cloud cloud = new Cloud(new State(), Journal.NONE, Rules.standard(), 1);
    cloud.foundPools(FoundingPools.all(), nowMs);
    server =
        new ControlServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            cloud,
            clock,
            List.of(
                AccessKey.parse("demo:demo:acct-1"), AccessKey.parse("operator:operator:operator")),
            new MonitorData(tables.target()));
    server.start();
    client = new RpcClient(URI.create(endpoint()), "demo", "demo");
    sdk =
        new Client(
            new Config()
                .setAccessKeyId("demo")
                .setAccessKeySecret("demo")
                .setRegionId("cn-hangzhou")
                .setProtocol("http")
                .setEndpoint("127.0.0.1:" + server.port()));
  }

  @AfterAll
  static void stop() {
    server.close();
    tables.close();
  }

  private static String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  private static JsonNode call(String action, String... parameters) throws Exception {
    Map<String, String> named = new HashMap<>();
    named.put("RegionId", "cn-hangzhou");
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], parameters[i + 1]);
    }
    return client.call(action, named);
  }

  private static SettledRow minute(String ip, long minuteMs, long out, long in) {
    return SettledRow.newBuilder()
        .setCloseMs(minuteMs + 150_000)
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(address(ip))
                .setMinuteMs(minuteMs)
                .setUsage(
                    Usage.newBuilder()
                        .setBytesOut(out)
                        .setBytesIn(in)
                        .setPacketsOut(2)
                        .setPacketsIn(3)
                        .setDroppedPackets(4)
                        .setDroppedBytes(400)))
        .build();
  }

  private static List<DescribeEipMonitorDataResponseBodyEipMonitorDatasEipMonitorData> data(
      String eip, String from, String to, int period) throws Exception {
    return sdk.describeEipMonitorData(
            new DescribeEipMonitorDataRequest()
                .setRegionId("cn-hangzhou")
                .setAllocationId(eip)
                .setStartTime(from)
                .setEndTime(to)
                .setPeriod(period))
        .body
        .eipMonitorDatas
        .eipMonitorData;
  }

  @Test
  void aPointHasTheProvidersUnits() throws Exception {
    JsonNode eip = call("AllocateEipAddress");
    String id = eip.path("AllocationId").asText();
    String ip = eip.path("EipAddress").asText();
    // The provider's own sample (T14): 32526540 + 140370 bytes in a minute are 544448 bytes/s.
    tables.put(
        1,
        List.of(
            minute(ip, nowMs - MINUTE_MS, 999, 999), // before it held the address
            minute(ip, nowMs, 140_370, 32_526_540),
            minute(ip, nowMs + MINUTE_MS, 17_730, 25_290)));
    nowMs += 10 * MINUTE_MS;
    var points = data(id, "2026-11-20T01:50:00Z", "2026-11-20T02:10:00Z", 60);
    assertThat(points).hasSize(2);
    assertThat(points.get(0).timeStamp).isEqualTo("2026-11-20T02:00:00Z");
    assertThat(points.get(0).eipRX).isEqualTo(32_526_540);
    assertThat(points.get(0).eipTX).isEqualTo(140_370);
    assertThat(points.get(0).eipFlow).isEqualTo(32_666_910);
    assertThat(points.get(0).eipBandwidth).isEqualTo(544_448);
    assertThat(points.get(0).eipPackets).isEqualTo(5);
    assertThat(points.get(1).eipBandwidth).isEqualTo(717);
    var five = data(id, "2026-11-20T01:50:00Z", "2026-11-20T02:10:00Z", 300);
    assertThat(five).hasSize(1);
    assertThat(five.get(0).eipFlow).isEqualTo(32_666_910 + 43_020);
    // 02:00:01 counts as 02:01: seconds go up to the next minute.
    assertThat(data(id, "2026-11-20T02:00:01Z", "2026-11-20T02:10:00Z", 60)).hasSize(1);
  }

  @Test
  void theAbuseDeskFindsHolderAndSession() throws Exception {
    JsonNode eip = call("AllocateEipAddress");
    String ip = eip.path("EipAddress").asText();
    tables.put(
        Topic.FLOW_SAMPLES,
        new FlowRows(),
        nowMs,
        FlowBlock.newBuilder()
            .setExporterAddress(address("192.0.2.1"))
            .setReceivedMs(nowMs + 20_000)
            .setSrc(address("10.0.0.8"))
            .setDst(address("100.64.0.9"))
            .setPostNatSrc(address(ip))
            .setPostNatDst(address("100.64.0.9"))
            .addSrcPort(5000)
            .addDstPort(443)
            .addPostNatSrcPort(40_000)
            .addPostNatDstPort(443)
            .addIpProtocol(6)
            .addBytes(100)
            .addPackets(1)
            .addStartMs(nowMs + 1_000)
            .addEndMs(nowMs + 9_000)
            .addSamplingRate(1)
            .addInIf(7)
            .addOutIf(8)
            .addDirection(1)
            .addTcpFlags(0)
            .addDroppedBytes(0)
            .addDroppedPackets(0)
            .addNatEvent(0)
            .setPartition(9)
            .setOffset(1)
            .addIndex(0)
            .build());
    String at = Instant.ofEpochMilli(nowMs + 5_000).toString();
    List<String> lines = run("whohad", ip + ":40000", at);
    assertThat(lines.get(0)).startsWith("holder\tacct-1\t" + eip.path("AllocationId").asText());
    assertThat(lines.get(1)).startsWith("session\t10.0.0.8\t5000\t100.64.0.9\t443\t6\t");
    assertThat(run("whohad", ip + ":40001", at)).hasSize(1);
    assertThat(run("whohad", ip, Instant.ofEpochMilli(nowMs - 1).toString())).isEmpty();
  }

  @Test
  void theDiagnosisNamesStateTrafficAndFees() throws Exception {
    JsonNode eip = call("AllocateEipAddress");
    tables.put(
        1,
        List.of(
            minute(
                eip.path("EipAddress").asText(),
                Math.floorDiv(System.currentTimeMillis(), MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS,
                6_000,
                600)));
    assertThat(run("diagnose", eip.path("AllocationId").asText()))
        .contains(
            "state       Available, Normal",
            "associated  with nothing: no traffic can flow",
            "maximum     5000000 bit/s",
            "traffic     6000 bytes out, 600 in, in the last 24 hours",
            "busiest     800 bit/s out in a minute",
            "drops       4 packets, 400 bytes",
            "fee         configuration: charged, because it is attached to nothing");
  }

  private static List<String> run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--endpoint", endpoint(), "--clickhouse", tables.clickHouse().httpUrl().toString()));
    Commands.Answer answer = Commands.run(all);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out().lines().toList();
  }
}
