package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.process.LabFailure;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads topics from their first record on, in a thread of its own, until it is closed. */
final class TopicFollower implements AutoCloseable {
  private final TopicReader reader;
  private final Consumer<ConsumerRecord<byte[], byte[]>> each;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  /**
   * @param each is called by one thread
   */
  TopicFollower(TopicReader reader, Consumer<ConsumerRecord<byte[], byte[]>> each, Topic first) {
    this.reader = reader;
    this.each = each;
    this.thread = new Thread(this::run, "follow-" + first.topicName());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (reader) {
      while (!closed) {
        reader.poll(each);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * @throws LabFailure if it reads no more
   */
  void check() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new LabFailure(thread.getName() + " ended: " + failed.getMessage() + ".", failed);
    }
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
}
