package io.eipmeter.collector.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      settle-delay: PT60S
      """;

  private static Settings parse(String yaml) throws BadFileException {
    return SettingsFile.parse("settings.yaml", yaml);
  }

  @Test
  void aFileIsReadWithDefaultsAndWrittenSoThatItReadsTheSame() throws BadFileException {
    Settings settings = parse(YAML);
    assertThat(settings.getPrefixes(0).getPrefixLength()).isEqualTo(120);
    assertThat(settings.getPrefixes(0).getUnitLength()).isEqualTo(128);
    assertThat(settings.getPrefixes(1).getUnitLength()).isEqualTo(64);
    assertThat(settings.getSettleDelayMs()).isEqualTo(60_000);
    assertThat(settings.getSealDelayMs()).isEqualTo(3_600_000);
    assertThat(settings.getLongestRecordMs()).isEqualTo(86_400_000);
    assertThat(settings.getLatestRecordMs()).isEqualTo(35L * 86_400_000);
    assertThat(settings.getMeteringPoints(0).getIfIndex()).isEqualTo(7);
    assertThat(parse(SettingsFile.write(settings))).isEqualTo(settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settle-delay: PT1S|'prefixes' must list",
        "{prefixes: [{prefix: 10.0.0.0/8}, {prefix: 10.1.0.0/16}]}|overlaps",
        "{prefixes: [{prefix: 10.0.0.0/8, unit: 4}]}|must be 8 to 32",
        "{prefixes: [{prefix: 10.0.0.1/8}]}|bits set beyond",
        "{prefixes: [{prefix: 10.0.0.0/8}], setle-delay: PT1S}|there is no 'setle-delay'",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: 90}|no duration",
        "{prefixes: [{prefix: 10.0.0.0/8}], settle-delay: PT2H}|seal-delay must not be shorter",
        "{prefixes: [{prefix: 10.0.0.0/8}], metering-points: [{direction: up}]}|must be any",
        "{prefixes: [{prefix: 10.0.0.0/8}], from: soon}|is no time",
        "'{'|is no YAML"
      })
  void aMistakeInTheFileIsNamed(String yaml, String sentence) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void theFirstVersionHoldsFromTheBeginning() throws BadFileException {
    assertThat(SettingsLog.next(List.of(), parse(YAML), NOW_MS).getVersion()).isEqualTo(1);
    Settings later = parse(YAML + "from: 2026-12-02\n");
    assertThatThrownBy(() -> SettingsLog.next(List.of(), later, NOW_MS))
        .hasMessageContaining("from the beginning");
  }

  @Test
  void theNextVersionMustBeginInTheFutureAndAfterTheLast() throws BadFileException {
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
  void theSameAgainIsNoNewVersion() throws BadFileException {
    Settings first = SettingsLog.next(List.of(), parse(YAML), NOW_MS);
    assertThat(SettingsLog.next(List.of(first), parse(YAML), NOW_MS)).isEqualTo(first);
  }
}
