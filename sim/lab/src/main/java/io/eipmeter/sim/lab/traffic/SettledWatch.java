package io.eipmeter.sim.lab.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Follows a settled topic: how far it is settled, and how many rows have come. */
public final class SettledWatch implements AutoCloseable {
  private final Thread thread;
  private final TopicReader topic;
  private final long[] settledUntilMs;
  private volatile long lowestMs;
  private volatile long rows;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  public SettledWatch(String bootstrapServers, Topic settledTopic) {
    topic = new TopicReader(bootstrapServers, settledTopic);
    settledUntilMs = new long[topic.partitions()];
    thread = new Thread(this::run, "watch-" + settledTopic.topicName());
    thread.setDaemon(true);
    thread.start();
  }

  /** Log time up to which every partition is settled; 0 before the first heartbeat. */
  public long settledUntilMs() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return lowestMs;
  }

  /** Rows read so far, repeats included. */
  public long rows() {
    return rows;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (topic) {
      while (!closed) {
        topic.poll(this::read);
        lowestMs = Arrays.stream(settledUntilMs).min().orElse(0);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    try {
      SettledBlock block = SettledBlock.parseFrom(message.value());
      int partition = message.partition();
      settledUntilMs[partition] = Math.max(settledUntilMs[partition], block.getSettledUntilMs());
      rows += block.getRowsCount();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(message.topic() + " holds what is not a block", e);
    }
  }
}
