package io.eipmeter.sim.world.api;

import static io.eipmeter.sim.world.api.SdkRig.REGION;
import static io.eipmeter.sim.world.api.SdkRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.models.AllocateEipAddressRequest;
import com.aliyun.vpc20160428.models.DescribeEipAddressesRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused before an operation is looked at; and what is wrong on our side. */
class ProtocolTest {
  private static final String VERSION = ControlServer.VERSION;
  private static final Map<String, String> IN_REGION = Map.of("RegionId", REGION);

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
  void anOperationThatIsNotThereAndAnotherVersionAreToldApart() {
    assertThat(codeOf(() -> rig.call("DescribeEipAddresses", VERSION, IN_REGION))).isEqualTo("OK");
    assertThat(codeOf(() -> rig.call("DescribeEipGatewayInfo", VERSION, IN_REGION)))
        .isEqualTo("InvalidAction.NotFound");
    assertThat(codeOf(() -> rig.call("DescribeEipAddresses", "2014-05-26", IN_REGION)))
        .isEqualTo("InvalidVersion");
  }

  @Test
  void theOperatorsOperationsAreForTheOperator() throws Exception {
    Map<String, String> debt = Map.of("AccountId", "acct-00001", "Overdue", "true");
    assertThat(codeOf(() -> rig.call("SetOverdue", VERSION, debt))).isEqualTo("Forbidden.RAM");
    assertThat(
            codeOf(
                () ->
                    rig.call(
                        "CreatePublicIpAddressPool",
                        VERSION,
                        Map.of("RegionId", REGION, "Shared", "true"))))
        .isEqualTo("Forbidden.RAM");
    rig.operator("SetOverdue", debt);
    assertThat(
            codeOf(
                () ->
                    rig.sdk.allocateEipAddress(
                        new AllocateEipAddressRequest().setRegionId(REGION))))
        .isEqualTo("InsufficientBalance");
  }

  @Test
  void aRequestIsSignedAsAWhole() throws Exception {
    HttpRequest unsigned =
        HttpRequest.newBuilder(rig.endpoint().resolve("/?Action=DescribeEipAddresses")).build();
    assertThat(refusal(unsigned)).isEqualTo("IncompleteSignature");
    HttpRequest signed = request(Instant.now(), "nonce-1");
    HttpRequest withoutDate =
        HttpRequest.newBuilder(signed, (name, value) -> !name.equalsIgnoreCase("Authorization"))
            .header(
                "Authorization",
                signed
                    .headers()
                    .firstValue("Authorization")
                    .orElseThrow()
                    .replace("x-acs-date;", ""))
            .build();
    assertThat(refusal(withoutDate)).isEqualTo("IncompleteSignature");
    HttpRequest otherQuery =
        HttpRequest.newBuilder(signed, (name, value) -> true)
            .uri(rig.endpoint().resolve("/?RegionId=eu-central-1"))
            .build();
    assertThat(refusal(otherQuery)).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void aRequestIsGoodOnceAndForAQuarterOfAnHour() throws Exception {
    HttpRequest request = request(Instant.now(), "nonce-2");
    assertThat(refusal(request)).isEqualTo("OK");
    assertThat(refusal(request)).isEqualTo("SignatureNonceUsed");
    assertThat(refusal(request(Instant.now().minus(Duration.ofMinutes(16)), "nonce-3")))
        .isEqualTo("InvalidTimeStamp.Expired");
    assertThat(refusal(request(Instant.now().plus(Duration.ofMinutes(16)), "nonce-4")))
        .isEqualTo("InvalidTimeStamp.Expired");
    assertThat(refusal(request(Instant.now().minus(Duration.ofMinutes(14)), "nonce-5")))
        .isEqualTo("OK");
  }

  @Test
  void whatFailsHereIsSaidAndNothingOfItHolds() throws Exception {
    try (SdkRig broken =
        new SdkRig(
            Rules.standard(),
            new State(),
            (changes, events, operation) -> {
              if (operation != null) {
                throw new IllegalStateException("the disk is full");
              }
            })) {
      assertThat(
              codeOf(
                  () ->
                      broken.sdk.allocateEipAddress(
                          new AllocateEipAddressRequest().setRegionId(REGION))))
          .isEqualTo("InternalError");
      assertThat(
              broken.sdk.describeEipAddresses(new DescribeEipAddressesRequest().setRegionId(REGION))
                  .body
                  .totalCount)
          .isZero();
    }
  }

  private HttpRequest request(Instant date, String nonce) {
    return new RpcClient(rig.endpoint(), "ak-1", "sk-1")
        .request("DescribeEipAddresses", IN_REGION, date, nonce);
  }

  /** The code of the refusal; "OK" if there is none. */
  private static String refusal(HttpRequest request) throws Exception {
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    JsonNode body = new ObjectMapper().readTree(answer.body());
    if (answer.statusCode() == 200) {
      return "OK";
    }
    String code = body.path("Code").asText();
    RecordedSdk.refusedByHand(code);
    return code;
  }
}
