package io.eipmeter.collector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code host:port}, several with commas
 * @param more client properties (security and the like) that go before ours, but not before what
 *     order and exactness need
 */
public record KafkaSettings(String bootstrap, Map<String, String> more) {
  public KafkaSettings {
    more = Map.copyOf(more);
  }

  public static KafkaSettings of(String bootstrap) {
    return new KafkaSettings(bootstrap, Map.of());
  }

  /** With the properties of a file, where one is given. */
  public static KafkaSettings of(String bootstrap, @Nullable Path file) throws IOException {
    if (file == null) {
      return of(bootstrap);
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    Map<String, String> more = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> more.put(key, properties.getProperty(key)));
    return new KafkaSettings(bootstrap, more);
  }

  /** For an admin client or a consumer. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(more);
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return client;
  }

  /**
   * For a producer that never gives a record up for being late and never lets one overtake another.
   *
   * @param memoryBytes what it may hold
   */
  public Map<String, Object> producer(long memoryBytes) {
    Map<String, Object> producer = new HashMap<>();
    producer.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    producer.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
    producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    producer.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    producer.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    producer.putAll(client());
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    // A broker that knows nothing of a producer takes whatever number comes first. With two
    // requests under way, the first refused (a new topic without a leader yet) and the second
    // taken, the first could never follow (KAFKA-14359).
    producer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    producer.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    // A topic forgotten in an outage would make send() wait for metadata. The client adds this to
    // the time: the largest long would make it forget at once.
    producer.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(36_500).toMillis());
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, memoryBytes);
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return producer;
  }

  /** The partition of a key, as Kafka's own partitioner chooses it. */
  public static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
