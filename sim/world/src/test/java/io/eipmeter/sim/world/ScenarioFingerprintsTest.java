package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a scenario's name means stays what it was: its datagrams, its statements and its ledger have
 * the hash that they had when the scenario was written. A figure that was published with a seed can
 * be made again.
 */
class ScenarioFingerprintsTest {
  private static final String FILE = "/scenario-fingerprints.txt";

  static Stream<String> known() throws IOException {
    return fingerprints().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("known")
  void aScenarioStaysWhatItWas(String name) throws IOException {
    assertThat(fingerprint(name)).isEqualTo(fingerprints().get(name));
  }

  private static Map<String, String> fingerprints() throws IOException {
    Map<String, String> byName = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(ScenarioFingerprintsTest.class.getResourceAsStream(FILE))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(words -> byName.put(words[0], words[1]));
    }
    return byName;
  }

  private static String fingerprint(String scenario) {
    Recording recording = new Recording();
    Ledger ledger =
        Recording.run(
                new SimulationOptions(
                    13, 40, 6, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario)),
                recording)
            .ledger();
    MessageDigest hash = Sha256.digest();
    recording.datagrams.forEach(
        (exporter, datagrams) -> {
          hash.update(exporter.bytes());
          datagrams.forEach(hash::update);
        });
    recording.said.forEach(said -> text(hash, said.atMs() + ":" + said.event()));
    ledger.packets().forEach((key, usage) -> text(hash, key + "=" + usage));
    ledger.records().forEach((key, usage) -> text(hash, key + "=" + usage));
    ledger.drops().forEach((key, drops) -> text(hash, key + "=" + drops));
    text(hash, ledger.owners().toString());
    text(hash, ledger.controls().toString());
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void text(MessageDigest hash, String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
