package io.eipmeter.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of the README say what the commands say. */
class ReadmeTest {
  private static final List<Object> COMMANDS =
      List.of(
          new CollectCommand(),
          new TopicsCommand(),
          new SettingsCommand(),
          new InventoryCommand(),
          new ExportersCommand(),
          new RetryRejectedCommand());

  @Test
  void everyOptionIsInTheReadmeWithItsDescription() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    StringBuilder tables = new StringBuilder();
    for (Object command : COMMANDS) {
      append(tables, new CommandLine(command).getCommandSpec());
    }
    assertThat(readme).contains("<!-- options -->\n" + tables + "<!-- end of options -->");
  }

  private static void append(StringBuilder tables, CommandSpec command) {
    List<OptionSpec> options =
        command.options().stream().filter(option -> !option.usageHelp()).toList();
    List<OptionSpec> own = options.stream().filter(option -> !option.versionHelp()).toList();
    if (!own.isEmpty()) {
      tables.append("\n### eipmeter ").append(name(command)).append("\n\n");
      tables.append("| Option | Meaning |\n|---|---|\n");
      for (OptionSpec option : own) {
        String flag = option.longestName();
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        tables
            .append("| `")
            .append(flag)
            .append(value)
            .append("` | ")
            .append(String.join(" ", Arrays.asList(option.description())))
            .append(option.required() ? " Required." : "")
            .append(" |\n");
      }
      tables.append('\n');
    }
    command.subcommands().values().forEach(sub -> append(tables, sub.getCommandSpec()));
  }

  private static String name(CommandSpec command) {
    CommandSpec parent = command.parent();
    return parent == null ? command.name() : name(parent) + " " + command.name();
  }
}
