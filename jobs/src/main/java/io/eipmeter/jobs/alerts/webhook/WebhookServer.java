package io.eipmeter.jobs.alerts.webhook;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells receivers what the topic {@code alerts} holds. Its memory is the topic of attempts: at a
 * start both are read whole, and what has no end there is sent. Run once: two of them would send
 * everything twice, under the same ids.
 */
final class WebhookServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long TICK_MS = 50;
  private static final int MOST_AT_ONCE = 4;

  /** Prometheus posts what goes on each minute. */
  static final Duration REPOST = Duration.ofMinutes(1);

  private final Properties kafka;
  private final Clock clock;
  private final HttpPost http;
  private final Outbox outbox;
  private final History history = new History();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Lane, ExecutorService> workers = new HashMap<>();
  private final Map<Lane, Long> repostMs = new HashMap<>();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean closed;

  WebhookServer(
      Properties kafka,
      List<Receiver> receivers,
      Duration oldest,
      HttpPost http,
      Clock clock,
      RandomGenerator random) {
    this.kafka = kafka;
    this.clock = clock;
    this.http = http;
    this.outbox = new Outbox(receivers, history, new Backoff(random), MOST_AT_ONCE, oldest);
    this.consumer = consumer(kafka);
    this.producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    for (Lane lane : outbox.lanes()) {
      workers.put(lane, Executors.newFixedThreadPool(MOST_AT_ONCE));
      repostMs.put(lane, 0L);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties kafka) {
    Properties all = new Properties();
    all.putAll(kafka);
    all.setProperty("enable.auto.commit", "false");
    all.setProperty("auto.offset.reset", "earliest"); // what has expired nobody waits for
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Runs until it is closed. */
  void run() {
    try {
      readWhatIsThere();
      LOG.info("telling {} receivers", outbox.lanes().size());
      ticks.scheduleWithFixedDelay(this::dispatch, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
        dispatch();
      }
    } catch (WakeupException e) {
      LOG.debug("woken up to end", e);
    } finally {
      consumer.close();
    }
  }

  private void readWhatIsThere() {
    List<TopicPartition> deliveries = partitions(Topic.ALERT_DELIVERIES);
    List<TopicPartition> alerts = partitions(Topic.ALERTS);
    consumer.assign(deliveries);
    consumer.seekToBeginning(deliveries);
    Map<TopicPartition, Long> ends = consumer.endOffsets(deliveries);
    while (deliveries.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        history.add(attempt(record));
      }
    }
    List<TopicPartition> both = new ArrayList<>(deliveries);
    both.addAll(alerts);
    consumer.assign(both); // positions of those already assigned stay
    consumer.seekToBeginning(alerts);
    // Nothing goes out before all is read: half of it would tell of alerts that have ended.
    Map<TopicPartition, Long> alertEnds = consumer.endOffsets(alerts);
    while (alerts.stream().anyMatch(p -> consumer.position(p) < alertEnds.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  private List<TopicPartition> partitions(Topic topic) {
    TopicReader.partitions(kafka, topic); // says at once if it is not there
    return consumer.partitionsFor(topic.topicName()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null || record.value().length == 0) {
      return;
    }
    if (record.topic().equals(Topic.ALERTS.topicName())) {
      AlertNotice notice = notice(record);
      synchronized (outbox) {
        outbox.offer(notice, record.partition(), record.offset(), clock.millis());
      }
      return;
    }
    DeliveryAttempt attempt = attempt(record);
    if (attempt.getOutcome() == DeliveryOutcome.DELIVERY_OUTCOME_RESEND) {
      AlertNotice notice = NoticeLookup.at(kafka, attempt);
      synchronized (outbox) {
        history.add(attempt);
        outbox.resend(
            attempt.getReceiver(),
            notice,
            attempt.getAlertPartition(),
            attempt.getAlertOffset(),
            clock.millis());
      }
    }
  }

  private static AlertNotice notice(ConsumerRecord<byte[], byte[]> record) {
    try {
      return AlertNotice.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the topic alerts holds what is no notice", e);
    }
  }

  private static DeliveryAttempt attempt(ConsumerRecord<byte[], byte[]> record) {
    try {
      return DeliveryAttempt.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the topic alert-deliveries holds what is no attempt", e);
    }
  }

  private void dispatch() {
    try {
      synchronized (outbox) {
        long nowMs = clock.millis();
        for (Outbox.Job job : outbox.take(nowMs)) {
          worker(job.lane()).execute(() -> attempt(job));
        }
        for (Lane lane : outbox.lanes()) {
          repost(lane, nowMs);
        }
        outbox.giveUp(nowMs).forEach(parked -> record(producer, parked));
      }
    } catch (java.util.concurrent.RejectedExecutionException e) {
      LOG.debug("ended while something was due", e);
    }
  }

  private ExecutorService worker(Lane lane) {
    return java.util.Objects.requireNonNull(workers.get(lane));
  }

  /** Alertmanager forgets what is not posted again; a failure is made good by the next one. */
  private void repost(Lane lane, long nowMs) {
    if (lane.receiver().form() != Receiver.Form.ALERTMANAGER
        || nowMs < repostMs.getOrDefault(lane, 0L)) {
      return;
    }
    List<AlertNotice> again =
        lane.startRepost().stream()
            .map(
                notice ->
                    notice.toBuilder()
                        .setPreviousState(notice.getState())
                        .setPreviousLevel(notice.getLevel())
                        .build())
            .toList();
    if (!again.isEmpty()) {
      repostMs.put(lane, nowMs + REPOST.toMillis());
      Request request = Bodies.alertmanager(again, nowMs, REPOST);
      worker(lane).execute(() -> repost(lane, request, nowMs));
    }
  }

  private void repost(Lane lane, Request request, long nowMs) {
    Answer answer = http.send(lane.receiver(), request, nowMs);
    synchronized (outbox) {
      lane.endRepost();
    }
    if (answer.verdict() != Answer.Verdict.DELIVERED) {
      LOG.warn(
          "what goes on was not posted again to {}: {} {}",
          lane.receiver(),
          answer.status(),
          answer.error());
    }
    dispatch();
  }

  private void attempt(Outbox.Job job) {
    Receiver receiver = job.lane().receiver();
    AlertNotice notice = job.pending().notice();
    long startMs = clock.millis();
    Answer answer;
    try {
      AlertNotice said = notice;
      if (receiver.form() == Receiver.Form.ALERTMANAGER) {
        synchronized (outbox) {
          said = job.lane().current(job.pending());
        }
      }
      answer = http.send(receiver, Bodies.of(receiver, said, startMs, REPOST), startMs);
    } catch (RuntimeException e) {
      LOG.error("notice {} to {} could not be sent", notice.getNoticeId(), receiver, e);
      answer = Answer.none("could not be sent", 0);
    }
    DeliveryAttempt attempt;
    synchronized (outbox) {
      attempt = outbox.finish(job, answer, clock.millis());
      record(producer, attempt); // before the next of its line can be recorded
    }
    if (attempt.getOutcome() != DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED) {
      LOG.warn(
          "notice {} to {}: attempt {} {} ({} {})",
          notice.getNoticeId(),
          receiver,
          attempt.getAttempt(),
          attempt.getOutcome(),
          answer.status(),
          answer.error());
    }
    dispatch();
  }

  /**
   * Attempts for one receiver and one partition of notices stay in one order: if one of an alert is
   * on record after a crash, those of its earlier notices are too, and none of these is sent after
   * it.
   */
  static void record(KafkaProducer<byte[], byte[]> producer, DeliveryAttempt attempt) {
    byte[] key =
        (attempt.getReceiver() + " " + attempt.getAlertPartition())
            .getBytes(StandardCharsets.UTF_8);
    var ignored =
        producer.send(
            new ProducerRecord<>(Topic.ALERT_DELIVERIES.topicName(), key, attempt.toByteArray()),
            (meta, failure) -> {
              if (failure != null) {
                LOG.error("an attempt was not recorded: it may be made again", failure);
              }
            });
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    ticks.shutdownNow();
    workers.values().forEach(ExecutorService::shutdown);
    try {
      for (Lane lane : outbox.lanes()) {
        long graceMs = lane.receiver().timeout().toMillis();
        if (!worker(lane).awaitTermination(graceMs, TimeUnit.MILLISECONDS)) {
          LOG.warn("ended while {} had not answered", lane.receiver());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
