package io.eipmeter.schemas.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ClickHouseOptionsTest {
  @TempDir private Path directory;

  @Command
  private static final class Asking {
    @Mixin final ClickHouseOptions clickHouse;

    Asking(ClickHouseOptions clickHouse) {
      this.clickHouse = clickHouse;
    }
  }

  private static ClickHouseTarget target(Map<String, String> variables, String... arguments) {
    Asking command = command(variables);
    CommandLine line = new CommandLine(command);
    line.parseArgs(arguments);
    return command.clickHouse.target(line.getCommandSpec());
  }

  private static Asking command(Map<String, String> variables) {
    return new Asking(new ClickHouseOptions(new ClickHouseEnvironment(variables::get)));
  }

  @Test
  void withoutAWordItIsTheDefaultUserOfThisMachine() {
    assertThat(target(Map.of()))
        .isEqualTo(new ClickHouseTarget("http://127.0.0.1:8123", "eipmeter", "default", ""));
    assertThat(target(Map.of("EIPMETER_CLICKHOUSE_URL", "", "EIPMETER_CLICKHOUSE_USER", "")))
        .isEqualTo(target(Map.of()));
  }

  @Test
  void theEnvironmentSaysWhatTheOptionsDoNot() throws Exception {
    Path ca = Files.writeString(directory.resolve("ca.pem"), "");
    Path password = Files.writeString(directory.resolve("password"), "it's\n");
    Map<String, String> variables =
        Map.of(
            "EIPMETER_CLICKHOUSE_URL", "https://there:8443",
            "EIPMETER_CLICKHOUSE_DATABASE", "metering",
            "EIPMETER_CLICKHOUSE_USER", "reader",
            "EIPMETER_CLICKHOUSE_PASSWORD_FILE", password.toString(),
            "EIPMETER_CLICKHOUSE_CA", ca.toString());
    assertThat(target(variables))
        .isEqualTo(
            new ClickHouseTarget("https://there:8443", "metering", "reader", "it's")
                .withCaFile(ca.toString()));
    assertThat(
            target(
                variables,
                "--clickhouse=http://here:8123",
                "--clickhouse-database=other",
                "--clickhouse-user=writer",
                "--clickhouse-password=secret"))
        .as("the certificates are for https only")
        .isEqualTo(new ClickHouseTarget("http://here:8123", "other", "writer", "secret"));
    assertThat(target(Map.of("EIPMETER_CLICKHOUSE_PASSWORD", "a"), "--clickhouse-password="))
        .isEqualTo(target(Map.of()));
    assertThat(
            target(
                    Map.of("EIPMETER_CLICKHOUSE_PASSWORD", "a"),
                    "--clickhouse-password-file=" + password)
                .password())
        .isEqualTo("it's");
  }

  @Test
  void whatOnlyShowsMoreWithClickHouseAsksNoneThatNobodyNamed() {
    Asking silent = command(Map.of());
    assertThat(silent.clickHouse.targetIfGiven(new CommandLine(silent).getCommandSpec())).isNull();
    Asking told = command(Map.of("EIPMETER_CLICKHOUSE_URL", "http://there:8123"));
    assertThat(told.clickHouse.targetIfGiven(new CommandLine(told).getCommandSpec())).isNotNull();
    assertThat(told.clickHouse.isTold()).isFalse();
  }

  @Test
  void aMistakeIsOneSentenceWithoutThePassword() {
    assertThatThrownBy(() -> target(Map.of(), "--clickhouse=there:8123"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("must be http://host:port");
    assertThatThrownBy(() -> target(Map.of(), "--clickhouse=http://user:secret@there:8123"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> target(Map.of(), "--clickhouse-password-file=/nowhere/password"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("the file /nowhere/password cannot be read");
    assertThatThrownBy(
            () ->
                target(
                    Map.of(),
                    "--clickhouse-password=secret",
                    "--clickhouse-password-file=/nowhere"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("give a password or a file with it, not both");
    assertThatThrownBy(() -> target(Map.of(), "--clickhouse-ca=/ca.pem"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("cannot be read");
    assertThat(new ClickHouseTarget("http://there:8123", "a", "reader", "secret").toString())
        .isEqualTo("http://there:8123/a");
  }
}
