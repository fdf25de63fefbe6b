package io.eipmeter.sim.lab.bench;

import io.eipmeter.collector.control.Topics;
import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics that `bandwidth` writes: empty again before each run, so that runs are alike. */
final class OutputTopics {
  private static final Duration LONGEST_CHANGE = Duration.ofSeconds(30);
  private static final List<String> NAMES =
      List.of(
          Topic.EIP_MINUTES.topicName(),
          Topic.EIP_QUARTERS.topicName(),
          Topic.EIP_LIVE.topicName(),
          Topic.EXPORTER_MINUTES.topicName(),
          Topic.CONTROL_TOTALS.topicName());

  private OutputTopics() {}

  /** Deletes them and creates them again; the others stay as they are. */
  static void empty(String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      var ignored = admin.deleteTopics(NAMES).all().get();
      Await.until(
          "deletion of the topics of the last run",
          LONGEST_CHANGE,
          null,
          () -> admin.listTopics().names().get().stream().noneMatch(NAMES::contains));
      // A broker that still deletes refuses to create: ask until it does.
      Await.until(
          "creation of the topics of this run",
          LONGEST_CHANGE,
          null,
          () -> {
            var ignoredToo = Topics.create(admin, Topics.Plan.virtualTime(FlowLog.PARTITIONS));
            return admin.listTopics().names().get().containsAll(NAMES);
          });
    } catch (ExecutionException e) {
      throw new LabFailure("The topics could not be emptied: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while emptying topics.", e);
    }
  }
}
