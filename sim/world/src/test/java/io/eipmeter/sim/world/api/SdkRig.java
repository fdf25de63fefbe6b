package io.eipmeter.sim.world.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import com.aliyun.vpc20160428.Client;
import com.aliyun.vpc20160428.models.AllocateEipAddressRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesResponseBody.DescribeEipAddressesResponseBodyEipAddressesEipAddress;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A control plane on a port of this machine, a clock that stands, and the provider's SDK. */
final class SdkRig implements AutoCloseable {
  static final String REGION = "cn-hangzhou";

  final HandClock clock = new HandClock(Instant.parse("2026-11-20T02:00:00Z"));
  final Cloud cloud;
  final ControlServer server;
  final Client sdk;

  /** What the SDK throws is not of one type; a test names the code. */
  interface SdkCall {
    void run() throws Exception;
  }

  /** Moves only when told. */
  static final class HandClock extends Clock {
    private volatile Instant now;

    HandClock(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  SdkRig() throws Exception {
    this(Rules.standard());
  }

  SdkRig(Rules rules) throws Exception {
    this(rules, new State(), Journal.NONE);
  }

  SdkRig(Rules rules, State state, Journal journal) throws Exception {
    this(rules, state, journal, null);
  }

  /**
   * @param tables where the pipeline's tables are; null: nowhere
   */
  SdkRig(Rules rules, State state, Journal journal, @Nullable ClickHouseTarget tables)
      throws Exception {
    cloud = new Cloud(state, journal, rules, 1);
    if (cloud.isNew()) {
      cloud.foundPools(FoundingPools.all(), clock.millis());
    }
    server = serve(cloud, clock, tables == null ? null : new MonitorData(tables));
    sdk = client("ak-1", "sk-1");
  }

  private static ControlServer serve(Cloud cloud, Clock clock, @Nullable MonitorData monitorData)
      throws IOException {
    ControlServer server =
        new ControlServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            cloud,
            clock,
            List.of(
                AccessKey.parse("ak-1:sk-1:acct-00001"),
                AccessKey.parse("ak-2:sk-2:acct-00002"),
                AccessKey.parse("ak-op:sk-op:operator")),
            monitorData);
    server.start();
    return server;
  }

  /** The SDK with nothing changed but endpoint and protocol. */
  Client client(String key, String secret) throws Exception {
    return new RecordedSdk(
        new Config()
            .setAccessKeyId(key)
            .setAccessKeySecret(secret)
            .setRegionId(REGION)
            .setProtocol("http")
            .setEndpoint("127.0.0.1:" + server.port()));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** A new EIP of {@link #REGION}, as the provider makes it where nothing else is said. */
  String allocate() throws Exception {
    return sdk.allocateEipAddress(new AllocateEipAddressRequest().setRegionId(REGION))
        .body
        .allocationId;
  }

  /** The EIP as it is described. */
  DescribeEipAddressesResponseBodyEipAddressesEipAddress eip(String id) throws Exception {
    var found =
        sdk.describeEipAddresses(
                new DescribeEipAddressesRequest().setRegionId(REGION).setAllocationId(id))
            .body;
    assertThat(found.totalCount).as(id).isEqualTo(1);
    return found.eipAddresses.eipAddress.get(0);
  }

  /** An operation that the SDK has no method for, by the operator. */
  void operator(String action, Map<String, String> parameters) throws Exception {
    new RpcClient(endpoint(), "ak-op", "sk-op").call(action, parameters);
  }

  /** The same by the SDK's account: an operation by its name, as the SDK calls its own. */
  void call(String action, String version, Map<String, String> parameters) throws Exception {
    var ignored =
        sdk.callApi(
            new Params()
                .setAction(action)
                .setVersion(version)
                .setProtocol("HTTP")
                .setPathname("/")
                .setMethod("POST")
                .setAuthType("AK")
                .setStyle("RPC")
                .setReqBodyType("formData")
                .setBodyType("json"),
            new OpenApiRequest().setQuery(parameters),
            new RuntimeOptions());
  }

  /** The code a call is refused with; "OK" if it is not. */
  static String codeOf(SdkCall call) {
    try {
      call.run();
      return "OK";
    } catch (TeaException e) {
      return e.getCode();
    } catch (Exception e) {
      throw new AssertionError("no answer of the API", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
