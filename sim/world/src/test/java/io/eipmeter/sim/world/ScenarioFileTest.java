package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioFileTest {
  private static Scenario parse(String text) {
    return ScenarioFile.parse("mine", "mine.yaml", "description: mine\n" + text);
  }

  @Test
  void aFileWithADescriptionAloneIsTheDefault() {
    Scenario mine = parse("");
    Scenario usual = Scenario.named("default");
    assertThat(mine)
        .isEqualTo(
            new Scenario(
                "mine", "mine", 10, usual.plan(), usual.load(), usual.control(), Faults.NONE));
  }

  @Test
  void everyFieldIsTaken() {
    Scenario mine =
        parse(
            """
            minutes: 7
            export:
              format: netflow9
              sampling: 4
              caches:
                - {active-timeout: PT2M, inactive-timeout: PT20S, cut-at-minutes: true}
              many-sightings: true
              nat-events: true
            traffic:
              sessions-per-eip-second: 1.5
              long-share: 0.25
              between-ours: 0.0625
              between-regions: 0.125
              weekly-rhythm: true
              steady: true
              silence: {after: PT1M, for: PT2M}
              flash-crowds-per-minute: 1
              attacks-per-minute: 2
              port-scans-per-minute: 3
              noise-per-eip-minute: 4
            control-plane:
              customers: true
              changes-per-eip-minute: 0.75
              statements-late: PT90S
              capped: true
              shared-part: 0.5
              bandwidth-changes-per-minute: 5
              ipv6-part: 0.6
              nat-gateways: {eips-each: 6, dnat-part: 0.7, own-eip-part: 0.8}
            faults:
              lost: 0.01
              doubled: 0.02
              reordered: 0.03
              late: PT5S
              templates-lost: {after: PT6S, for: PT7S}
              restart-after: PT8S
              sequence-reset-after: PT9S
              layout-change-after: PT10S
              templates-after: PT11S
              clock-ahead: PT-12S
              sampling-rate-after: PT13S
              uptime-wrap-after: PT14S
            """);
    assertThat(mine.minutes()).isEqualTo(7);
    assertThat(mine.plan().format()).isEqualTo(ExportFormat.NETFLOW9);
    assertThat(mine.plan().samplingRate()).isEqualTo(4);
    assertThat(mine.plan().caches().toString()).contains("120000", "20000", "true");
    assertThat(mine.plan().manySightings() && mine.plan().natEvents()).isTrue();
    assertThat(mine.load())
        .isEqualTo(
            new Scenario.Load(
                1.5,
                0.25,
                0.0625,
                0.125,
                true,
                false,
                new Scenario.Window(60_000, 180_000),
                new Scenario.Occasions(1, 2, 3, 4)));
    assertThat(mine.control())
        .isEqualTo(
            new Scenario.Control(
                true,
                0.75,
                90_000,
                true,
                new Scenario.Bandwidths(0.5, 5),
                0.6,
                new Scenario.Nats(6, 0.7, 0.8)));
    assertThat(mine.faults())
        .isEqualTo(
            new Faults(
                new Faults.Line(0.01, 0.02, 0.03, 5_000, 6_000, 13_000),
                new Faults.Device(8_000, 9_000, 10_000, 11_000, -12_000, 13_000, 14_000)));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("minuets: 3", "minuets: there is no such key, only control-plane, "),
        Arguments.of(
            "minutes: ten", "minutes: must be a whole number from 1 to 1000000, was 'ten'"),
        Arguments.of("minutes: 0", "minutes: must be a whole number from 1 to 1000000, was '0'"),
        Arguments.of(
            "minutes: 012", "minutes: must be a whole number from 1 to 1000000, was '012'"),
        Arguments.of("description: twice", "the key 'description' stands twice"),
        Arguments.of("faults: 3", "faults: must be keys with values, was '3'"),
        Arguments.of(
            "export: {format: netflow7}",
            "export.format: must be one of ipfix, netflow9, netflow5, sflow, was 'netflow7'"),
        Arguments.of("export: {caches: {}}", "export.caches: must be a list, was '{}'"),
        Arguments.of(
            "export: {caches: [{active: PT1M}]}",
            "export.caches[0].active: there is no such key, only active-timeout"),
        Arguments.of("faults: {lost: 1.5}", "faults.lost: must be a number from 0 to 1, was '1.5'"),
        Arguments.of(
            "faults: {lost: much}", "faults.lost: must be a number from 0 to 1, was 'much'"),
        Arguments.of("faults: {lost: [1]}", "faults.lost: must be a number from 0 to 1, was '[1]'"),
        Arguments.of(
            "faults: {late: 4m}",
            "faults.late: must be a duration like PT90S, PT5M or P1D, was '4m'"),
        Arguments.of("faults: {late: PT-1S}", "faults.late: must not be negative, was 'PT-1S'"),
        Arguments.of(
            "traffic: {silence: {after: PT-1S}}",
            "traffic.silence.after: must not be negative, was 'PT-1S'"),
        Arguments.of(
            "faults: {clock-ahead: PT0.5S}",
            "faults.clock-ahead: must be whole seconds, was 'PT0.5S'"),
        Arguments.of(
            "control-plane: {capped: yes please}",
            "control-plane.capped: must be true or false, was 'yes please'"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneSentenceThatNamesTheField(String text, String sentence) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mine.yaml, line 2: " + sentence);
  }

  @Test
  void aScenarioWithoutADescriptionIsRefused() {
    assertThatThrownBy(() -> ScenarioFile.parse("mine", "mine.yaml", "minutes: 3"))
        .hasMessage("mine.yaml, line 1: 'description' is missing");
  }

  @Test
  void aFileOfTheUsersOwnIsTakenByItsPath(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("quiet.yaml");
    Files.writeString(file, "description: little\ntraffic: {sessions-per-eip-second: 0.01}\n");
    Scenario quiet = Scenario.named(file.toString());
    assertThat(quiet.name()).isEqualTo("quiet");
    assertThat(quiet.load().sessionsPerEipSecond()).isEqualTo(0.01);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Scenario.named("no/such.yaml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no file no/such.yaml");
  }
}
