package io.eipmeter.sim.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each part of the benchmark runs to its table and is exact; how fast it is, is not looked at. */
final class BenchIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream stdout = System.out;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(stdout);
  }

  @Test
  void theWholePathAndClickHousesOwnEngineAddUpToTheFlowsGenerated() {
    String printed = bench("tables", "clickhouse-engine");
    assertThat(printed).contains("Ratio eipmeter : engine").doesNotContain("differ");
    assertThat(printed.lines().filter(line -> line.strip().endsWith("yes"))).hasSize(4);
  }

  @Test
  void anEarlyRowOfEachProbeIsSeen() {
    assertThat(bench("latency")).contains("p99 s");
  }

  @Test
  void sizesAreToldForMinutesAndFlows() {
    assertThat(bench("storage")).contains("eip_minutes", "flows", "one address, with owner");
  }

  @Test
  void theSimulatorIsMeasuredAlone() {
    assertThat(bench("world")).contains("records/CPU-s");
  }

  @Test
  void aDayAsMinutesAndTheSameDayAsDatagramsHaveTheSameHours() {
    assertThat(bench("month")).contains("2 days of 20 EIPs", "Different: none");
  }

  @Test
  void aMonthIsClosedWithAllItsBytes() {
    assertThat(bench("statements").lines().filter(line -> line.strip().endsWith("yes"))).hasSize(1);
  }

  private String bench(String... parts) {
    List<String> line = new ArrayList<>(List.of("bench", "--share", "100", "--runs", "1"));
    line.addAll(List.of(parts));
    assertThat(Main.commandLine().execute(line.toArray(new String[0]))).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
