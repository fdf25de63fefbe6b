package io.eipmeter.jobs.alerts.cli;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.RuleBook;
import io.eipmeter.jobs.alerts.domain.RuleMessages;
import io.eipmeter.jobs.log.TopicReader;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.AlertRuleVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The versions of rules in the topic {@code alert-rules}; one that is there never changes. */
final class RuleLog {
  private final Properties kafka;
  private final Clock clock;

  RuleLog(Properties kafka, Clock clock) {
    this.kafka = kafka;
    this.clock = clock;
  }

  /** The newest version of each rule, by id; those that are gone too. */
  List<AlertRule> newest() {
    TopicReader.partitions(kafka, Topic.ALERT_RULES); // says at once if it is not there
    List<AlertRule> versions =
        TopicReader.readAll(kafka, Topic.ALERT_RULES, AlertRuleVersion.parser()).stream()
            .map(RuleMessages::read)
            .toList();
    return new RuleBook(versions)
        .all().stream().sorted(Comparator.comparing(AlertRule::id)).toList();
  }

  /**
   * What has to be appended so that the rules of a file hold.
   *
   * @param removeOthers rules that the file does not name are removed
   */
  static List<AlertRule> changes(
      List<AlertRule> newest, List<AlertRule> wanted, boolean removeOthers, long nowMs) {
    Map<String, AlertRule> before = new HashMap<>();
    newest.forEach(rule -> before.put(rule.id(), rule));
    List<AlertRule> changes = new ArrayList<>();
    for (AlertRule rule : wanted) {
      AlertRule known = before.remove(rule.id());
      if (known == null || !rule.saysTheSameAs(known)) {
        changes.add(rule.with(known == null ? 1 : known.version() + 1, false, nowMs));
      }
    }
    for (AlertRule left : newest) {
      if (removeOthers && before.containsKey(left.id()) && !left.removed()) {
        changes.add(left.with(left.version() + 1, true, nowMs));
      }
    }
    return changes;
  }

  void append(List<AlertRule> changes) throws InterruptedException, ExecutionException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (AlertRule rule : changes) {
        var ignored =
            producer
                .send(
                    new ProducerRecord<>(
                        Topic.ALERT_RULES.topicName(),
                        0,
                        clock.millis(),
                        rule.id().getBytes(StandardCharsets.UTF_8),
                        RuleMessages.write(rule).toByteArray()))
                .get();
      }
    }
  }
}
