package io.eipmeter.jobs.runtime;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where a job runs, and what all jobs have in common there. */
public final class JobEnvironment {
  /** Fixed from the first day: state and Kafka keys are laid out by it. */
  public static final int MAX_PARALLELISM = 256;

  private JobEnvironment() {}

  /**
   * @throws BadConfigException if the cluster's address cannot be read
   */
  public static StreamExecutionEnvironment create(JobConfig config) {
    Configuration flink = defaults(config);
    flink.addAll(config.flink());
    StreamExecutionEnvironment env = environment(config.get(JobOptions.FLINK_REST), flink);
    env.setParallelism(config.get(JobOptions.PARALLELISM));
    env.setMaxParallelism(MAX_PARALLELISM);
    return env;
  }

  /** Runs the job, or submits it and prints its id, as the configuration says. */
  public static void execute(StreamExecutionEnvironment env, JobConfig config, String jobName)
      throws Exception {
    if (config.get(JobOptions.DETACHED)) {
      JobClient client = env.executeAsync(jobName);
      System.out.println(client.getJobID());
    } else {
      env.execute(jobName);
    }
  }

  private static Configuration defaults(JobConfig config) {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true); // no operator of ours keeps its input
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(100));
    flink.set(JobOptions.DRIFT, config.get(JobOptions.DRIFT));
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, config.get(JobOptions.CHECKPOINT_INTERVAL));
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(30));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    if (!config.get(JobOptions.CHECKPOINT_DIR).isEmpty()) {
      flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.get(JobOptions.CHECKPOINT_DIR));
    }
    if (!config.get(JobOptions.SAVEPOINT).isEmpty()) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, config.get(JobOptions.SAVEPOINT));
    }
    return flink;
  }

  private static StreamExecutionEnvironment environment(String rest, Configuration flink) {
    if (rest.isEmpty()) {
      return StreamExecutionEnvironment.getExecutionEnvironment(flink);
    }
    int colon = rest.lastIndexOf(':');
    try {
      return StreamExecutionEnvironment.createRemoteEnvironment(
          rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1)), flink);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new BadConfigException("flink.rest must be host:port, was '" + rest + "'");
    }
  }
}
