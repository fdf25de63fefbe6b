package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Topic;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter topics}. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "The Kafka topics that everything else uses.",
    subcommands = TopicsCommand.Create.class)
public final class TopicsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: topics create");
  }

  /** {@code eipmeter topics create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description =
          "Creates the topics that are missing. Their number of partitions is fixed from then on.")
  static final class Create implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Mixin KafkaOptions kafka;

    @Option(
        names = "--partitions",
        required = true,
        paramLabel = "N",
        description = "Partitions of every topic but settings and alert-rules, which have one.")
    int partitions;

    @Option(
        names = "--replication",
        defaultValue = "-1",
        paramLabel = "N",
        description = "Replication factor. Default: the broker's.")
    short replication;

    @Option(
        names = "--retention",
        paramLabel = "TOPIC=DURATION",
        description =
            "How long a topic keeps its records, as in flow-datagrams=P3D or eip-minutes=PT12H; may be"
                + " repeated. Default: P7D. eip-events, settings and alert-rules never expire.")
    @Nullable Map<String, String> retention;

    @Option(
        names = "--timestamps",
        defaultValue = "LogAppendTime",
        paramLabel = "TYPE",
        description =
            "LogAppendTime, or CreateTime for a lab in virtual time (nothing expires then)."
                + " Default: LogAppendTime.")
    String timestamps;

    @Override
    public Integer call() throws InterruptedException {
      Topics.Plan plan = plan();
      return kafka.run(
          spec,
          settings -> {
            try (Admin admin = Admin.create(settings.client())) {
              List<String> created = Topics.create(admin, plan);
              created.forEach(spec.commandLine().getOut()::println);
              spec.commandLine().getOut().flush();
              spec.commandLine()
                  .getErr()
                  .println(created.size() + " of " + Topic.values().length + " topics created");
              return 0;
            }
          });
    }

    private Topics.Plan plan() {
      boolean virtual = timestamps.equals("CreateTime");
      if (!virtual && !timestamps.equals("LogAppendTime")) {
        throw mistake("--timestamps must be LogAppendTime or CreateTime, was " + timestamps);
      }
      if (partitions < 1) {
        throw mistake("--partitions must be at least 1, was " + partitions);
      }
      return new Topics.Plan(
          partitions,
          replication,
          virtual ? Topics.TimestampType.CREATE_TIME : Topics.TimestampType.LOG_APPEND_TIME,
          retentions(),
          virtual);
    }

    private Map<Topic, Duration> retentions() {
      Map<Topic, Duration> parsed = new EnumMap<>(Topic.class);
      if (retention != null) {
        retention.forEach((name, text) -> parsed.put(topic(name), duration(name, text)));
      }
      return parsed;
    }

    private Topic topic(String name) {
      try {
        return Topic.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw mistake("--retention: there is no topic '" + name + "'");
      }
    }

    private Duration duration(String name, String text) {
      try {
        Duration duration = Duration.parse(text);
        if (duration.toMillis() > 0) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        throw mistake("--retention: '" + text + "' of " + name + " is no duration like P7D");
      }
      throw mistake("--retention of " + name + " must be positive, was " + text);
    }

    private ParameterException mistake(String sentence) {
      return new ParameterException(spec.commandLine(), sentence);
    }
  }
}
