package io.eipmeter.sim.lab.bench;

import io.eipmeter.collector.bench.CollectorBench;
import io.eipmeter.collector.bench.Load;
import io.eipmeter.collector.control.Topics;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** UDP over loopback, collector, Kafka: the highest rate without loss. */
final class CollectorPart {
  private static final int PARTITIONS = 4;
  private static final int RECORDS_PER_DATAGRAM = 20;
  private static final List<Integer> RATES =
      List.of(20_000, 30_000, 40_000, 50_000, 60_000, 80_000, 100_000, 120_000);

  private final BenchOptions options;
  private final PrintStream talk;

  CollectorPart(BenchOptions options, PrintStream talk) {
    this.options = options;
    this.talk = talk;
  }

  void run(PrintStream out) {
    Table table =
        new Table(
            "collector: UDP over loopback -> collector -> Kafka; 64 exporters, 8 sockets, datagrams"
                + " of 1,400 bytes, sender, collector and broker on the same cores",
            "datagrams/s",
            "runs without loss",
            "lost",
            "kernel drops",
            "collector CPU s/s",
            "sender CPU s/s",
            "broker CPU s/s");
    Path directory = options.directory().resolve("collector");
    try (LocalKafka kafka =
        LocalKafka.start(directory.resolve("kafka"), directory.resolve("logs"))) {
      KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers());
      try (Admin admin = Admin.create(settings.client())) {
        Topics.create(admin, Topics.Plan.virtualTime(PARTITIONS));
      }
      CollectorBench bench = new CollectorBench(settings);
      bench.run(Load.goal(10_000, Duration.ofSeconds(5))); // warms the code up
      int highest = 0;
      for (int rate : RATES) {
        int without = measure(bench, kafka, rate, table);
        if (without < options.runs()) {
          break;
        }
        highest = rate;
      }
      table.note(
          String.format(
              Locale.ROOT,
              "Highest rate without loss in every run: %,d datagrams/s, %,d records/s of 70 bytes."
                  + " Goal 40,000 datagrams/s.",
              highest,
              (long) highest * RECORDS_PER_DATAGRAM));
    } catch (IOException | ExecutionException e) {
      throw new LabFailure("The collector could not be measured: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted.", e);
    }
    table.print(out);
  }

  private int measure(CollectorBench bench, LocalKafka kafka, int rate, Table table)
      throws IOException, InterruptedException {
    Duration lasting = Duration.ofSeconds(options.quick() ? 4 : 10);
    List<CollectorBench.Outcome> outcomes = new ArrayList<>();
    double brokerBefore = CpuTime.seconds(kafka.process().pid());
    double seconds = 0;
    for (int run = 0; run < options.runs(); run++) {
      CollectorBench.Outcome outcome = bench.run(Load.goal(rate, lasting));
      talk.printf("collector: %s%n", outcome);
      outcomes.add(outcome);
      seconds += outcome.sendSeconds() + outcome.drainSeconds();
    }
    double broker = CpuTime.seconds(kafka.process().pid()) - brokerBefore;
    // A sender that could not keep the rate proves nothing about it.
    int without =
        (int)
            outcomes.stream()
                .filter(o -> o.isWithoutLoss() && o.datagramsPerSecond() > 0.98 * rate)
                .count();
    long sent = outcomes.stream().mapToLong(CollectorBench.Outcome::sent).sum();
    long arrived = outcomes.stream().mapToLong(CollectorBench.Outcome::acknowledged).sum();
    double sendSeconds = outcomes.stream().mapToDouble(CollectorBench.Outcome::sendSeconds).sum();
    table.row(
        Table.count(sent / sendSeconds),
        without + " of " + options.runs(),
        Table.count(sent - arrived),
        Table.count(outcomes.stream().mapToLong(CollectorBench.Outcome::kernelDrops).sum()),
        perSecond(
            outcomes.stream().mapToDouble(CollectorBench.Outcome::collectorCpuSeconds).sum(),
            sendSeconds),
        perSecond(
            outcomes.stream().mapToDouble(CollectorBench.Outcome::senderCpuSeconds).sum(),
            sendSeconds),
        perSecond(broker, seconds));
    return without;
  }

  private static String perSecond(double cpuSeconds, double seconds) {
    return Table.decimals(cpuSeconds / seconds, 2);
  }
}
