package io.eipmeter.sim.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.process.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The README tells nothing that is not there. */
final class ReadmeTest {
  @Test
  void everyCommandOfTheReadmeExistsWithItsOptions() throws IOException {
    List<String> lines = commandLines();
    assertThat(lines).anyMatch(line -> line.startsWith("./eipmeter demo"));
    for (String line : lines) {
      List<String> words = List.of(line.split("#")[0].strip().split("\\s+"));
      CommandLine command = Main.commandLine();
      int i = 1;
      for (CommandLine next = command; next != null && i < words.size(); ) {
        next = command.getSubcommands().get(words.get(i));
        if (next != null) {
          command = next;
          i++;
        }
      }
      assertThat(i).as("a command in: %s", line).isGreaterThan(1);
      if (line.startsWith("./eipmeter job ")) {
        continue; // its keys are the job's own, and a test of jobs holds them
      }
      for (String word : words.subList(i, words.size())) {
        if (word.startsWith("--")) {
          assertThat(command.getCommandSpec().optionsMap())
              .as("options of: %s", line)
              .containsKey(word.split("=")[0]);
        }
      }
    }
  }

  @Test
  void everyCommandIsInTheReadme() throws IOException {
    String readme = Files.readString(Home.directory().resolve("README.md"));
    assertThat(Main.commandLine().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(readme).contains("./eipmeter " + name));
  }

  @Test
  void everyCommandHasHelpThatSaysWhatItDoes() {
    for (CommandLine command : all(Main.commandLine())) {
      StringWriter out = new StringWriter();
      command.setOut(new PrintWriter(out));
      assertThat(command.execute("--help")).as(command.getCommandName()).isZero();
      assertThat(out.toString()).contains("Usage:");
      assertThat(command.getCommandSpec().usageMessage().description())
          .as("description of " + command.getCommandName())
          .isNotEmpty();
    }
  }

  private static List<CommandLine> all(CommandLine root) {
    List<CommandLine> commands = new ArrayList<>(List.of(root));
    root.getSubcommands().values().forEach(command -> commands.addAll(all(command)));
    return commands;
  }

  private static List<String> commandLines() throws IOException {
    return Files.readAllLines(Home.directory().resolve("README.md")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("./eipmeter "))
        .toList();
  }
}
