package io.eipmeter.jobs.runtime;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * What every job can be told. Keys that start with {@code kafka.} or {@code flink.} go on to those
 * as they are.
 */
public final class JobOptions {
  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      ConfigOptions.key("kafka.bootstrap.servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Kafka brokers, host:port, comma separated.");

  public static final ConfigOption<String> FLINK_REST =
      ConfigOptions.key("flink.rest")
          .stringType()
          .defaultValue("")
          .withDescription(
              "REST address of the Flink cluster, host:port; empty: run in this process.");

  public static final ConfigOption<Boolean> DETACHED =
      ConfigOptions.key("detached")
          .booleanType()
          .defaultValue(false)
          .withDescription("Return when the job is submitted, and print its id.");

  public static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("parallelism")
          .intType()
          .defaultValue(1)
          .withDescription("Parallel subtasks; at most the number of partitions of the input.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      ConfigOptions.key("checkpoint.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Time between checkpoints.");

  public static final ConfigOption<String> CHECKPOINT_DIR =
      ConfigOptions.key("checkpoint.dir")
          .stringType()
          .defaultValue("")
          .withDescription("URI of the checkpoints; empty: in the JobManager's memory.");

  public static final ConfigOption<String> SAVEPOINT =
      ConfigOptions.key("savepoint")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Path of the savepoint or checkpoint to start from; empty: a new start.");

  public static final ConfigOption<Duration> DRIFT =
      ConfigOptions.key("drift")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "Log time that one partition may be read ahead of another: more of it catches up "
                  + "faster, by about as much a second, and piles up more open minutes.");

  private JobOptions() {}
}
