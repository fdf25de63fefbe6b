package io.eipmeter.collector.control;

import io.eipmeter.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics with what the jobs rely on. */
public final class Topics {
  /** Written by collectors and control planes: their Kafka timestamp is the log time. */
  private static final Set<Topic> OUTSIDE_INPUT =
      EnumSet.of(
          Topic.FLOW_DATAGRAMS,
          Topic.FLOW_SAMPLES,
          Topic.EIP_EVENTS,
          Topic.OPERATIONS,
          Topic.SETTINGS,
          Topic.ALERT_RULES);

  private static final Set<Topic> ENDLESS =
      EnumSet.of(Topic.EIP_EVENTS, Topic.SETTINGS, Topic.ALERT_RULES);

  /** Read whole before anything else, in one order. */
  private static final Set<Topic> OF_ONE_PARTITION = EnumSet.of(Topic.SETTINGS, Topic.ALERT_RULES);

  private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  private Topics() {}

  /** Whose time stands in the records of the topics of outside input. */
  public enum TimestampType {
    /** The producer's clock: for virtual time. */
    CREATE_TIME("CreateTime"),
    /** The broker's clock. */
    LOG_APPEND_TIME("LogAppendTime");

    private final String kafkaName;

    TimestampType(String kafkaName) {
      this.kafkaName = kafkaName;
    }
  }

  /**
   * How to create them.
   *
   * @param partitions of every topic but {@code settings} and {@code alert-rules}, which have one;
   *     fixed from then on
   * @param replicationFactor -1: the broker's default
   * @param retention by topic; what is not named gets 7 days, and what must never expire never does
   * @param unlimitedRetention nothing expires: in virtual time every record looks old
   */
  public record Plan(
      int partitions,
      short replicationFactor,
      TimestampType timestampType,
      Map<Topic, Duration> retention,
      boolean unlimitedRetention) {
    public Plan {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be at least 1, was " + partitions);
      }
      retention = Map.copyOf(retention);
    }

    /** For a lab: one broker, virtual time, nothing expires. */
    public static Plan virtualTime(int partitions) {
      return new Plan(partitions, (short) 1, TimestampType.CREATE_TIME, Map.of(), true);
    }
  }

  /**
   * Creates the topics that are missing; those that are there stay as they are.
   *
   * @return the names of those created
   */
  public static List<String> create(Admin admin, Plan plan)
      throws InterruptedException, ExecutionException {
    List<NewTopic> wanted = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      wanted.add(newTopic(topic, plan));
    }
    List<String> created = new ArrayList<>();
    for (var result : admin.createTopics(wanted).values().entrySet()) {
      try {
        var ignored = result.getValue().get();
        created.add(result.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    return created;
  }

  private static NewTopic newTopic(Topic topic, Plan plan) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    config.put(TopicConfig.RETENTION_MS_CONFIG, retention(topic, plan));
    if (OUTSIDE_INPUT.contains(topic)) {
      config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, plan.timestampType().kafkaName);
    }
    if (plan.timestampType() == TimestampType.CREATE_TIME) {
      // A virtual clock may be far from the broker's, in both directions.
      String unlimited = Long.toString(Long.MAX_VALUE);
      config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, unlimited);
      config.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, unlimited);
    }
    int partitions = OF_ONE_PARTITION.contains(topic) ? 1 : plan.partitions();
    return new NewTopic(topic.topicName(), partitions, plan.replicationFactor()).configs(config);
  }

  private static String retention(Topic topic, Plan plan) {
    if (ENDLESS.contains(topic) || plan.unlimitedRetention()) {
      return "-1";
    }
    return Long.toString(plan.retention().getOrDefault(topic, DEFAULT_RETENTION).toMillis());
  }
}
