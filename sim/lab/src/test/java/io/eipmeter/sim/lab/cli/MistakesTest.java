package io.eipmeter.sim.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A user's mistake is answered by one sentence and an exit code, never by a stack trace. */
final class MistakesTest {
  private final StringWriter err = new StringWriter();

  @Test
  void anUnknownScenarioNamesThoseThatThereAre() {
    assertThat(run("demo", "--scenario", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("nonsense").contains("long-flows").doesNotContain("\tat ");
  }

  @Test
  void noEipsAreRefused() {
    assertThat(run("demo", "--eips", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("eips must be 1 to 100000, was 0");
  }

  @Test
  void anUnknownVictimNamesThoseThatCanBeKilled() {
    assertThat(run("demo", "--kill", "kafka")).isEqualTo(2);
    assertThat(err.toString()).contains("taskmanager").contains("clickhouse").contains("collector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--kafka-port", "--clickhouse-port", "--flink-port"})
  void aTakenPortIsNamedTogetherWithItsOption(String option) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("up", option, Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(err.toString().strip())
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "eipmeter up: TCP port %d is taken: choose another one with %s.",
                  taken.getLocalPort(),
                  option));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--traffic 192.0.2.1:2055 | a collector on this machine",
        "--traffic 127.0.0.1 | HOST:PORT",
        "--ledger-csv ledger | goes with --traffic",
        "--traffic 127.0.0.1:2055 --traffic-scenario two-gateways | needs metering points",
        "--traffic 127.0.0.1:2055 --traffic-eips 0 | eips must be 1 to 100000, was 0"
      })
  void trafficThatCannotBeIsRefusedInASentence(
      String options, String sentence, @TempDir Path directory) {
    List<String> all =
        new ArrayList<>(List.of("control", "serve", "--state", directory.toString()));
    all.addAll(List.of(options.split(" ")));
    assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence).doesNotContain("\tat ");
  }

  @Test
  void aJobThatDoesNotExistIsAnsweredByThoseThatDo() {
    assertThat(run("job")).isEqualTo(2);
    assertThat(err.toString()).contains("Name a job: bandwidth, ");
  }

  @Test
  void aJobRefusesAnUnknownKey() {
    assertThat(run("job", "bandwidth", "--speling", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("speling").doesNotContain("\tat ");
  }

  private int run(String... args) {
    CommandLine root = Main.commandLine();
    root.setErr(new PrintWriter(err, true));
    return root.execute(args);
  }
}
