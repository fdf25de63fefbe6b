package io.eipmeter.sim.lab.cli;

import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.jobs.runtime.JobOptions;
import io.eipmeter.sim.lab.jobs.Job;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter job}: one subcommand for each Flink job. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    description =
        "Run a Flink job here, or submit it to a cluster (--flink.rest HOST:PORT --detached true).")
final class JobCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** The command with a subcommand for each job. */
  static CommandLine create() {
    CommandLine command = new CommandLine(new JobCommand());
    for (Job job : Job.values()) {
      CommandLine one = new CommandLine(new One(job));
      one.setUnmatchedOptionsArePositionalParams(true);
      one.getCommandSpec().usageMessage().description("Run the job " + name(job) + ".");
      one.getCommandSpec().usageMessage().footer(keys(job));
      command.addSubcommand(name(job), one);
    }
    return command;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Name a job: " + Job.names() + ".");
  }

  /** One job. */
  @Command
  static final class One implements Callable<Integer> {
    private final Job job;

    @Spec private CommandSpec spec;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help message and exit.")
    private boolean help;

    @Parameters(
        paramLabel = "--KEY VALUE",
        description = "Settings of the job; the keys are below.")
    private List<String> settings = List.of();

    One(Job job) {
      this.job = job;
    }

    @Override
    public Integer call() throws Exception {
      try {
        job.main().run(settings.toArray(new String[0]));
        return CommandLine.ExitCode.OK;
      } catch (BadConfigException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static String name(Job job) {
    return job.name().toLowerCase(Locale.ROOT);
  }

  private static String[] keys(Job job) {
    Map<String, ConfigOption<?>> keys = new TreeMap<>();
    Stream.of(JobOptions.class, job.options())
        .flatMap(options -> Stream.of(options.getFields()))
        .filter(field -> field.getType() == ConfigOption.class)
        .forEach(
            field -> {
              ConfigOption<?> option = read(field);
              keys.put(option.key(), option);
            });
    Stream<String> lines =
        keys.values().stream()
            .flatMap(
                option ->
                    Stream.of("  --" + option.key() + standing(option), "        " + text(option)));
    return Stream.concat(Stream.of("", "Keys:"), lines).toArray(String[]::new);
  }

  private static String standing(ConfigOption<?> option) {
    return option.hasDefaultValue() ? " (" + option.defaultValue() + ")" : " (needed)";
  }

  private static String text(ConfigOption<?> option) {
    return new org.apache.flink.configuration.description.HtmlFormatter()
        .format(option.description())
        .replace("%", "%%");
  }

  private static ConfigOption<?> read(Field field) {
    try {
      if (field.get(null) instanceof ConfigOption<?> option) {
        return option;
      }
      throw new IllegalStateException(field + " is not set");
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " must be public", e);
    }
  }
}
