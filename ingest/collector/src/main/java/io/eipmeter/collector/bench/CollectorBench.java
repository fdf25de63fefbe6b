package io.eipmeter.collector.bench;

import com.sun.management.OperatingSystemMXBean;
import io.eipmeter.collector.Collector;
import io.eipmeter.collector.CollectorOptions;
import io.eipmeter.collector.Count;
import io.eipmeter.collector.block.BlockLimits;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.collector.outbox.OutboxLimits;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends UDP over loopback to a collector in this process, which appends to a given Kafka; says how
 * much came through, and what it cost.
 */
public final class CollectorBench {
  private static final long PAUSE_NANOS = 20_000_000L;
  private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

  private final KafkaSettings kafka;

  /**
   * A bench against a Kafka that has the topics.
   *
   * @param kafka a lab's: it is filled with what means nothing
   */
  public CollectorBench(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * What came of a load.
   *
   * @param sent datagrams sent
   * @param acknowledged datagrams that Kafka acknowledged
   * @param kernelDrops datagrams that the kernel dropped at the collector's sockets
   * @param sendSeconds wall time from the first to the last datagram sent
   * @param drainSeconds wall time from then until everything was acknowledged
   * @param senderCpuSeconds of the sending threads, which includes the kernel's work on loopback
   * @param collectorCpuSeconds of the rest of this process
   */
  public record Outcome(
      long sent,
      long acknowledged,
      long kernelDrops,
      double sendSeconds,
      double drainSeconds,
      double senderCpuSeconds,
      double collectorCpuSeconds) {
    public boolean isWithoutLoss() {
      return sent == acknowledged;
    }

    public double datagramsPerSecond() {
      return sent / sendSeconds;
    }
  }

  /** Runs one load through a collector of its own. */
  public Outcome run(Load load) throws IOException, InterruptedException {
    try (Collector collector = Collector.start(options(load.sockets()))) {
      while (!collector.isHealthy()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      List<Sender> senders = new ArrayList<>();
      for (int i = 0; i < load.senders(); i++) {
        senders.add(new Sender(load, i, collector.ports().get(0)));
      }
      try {
        return measure(collector, senders);
      } finally {
        for (Sender sender : senders) {
          sender.close();
        }
      }
    }
  }

  private static Outcome measure(Collector collector, List<Sender> senders)
      throws InterruptedException {
    double cpuBefore = processCpuSeconds();
    SenderCpu senderCpu = new SenderCpu(senders);
    senders.forEach(Sender::start);
    long slowestNanos = 0;
    long sent = 0;
    senderCpu.watch();
    for (Sender sender : senders) {
      sender.join();
      slowestNanos = Math.max(slowestNanos, sender.tookNanos());
      sent += sender.sent();
    }
    long drainNanos = drain(collector, sent);
    double cpu = processCpuSeconds() - cpuBefore;
    return new Outcome(
        sent,
        collector.counts().of(Count.ACKNOWLEDGED),
        collector.counts().of(Count.KERNEL_DROPS),
        slowestNanos / 1e9,
        drainNanos / 1e9,
        senderCpu.seconds(),
        cpu - senderCpu.seconds());
  }

  /** Waits until everything is acknowledged, or nothing more is. */
  private static long drain(Collector collector, long sent) {
    long beginNanos = System.nanoTime();
    long lastChangeNanos = beginNanos;
    long before = -1;
    while (before < sent && System.nanoTime() - lastChangeNanos < LONGEST_WAIT_NANOS / 10) {
      long now = collector.counts().of(Count.ACKNOWLEDGED);
      if (now != before) {
        before = now;
        lastChangeNanos = System.nanoTime();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return lastChangeNanos - beginNanos;
  }

  private CollectorOptions options(int sockets) {
    long memory = 256L << 20;
    return new CollectorOptions(
        kafka,
        Topic.FLOW_DATAGRAMS.topicName(),
        "bench",
        InetAddress.getLoopbackAddress(),
        List.of(0),
        sockets,
        CollectorOptions.DEFAULT_RECEIVE_BUFFER_BYTES,
        List.of(),
        null,
        CollectorOptions.DEFAULT_SPOOL_BYTES,
        null,
        Clock.systemUTC(),
        BlockLimits.DEFAULT,
        new OutboxLimits(memory, CollectorOptions.WINDOW_BYTES, CollectorOptions.STALLED_AFTER),
        Duration.ofSeconds(10));
  }

  private static double processCpuSeconds() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      return system.getProcessCpuTime() / 1e9;
    }
    return Double.NaN;
  }

  /** CPU time of the senders; a thread that has ended tells none, so it is asked while they run. */
  private static final class SenderCpu {
    private final List<Sender> senders;
    private final long[] nanos;

    SenderCpu(List<Sender> senders) {
      this.senders = senders;
      this.nanos = new long[senders.size()];
    }

    void watch() {
      boolean running = true;
      while (running) {
        running = false;
        for (int i = 0; i < nanos.length; i++) {
          long now =
              ManagementFactory.getThreadMXBean().getThreadCpuTime(senders.get(i).threadId());
          if (now >= 0) {
            nanos[i] = now;
            running = true;
          }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    double seconds() {
      long sum = 0;
      for (long nano : nanos) {
        sum += nano;
      }
      return sum / 1e9;
    }
  }
}
