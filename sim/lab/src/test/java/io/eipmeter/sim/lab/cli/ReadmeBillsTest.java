package io.eipmeter.sim.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.process.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bill that the README shows comes out as it says, from the files that it shows. */
final class ReadmeBillsTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(args);
  }

  /** The indented lines of the README that begin after a line with a mark. */
  private static List<String> shown(String mark) throws IOException {
    List<String> shown = new ArrayList<>();
    boolean marked = false;
    for (String line : Files.readAllLines(Home.directory().resolve("README.md"))) {
      if (line.contains(mark)) {
        marked = true;
      } else if (marked && line.startsWith("    ")) {
        shown.add(line.strip());
      } else if (!shown.isEmpty()) {
        break;
      }
    }
    return shown;
  }

  private Path file(String name, String mark) throws IOException {
    return Files.write(directory.resolve(name), shown(mark));
  }

  private List<String> totals() {
    return out.toString().lines().filter(line -> line.contains(",total,")).toList();
  }

  @Test
  void payByDataTransferComesToWhatTheProviderSays() throws IOException {
    Path usage = file("usage.csv", "`usage.csv`:");
    Path resources = file("resources.jsonl", "`resources.jsonl`, one");

    assertThat(
            run(
                "rate",
                "--book",
                "alibaba-cloud",
                "--usage",
                usage.toString(),
                "--resources",
                resources.toString()))
        .as(err.toString())
        .isZero();

    assertThat(totals()).singleElement().asString().contains(",4.95,");
    assertThat(out.toString()).contains(",60,GB,0.081,4.86,").doesNotContain("rounding");
    String readme = Files.readString(Home.directory().resolve("README.md"));
    assertThat(readme).contains("**4.95**").contains("**5.22**");
  }

  @Test
  void payByBandwidthOfTheSameAddressComesToWhatTheProviderSays() throws IOException {
    Path usage = file("usage.csv", "`usage.csv`:");
    Path resources = file("resources.jsonl", "`resources.jsonl`, one");
    Files.writeString(resources, Files.readString(resources).replace("data-transfer", "bandwidth"));

    run(
        "rate",
        "--book",
        "alibaba-cloud",
        "--usage",
        usage.toString(),
        "--resources",
        resources.toString());

    assertThat(totals()).singleElement().asString().contains(",5.22,");
    assertThat(out.toString()).contains(",5.125,").contains(",0.094375,").contains("rounding");
  }

  @Test
  void aMistakeInAFileIsOneSentenceWithItsLine() throws IOException {
    Path usage = file("usage.csv", "`usage.csv`:");
    Files.writeString(usage, Files.readString(usage).replace("T20:00:00", "T20:30:00"));

    assertThat(run("rate", "--book", "alibaba-cloud", "--usage", usage.toString()))
        .isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString())
        .contains("usage.csv, line 3: hourStart: must be a full hour in Asia/Shanghai, was")
        .doesNotContain("Usage:");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatWouldChangeAVersionInForceIsRefused() throws IOException {
    Path shipped =
        Home.directory().resolve("schemas/src/main/resources/pricebooks/alibaba-cloud.yaml");
    Path changed = directory.resolve("changed.yaml");
    Files.writeString(changed, Files.readString(shipped).replace("0.123", "0.124"));

    assertThat(run("prices", "diff", "alibaba-cloud", changed.toString())).isEqualTo(1);

    assertThat(out.toString()).contains("~ cn-hangzhou BGP dataTransfer");
    assertThat(err.toString()).contains("alibaba-cloud@1 is immutable");
  }

  @Test
  void aPriceBookWithAMistakeIsNamedWithItsPlace() throws IOException {
    Path shipped = Home.directory().resolve("schemas/src/main/resources/pricebooks/hoster.yaml");
    Path wrong = directory.resolve("wrong.yaml");
    Files.writeString(
        wrong, Files.readString(shipped).replace("perMbpsDay: 0.05", "perMbpsDay: -0.05"));

    assertThat(run("prices", "check", wrong.toString())).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(err.toString()).contains("perMbpsDay");
  }
}
