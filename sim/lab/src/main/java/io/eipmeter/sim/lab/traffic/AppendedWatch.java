package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Follows what is written from outside, {@code flow-datagrams} and {@code eip-events}: up to when
 * all that was sent is in the log.
 */
public final class AppendedWatch implements AutoCloseable {
  private static final List<Topic> TOPICS = List.of(Topic.FLOW_DATAGRAMS, Topic.EIP_EVENTS);

  private final UdpExports exports;
  private final TopicFollower follower;
  private final Map<String, long[]> logMs = new HashMap<>();
  private volatile long lowestMs = Long.MIN_VALUE;

  /**
   * @param partitions of each of the topics
   */
  public AppendedWatch(String bootstrapServers, int partitions, UdpExports exports) {
    this.exports = exports;
    for (Topic topic : TOPICS) {
      long[] nothing = new long[partitions];
      Arrays.fill(nothing, Long.MIN_VALUE);
      logMs.put(topic.topicName(), nothing);
    }
    follower =
        new TopicFollower(
            new TopicReader(bootstrapServers, TOPICS.toArray(new Topic[0])),
            this::read,
            TOPICS.get(0));
    follower.start();
  }

  /**
   * Log time of the partition that is furthest behind, or of the first datagram that is still under
   * way; the lowest of all longs before each partition has its first record.
   */
  public long untilMs() {
    follower.check();
    return Math.min(lowestMs, exports.underWaySinceMs());
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    if (message.topic().equals(Topic.FLOW_DATAGRAMS.topicName())) {
      LogBlocks.datagrams(message.value(), exports::appended);
    }
    long[] partitions = logMs.getOrDefault(message.topic(), new long[0]);
    int partition = message.partition();
    partitions[partition] = Math.max(partitions[partition], message.timestamp());
    lowestMs = logMs.values().stream().flatMapToLong(Arrays::stream).min().orElse(Long.MIN_VALUE);
  }

  @Override
  public void close() {
    follower.close();
  }
}
