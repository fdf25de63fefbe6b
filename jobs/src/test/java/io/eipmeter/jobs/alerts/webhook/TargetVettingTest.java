package io.eipmeter.jobs.alerts.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetVettingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "ftp://example.com/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com:22/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://example.com./",
        "https:///path",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "https://example.com/#part",
        "javascript:alert(1)"
      })
  void aUrlThatCouldMeanSomethingElseIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> TargetVetting.vet(url, false, TargetVetting.USUAL_PORTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("example.com")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aUsualUrlIsTaken() {
    assertThat(TargetVetting.vet("https://example.com/x", false, TargetVetting.USUAL_PORTS))
        .isEqualTo(URI.create("https://example.com/x"));
    assertThat(TargetVetting.vet("http://[2001:4860::8]:81/", true, Set.of(81)).getPort())
        .isEqualTo(81);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1",
        "fd12::1", "fe80::1", "fec0::1", "ff02::1"
      })
  void anAddressThatIsNotPublicIsBlocked(String address) throws UnknownHostException {
    assertThat(TargetVetting.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2001:4860:4860::8888"})
  void aPublicAddressIsNotBlocked(String address) throws UnknownHostException {
    assertThat(TargetVetting.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void aNameWithOneBlockedAddressIsBlockedAndSoIsOneThatChangesItsMind()
      throws UnknownHostException {
    URI url = URI.create("https://example.com/");
    InetAddress good = InetAddress.getByName("8.8.8.8");
    InetAddress bad = InetAddress.getByName("127.0.0.1");
    assertThatThrownBy(
            () -> TargetVetting.address(url, false, host -> new InetAddress[] {good, bad}))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage(null);
    AtomicInteger looks = new AtomicInteger();
    TargetVetting.Resolver fickle =
        host -> new InetAddress[] {looks.getAndIncrement() == 0 ? good : bad};
    assertThat(TargetVetting.address(url, false, fickle)).isEqualTo(good);
    assertThatThrownBy(() -> TargetVetting.address(url, false, fickle))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aFileOfReceiversIsCheckedAndShowsNoSecret() {
    String file =
        """
        receivers:
          - name: ops
            form: standard
            url: https://hooks.example.com/T0/secretpath
            secrets: [env:NEW, env:OLD]
          - {name: am, form: alertmanager, url: "http://am:9093/api/v2/alerts", allow-http: true, allow-private: true, ports: [9093]}
        """;
    Map<String, String> environment =
        Map.of("NEW", TestNotices.KEY, "OLD", TestNotices.OTHER_KEY, "BAD", "hunter2!");
    List<Receiver> receivers = ReceiverFile.parse("r.yaml", file, environment);
    assertThat(receivers).hasSize(2);
    assertThat(receivers.toString()).isEqualTo("[ops, am]");
    assertThat(receivers.get(0).secrets().toString()).isEqualTo("[Secret, Secret]");
    assertThatThrownBy(
            () -> ReceiverFile.parse("r", file.replace("env:OLD", "env:BAD"), environment))
        .hasMessage("r, line 5: receivers[0].secrets: what env:BAD holds is not base64");
    assertThatThrownBy(
            () -> ReceiverFile.parse("r", file.replace("env:OLD", "env:NO"), environment))
        .hasMessage("r, line 5: receivers[0].secrets: the environment has no NO");
    assertThatThrownBy(
            () -> ReceiverFile.parse("r", file.replace("ports: [9093]", "ports: []"), environment))
        .hasMessage(
            "r, line 6: receivers[1].url: the port 9093 is not among those allowed: list it in 'ports'");
    assertThatThrownBy(
            () ->
                ReceiverFile.parse("r", file.replace("[env:NEW, env:OLD]", "hunter2"), environment))
        .hasMessage("r, line 5: receivers[0].secrets: must be a list");
    assertThatThrownBy(
            () -> ReceiverFile.parse("r", file.replace("name: am", "name: ops"), environment))
        .hasMessage("r, line 6: receivers[1].name: 'ops' stands twice");
    assertThatThrownBy(
            () ->
                ReceiverFile.parse("r", file.replace("true, allow-p", "yes, allow-p"), environment))
        .hasMessage("r, line 6: receivers[1].allow-http: must be true or false");
    assertThatThrownBy(
            () -> ReceiverFile.parse("r", file.replace("9093]", "9093, 65536]"), environment))
        .hasMessage("r, line 6: receivers[1].ports[1]: must be a whole number from 1 to 65535");
    assertThatThrownBy(
            () ->
                ReceiverFile.parse(
                    "r", file.replace("name: am", "name: am, timeout: PT2M"), environment))
        .hasMessage("r, line 6: receivers[1].timeout: must be at most PT1M, was 'PT2M'");
    assertThatThrownBy(
            () ->
                ReceiverFile.parse(
                    "r", file.replace("name: am", "name: am, timeout: PT-2S"), environment))
        .hasMessage("r, line 6: receivers[1].timeout: must be positive, was 'PT-2S'");
    assertThatThrownBy(() -> ReceiverFile.parse("r", "receivers: []", environment))
        .hasMessage("r, line 1: receivers: must not be empty");
  }
}
