package io.eipmeter.jobs.alerts.webhook;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Notices and receivers for tests. */
final class TestNotices {
  static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private TestNotices() {}

  /** Of an EIP 100.64.0.{@code host}. */
  static AlertNotice notice(String id, int host, AlertState state) {
    boolean over = state == AlertState.ALERT_STATE_OK;
    byte[] address = new byte[16];
    address[10] = -1;
    address[11] = -1;
    address[12] = 100;
    address[13] = 64;
    address[15] = (byte) host;
    return AlertNotice.newBuilder()
        .setNoticeId(id)
        .setAlertId("alert-" + host)
        .setState(state)
        .setPreviousState(over ? AlertState.ALERT_STATE_ALERT : AlertState.ALERT_STATE_OK)
        .setLevel(over ? AlertLevel.ALERT_LEVEL_NONE : AlertLevel.ALERT_LEVEL_WARN)
        .setPreviousLevel(over ? AlertLevel.ALERT_LEVEL_WARN : AlertLevel.ALERT_LEVEL_NONE)
        .setRuleId("web-out")
        .setRuleVersion(1)
        .setRuleName("Outbound & more")
        .putLabels("team", "net")
        .setMetric("out-rate")
        .setProviderMetric("net_tx.rate")
        .setUnit("bit/s")
        .setStatistic("average")
        .setComparison("GreaterThanOrEqualToThreshold")
        .setTimes(3)
        .setThreshold("8000")
        .setValue("8000.133")
        .setPeriodSeconds(60)
        .setPeriodMs(1_793_491_200_000L)
        .setDecidedLogMs(1_793_491_230_000L)
        .setStartsMs(1_793_491_200_000L)
        .setEndsMs(over ? 1_793_491_260_000L : 0)
        .setAddress(ByteString.copyFrom(address))
        .setEipId("eip-" + host)
        .setAccount("acme")
        .setRegion("north")
        .build();
  }

  static Receiver receiver(String name, Receiver.Form form, String url, Duration timeout) {
    return new Receiver(
        name,
        form,
        URI.create(url),
        form == Receiver.Form.STANDARD
            ? List.of(
                Secret.read("env:NEW", Map.of("NEW", KEY)),
                Secret.read("env:OLD", Map.of("OLD", OTHER_KEY)))
            : List.of(),
        true,
        timeout,
        Duration.ofHours(1));
  }
}
