package io.eipmeter.collector.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.Settings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLogTest {
  private static final long NOW_MS = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();
  private static final String YAML =
      """
      prefixes:
        - prefix: 203.0.113.0/24
        - prefix: "2001:db8::/32"
          unit: 64
      metering-points:
        - exporter: 192.0.2.1
          prefix: 203.0.113.0/24
          interface: 7
          direction: egress
      exporters:
        - exporter: 192.0.2.1
          sampling:
            - rate: 1:1000
            - rate: "2:3"
              interface: 4294967295
            - rate: 1:64
              sampler: 3
              applies: untold
          total-counts: running
          payload-counts: best-effort
        - out-counts: reverse
      settle-delay: PT60S
      """;

  private static Settings parse(String yaml) {
    return SettingsFile.parse("settings.yaml", yaml);
  }

  @Test
  void aFileIsReadWithDefaultsAndWrittenSoThatItReadsTheSame() {
    Settings settings = parse(YAML);
    assertThat(settings.getPrefixes(0).getPrefixLength()).isEqualTo(120);
    assertThat(settings.getPrefixes(0).getUnitLength()).isEqualTo(128);
    assertThat(settings.getPrefixes(1).getUnitLength()).isEqualTo(64);
    assertThat(settings.getSettleDelayMs()).isEqualTo(60_000);
    assertThat(settings.getSealDelayMs()).isEqualTo(3_600_000);
    assertThat(settings.getLongestRecordMs()).isEqualTo(86_400_000);
    assertThat(settings.getLatestRecordMs()).isEqualTo(35L * 86_400_000);
    assertThat(settings.getMeteringPoints(0).getIfIndex()).isEqualTo(7);
    assertThat(settings.getExporters(0).getSampling(1).getSize()).isEqualTo(2);
    assertThat(settings.getExporters(0).getSampling(2).getIfUntold()).isTrue();
    assertThat(settings.getRateWaitMs()).isEqualTo(30_000);
    assertThat(parse(SettingsFile.write(settings))).isEqualTo(settings);
  }

  @Test
  void allOfIpv6IsMeteredBesideAllOfIpv4() {
    Settings settings =
        parse("prefixes: [{prefix: 0.0.0.0/0}, {prefix: '::/0', unit: 64}]\nrate-wait: PT0S\n");
    assertThat(settings.getPrefixesCount()).isEqualTo(2);
    assertThat(settings.getRateWaitMs()).isZero();
    assertThat(parse(SettingsFile.write(settings))).isEqualTo(settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settle-delay: PT1S|: 'prefixes' is missing",
        "{prefixes: []}|: prefixes: must not be empty",
        "{prefixes: 10.0.0.0/8}|: prefixes: must be a list, was '10.0.0.0/8'",
        "{prefixes: [{prefix: 10.0.0.0/8}, {prefix: 10.1.0.0/16}]}|: prefixes[1].prefix: 10.1.0.0/16 overlaps 10.0.0.0/8",
        "{prefixes: [{prefix: 10.0.0.0/8, unit: 4}]}|: prefixes[0].unit: must be 8 to 32, was '4'",
        "{prefixes: [{prefix: 10.0.0.0/8, unit: 4294967328}]}|: prefixes[0].unit: must be a whole number from 0 to 128, was '4294967328'",
        "{prefixes: [{prefix: 10.0.0.1/8}]}|: prefixes[0].prefix: '10.0.0.1/8' has bits set beyond",
        "{prefixes: [{prefix: 10.0.0.0/8}], setle-delay: PT1S}|: setle-delay: there is no such key, only active-timeout, clock-bound",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: 90}|: settle-delay: must be a text, was '90'; put it in quotes",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: 90s}|: settle-delay: must be a duration like PT90S, PT5M or P1D, was '90s'",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: PT0S}|: settle-delay: must be positive, was 'PT0S'",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: PT2H}|: settle-delay: seal-delay must not be shorter than settle-delay, was PT1H and PT2H",
        "{prefixes: [{prefix: 10.0.0.0/8}], metering-points: [{direction: up}]}|: metering-points[0].direction: must be one of any, ingress, egress, was 'up'",
        "{prefixes: [{prefix: 10.0.0.0/8}], metering-points: [{exporter: 10.0.0.0/8}]}|: metering-points[0].exporter: must be one address, was '10.0.0.0/8'",
        "{prefixes: [{prefix: 10.0.0.0/8}], fine-grained: [{prefix: 11.0.0.0/8}]}|: fine-grained[0].prefix: 11.0.0.0/8 is in none of the metered prefixes",
        "{prefixes: [{prefix: 10.0.0.0/8}], exporters: [{sampling: [{rate: '3:2'}]}]}|: exporters[0].sampling[0].rate: must be such as 1:1000, one packet of so many, was '3:2'",
        "{prefixes: [{prefix: 10.0.0.0/8}, {prefix: '::/0'}, {prefix: '2001:db8::/32'}]}|: prefixes[2].prefix: 2001:db8:0:0:0:0:0:0/32 overlaps 0:0:0:0:0:0:0:0/0",
        "{prefixes: [{prefix: 10.0.0.0/8}], from: soon}|: from: must be a text of 10 to 40 characters, was 'soon'",
        "{prefixes: [{prefix: 10.0.0.0/8}], from: 2026-13-01}|: from: must be a time such as 2026-12-01",
        "{prefixes: [{prefix: 10.0.0.0/8}], generation: 99999999999}|: generation: must be a whole number from 0 to 2147483647, was '99999999999'",
        "'{'|: is no YAML"
      })
  void aMistakeInTheFileIsNamed(String yaml, String sentence) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("settings.yaml, line 1" + sentence);
  }

  @Test
  void theFirstVersionHoldsFromTheBeginning() {
    assertThat(SettingsLog.next(List.of(), parse(YAML), NOW_MS).getVersion()).isEqualTo(1);
    Settings later = parse(YAML + "from: 2026-12-02\n");
    assertThatThrownBy(() -> SettingsLog.next(List.of(), later, NOW_MS))
        .hasMessageContaining("from the beginning");
  }

  @Test
  void theNextVersionMustBeginInTheFutureAndAfterTheLast() {
    Settings first = SettingsLog.next(List.of(), parse(YAML), NOW_MS);
    Settings changed = parse(YAML.replace("PT60S", "PT90S"));
    assertThatThrownBy(() -> SettingsLog.next(List.of(first), changed, NOW_MS))
        .hasMessageContaining("must begin in the future");
    Settings past = changed.toBuilder().setFromLogMs(NOW_MS).build();
    assertThatThrownBy(() -> SettingsLog.next(List.of(first), past, NOW_MS))
        .hasMessageContaining("must begin in the future");
    Settings future = changed.toBuilder().setFromLogMs(NOW_MS + 60_000).build();
    Settings second = SettingsLog.next(List.of(first), future, NOW_MS);
    assertThat(second.getVersion()).isEqualTo(2);
    Settings between =
        parse(YAML).toBuilder().setFromLogMs(NOW_MS + 30_000).setSettleDelayMs(1).build();
    assertThatThrownBy(() -> SettingsLog.next(List.of(first, second), between, NOW_MS))
        .hasMessageContaining("the next must begin later");
  }

  @Test
  void theSameAgainIsNoNewVersion() {
    Settings first = SettingsLog.next(List.of(), parse(YAML), NOW_MS);
    assertThat(SettingsLog.next(List.of(first), parse(YAML), NOW_MS)).isEqualTo(first);
  }
}
