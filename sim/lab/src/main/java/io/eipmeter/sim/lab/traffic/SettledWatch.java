package io.eipmeter.sim.lab.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Follows a settled topic: how far it is settled, and how many rows have come. */
public final class SettledWatch implements AutoCloseable {
  private final TopicFollower follower;
  private final long[] settledUntilMs;
  private volatile long lowestMs;
  private volatile long rows;

  public SettledWatch(String bootstrapServers, Topic settledTopic) {
    TopicReader topic = new TopicReader(bootstrapServers, settledTopic);
    settledUntilMs = new long[topic.partitions()];
    follower = new TopicFollower(topic, this::read, settledTopic);
    follower.start();
  }

  /** Log time up to which every partition is settled; 0 before the first heartbeat of each. */
  public long settledUntilMs() {
    follower.check();
    return lowestMs;
  }

  /** Rows read so far, repeats included. */
  public long rows() {
    return rows;
  }

  @Override
  public void close() {
    follower.close();
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    try {
      SettledBlock block = SettledBlock.parseFrom(message.value());
      int partition = message.partition();
      settledUntilMs[partition] = Math.max(settledUntilMs[partition], block.getSettledUntilMs());
      lowestMs = Arrays.stream(settledUntilMs).min().orElse(0);
      rows += block.getRowsCount();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(message.topic() + " holds what is not a block", e);
    }
  }
}
