package io.eipmeter.sim.world.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlBenchTest {
  @Test
  void noCallOfTheBenchIsRefusedAndEachOperationHasALine() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Map<String, Long> medians =
        ControlBench.run(60, 6, 3, new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(medians).hasSizeGreaterThan(12).containsKeys("AllocateEipAddress", "WhoHad");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1 + medians.size())
        .allMatch(line -> line.startsWith("control: "));
  }
}
