package io.eipmeter.sim.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whole runs through real processes; the ledger of sim/world equals the tables to the byte. */
final class DemoIT {
  private final StringWriter out = new StringWriter();

  @Test
  void everyMinuteAgreesWithBothTruths() {
    assertThat(demo("--minutes", "4", "--eips", "60", "--seed", "11")).as(result()).isZero();
    assertThat(out.toString())
        .contains("against the records exported")
        .contains("against the packets forwarded")
        .contains("Difference: 0.");
  }

  @Test
  void aKilledTaskManagerChangesNothing() {
    assertThat(demo("--minutes", "5", "--eips", "40", "--seed", "12", "--kill", "taskmanager"))
        .as(result())
        .isZero();
    assertThat(out.toString()).contains("Difference: 0.");
  }

  @Test
  void aKilledClickHouseChangesNothing() {
    assertThat(demo("--minutes", "5", "--eips", "40", "--seed", "13", "--kill", "clickhouse"))
        .as(result())
        .isZero();
    assertThat(out.toString()).contains("Difference: 0.");
  }

  @Test
  void ofAKilledCollectorExactlyWhatIsLostIsShown() {
    assertThat(demo("--minutes", "5", "--eips", "40", "--seed", "14", "--kill", "collector"))
        .as(result())
        .isIn(0, 2); // nothing was lost, or something was and is shown
    assertThat(out.toString())
        .contains("shown as lost: exactly these")
        .containsPattern("Difference: 0(\\.| to what reached Kafka\\.)");
  }

  private int demo(String... args) {
    List<String> line = new ArrayList<>(List.of("demo"));
    line.addAll(List.of(args));
    CommandLine root = Main.commandLine();
    root.setOut(new PrintWriter(out, true));
    return root.execute(line.toArray(new String[0]));
  }

  private String result() {
    return out.toString();
  }
}
