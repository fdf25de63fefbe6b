package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.SettingsFile;
import io.eipmeter.collector.control.SettingsLog;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter settings}. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "What is metered and how: numbered versions that never change.",
    subcommands = {SettingsCommand.Apply.class, SettingsCommand.Show.class})
public final class SettingsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: settings apply, or show");
  }

  /** {@code eipmeter settings apply}. */
  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Appends the next version, if it differs from the newest.")
  static final class Apply implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin KafkaOptions kafka;

    @Parameters(paramLabel = "FILE", description = "The version, as YAML.")
    Path file;

    @Override
    public Integer call() throws InterruptedException {
      Settings wanted = read();
      return kafka.run(
          spec,
          settings -> {
            int before = new SettingsLog(settings, kafka.clock(spec)).versions().size();
            Settings now = new SettingsLog(settings, kafka.clock(spec)).apply(wanted);
            spec.commandLine()
                .getErr()
                .println(
                    now.getVersion() > before
                        ? "version "
                            + now.getVersion()
                            + " holds from "
                            + Instant.ofEpochMilli(now.getFromLogMs())
                            + (before > 0
                                ? "; a running 'bandwidth' reads it when it is started from a"
                                    + " savepoint, which must be before then"
                                : "")
                        : "version " + now.getVersion() + " says the same; nothing appended");
            return 0;
          });
    }

    private Settings read() {
      try {
        return SettingsFile.read(file);
      } catch (BadFileException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** {@code eipmeter settings show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints the newest version, or all, as YAML.")
  static final class Show implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin KafkaOptions kafka;

    @Option(names = "--all", description = "All versions, oldest first.")
    boolean all;

    @Option(names = "--version-number", paramLabel = "N", description = "This version.")
    @Nullable Integer number;

    @Override
    public Integer call() throws InterruptedException {
      return kafka.run(
          spec,
          settings -> {
            List<Settings> versions = new SettingsLog(settings, kafka.clock(spec)).versions();
            List<Settings> shown =
                versions.stream()
                    .filter(
                        version ->
                            number != null
                                ? version.getVersion() == number
                                : all || version.getVersion() == versions.size())
                    .toList();
            if (shown.isEmpty()) {
              spec.commandLine().getErr().println("there is no such version of the settings");
              return 1;
            }
            for (Settings version : shown) {
              spec.commandLine().getOut().println("---\n" + SettingsFile.write(version).trim());
            }
            spec.commandLine().getOut().flush();
            return 0;
          });
    }
  }
}
